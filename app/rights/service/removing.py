"""Removing rows with all that goes with them, children first; what somebody else still points to stays."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, exists, false, not_, or_, select

from app.foundation import inventory
from app.foundation.database import Base, db
from app.foundation.retention import Keep, Lasting, Swept, With, parts
from app.rights.service.ageing import hangs

Link = tuple[Table, ColumnElement[bool]]


def children(parent: Table) -> Iterator[Link]:
    """Tables whose rows go with those of the parent, each with the condition that ties a row to its parent's."""
    (key,) = parent.primary_key.columns
    for model, table in inventory.mapped_tables():
        declared = parts(getattr(model, "__retention__", None) or Keep("undeclared"))
        ties = [
            hangs(table, part, parent) for part in declared if isinstance(part, With) and part.parent == parent.name
        ]
        # What a job of its own room removes sooner points here, too, until then.
        if not ties and any(isinstance(part, Swept | Lasting) for part in declared) and table is not parent:
            ties = [column == key for column in table.columns if column.references(key) and not column.nullable]
        if ties:
            yield table, or_(*ties)


def pointed_at(table: Table) -> ColumnElement[bool]:
    """The rows to which another table points that does not go with them: they stay until it is gone."""
    (key,) = table.primary_key.columns
    own = {child.name for child, _ in children(table)}
    found = [
        exists(select(1).where(column == key))
        for other in Base.metadata.sorted_tables
        if other.name not in own and other is not table
        for column in other.columns
        if column.references(key)
    ]
    return or_(false(), *found)


def remove(table: Table, keys: Iterable[Any]) -> None:
    """Delete the rows of these keys, and before them all that goes with them, however deep."""
    doomed: dict[Table, ColumnElement[bool]] = {}
    _collect(table, list(keys), doomed)
    order = [known for known in reversed(Base.metadata.sorted_tables) if known in doomed]
    for known in order:
        db.session.execute(delete(known).where(doomed[known]))


def _collect(table: Table, keys: list[Any], doomed: dict[Table, ColumnElement[bool]]) -> None:
    (key,) = table.primary_key.columns
    doomed[table] = or_(doomed.get(table, false()), key.in_(keys))
    for child, tie in children(table):
        condition = exists(select(1).select_from(table).where(and_(key.in_(keys), tie)))
        if len(child.primary_key.columns) != 1:
            doomed[child] = or_(doomed.get(child, false()), condition.correlate(child))
            continue
        own = next(iter(child.primary_key.columns))
        below = list(db.session.scalars(select(own).where(condition.correlate(child))))
        if below:
            _collect(child, below, doomed)


def free(table: Table) -> ColumnElement[bool]:
    """The rows that may be removed as far as other tables go."""
    return not_(pointed_at(table))
