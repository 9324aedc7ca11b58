"""The retention rules as conditions on rows: when each row's time began, what is past it, and the oldest that is left.

A line is one rule on one table. What is measured here is what is in the database, whoever should have removed it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    String,
    Table,
    Text,
    and_,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy import cast as sql_cast

from app.artwork.service import leaving as artwork
from app.foundation import inventory
from app.foundation.database import Base, db
from app.foundation.retention import After, Keep, Period, Swept, With, parts, period
from app.orders import views as orders

BEGAN: dict[str, Callable[[Table], ColumnElement[datetime]]] = {"artwork": orders.artwork_needed_until}
"""Tables whose time is told by another room: a file's begins with the delivery of what was printed from it."""
WAITING: dict[str, Callable[[datetime], ColumnElement[bool]]] = {"artwork": artwork.told_lately}
"""Rows that may stay a while longer, because their owner was told when they go, and the day is not yet."""
MASKED: dict[str, Callable[[], ColumnElement[bool]]] = {"print_order": orders.contact_stands}
"""Whether what has to be masked still stands in a row, where that is more than a column that is not empty."""


@dataclass(frozen=True)
class Line:
    """One rule on one table; `began` is NULL in rows whose time does not run yet, `counts` tells its rows."""

    table: Table
    part: After | Swept
    began: ColumnElement[datetime]
    counts: ColumnElement[bool]

    @property
    def name(self) -> str:
        """`outbox_mail/retention.mail-sent-years`."""
        return f"{self.table.name}/{self.part.rule}"

    @property
    def period(self) -> Period:
        """The live period of its house rule."""
        return period(self.part.rule)

    @property
    def masks(self) -> bool:
        """Whether its rows stay without some of their columns."""
        return bool(isinstance(self.part, After) and self.part.masks)

    @property
    def key(self) -> ColumnElement[Any]:
        """The column that names a row; every table that the engine removes from has one."""
        found: ColumnElement[Any] = next(iter(self.table.primary_key.columns))
        return found

    def past(self, at: datetime) -> ColumnElement[bool]:
        """The rows whose time is over at that moment."""
        over = and_(self.counts, self.began < self.period.before(at))
        waits = WAITING.get(self.table.name)
        return and_(over, not_(waits(at))) if waits else over

    def oldest(self, at: datetime, but: ColumnElement[bool]) -> datetime | None:
        """When the time of the oldest row began that is left, leaving out those of `but`."""
        waits = WAITING.get(self.table.name)
        left = [self.counts, not_(but), *([not_(waits(at))] if waits else [])]
        return db.session.scalar(select(func.min(self.began)).select_from(self.table).where(*left))

    def rows(self) -> int:
        """How many rows there are."""
        return db.session.scalar(select(func.count()).select_from(self.table)) or 0


def lines() -> list[Line]:
    """Every rule that says when rows go, by table."""
    found = [
        Line(table, part, _began(table, part), _counts(table, part))
        for model, table in inventory.mapped_tables()
        for part in parts(getattr(model, "__retention__", None) or Keep("undeclared"))
        if isinstance(part, After) or (isinstance(part, Swept) and part.rule and part.since)
    ]
    return sorted(found, key=lambda line: line.name)


def began_of(table: Table) -> ColumnElement[datetime] | None:
    """When the time of each row began, also of those that go with another; None where no calendar says when they go."""
    for part in parts(inventory.retention_of(table)):
        if (isinstance(part, After) and not part.masks) or (isinstance(part, Swept) and part.since):
            return _began(table, part)
        if isinstance(part, With):
            parent = Base.metadata.tables[part.parent]
            above = began_of(parent)
            if above is not None:
                return select(above).select_from(parent).where(hangs(table, part, parent)).scalar_subquery()
    return None


def hangs(table: Table, part: With, parent: Table) -> ColumnElement[bool]:
    """The condition that a row of the table goes with a row of the parent."""
    (key,) = parent.primary_key.columns
    if part.by:
        return table.c[part.by] == literal(part.prefix, String) + sql_cast(key, String)
    return next(column == key for column in table.columns if column.references(key))


def _began(table: Table, part: After | Swept) -> ColumnElement[datetime]:
    if table.name in BEGAN:
        return BEGAN[table.name](table)
    clocks = [_clock(table, name) for name in part.clocks]
    return clocks[0] if len(clocks) == 1 else func.coalesce(*clocks)


def _clock(table: Table, name: str) -> ColumnElement[datetime]:
    """A column of the row itself, of its parent, or the newest among its children."""
    other, _, column = name.rpartition(".")
    if not other:
        return table.c[column]
    there = Base.metadata.tables[other]
    for key in table.primary_key.columns:
        for child in there.columns:
            if child.references(key):
                return select(func.max(there.c[column])).where(child == key).scalar_subquery()
    link = next(own == key for key in there.primary_key.columns for own in table.columns if own.references(key))
    return select(there.c[column]).where(link).scalar_subquery()


def _counts(table: Table, part: After | Swept) -> ColumnElement[bool]:
    return and_(true(), *_conditions(table, part)) if isinstance(part, After) else true()


def _conditions(table: Table, part: After) -> Iterator[ColumnElement[bool]]:
    for names, wanted in ((part.only, True), (part.but, False)):
        if names:
            column = table.c[names[0] or ""]
            found = or_(*(column.is_(None) if value is None else column == value for value in names[1:]))
            yield found if wanted else not_(found)
    if part.masks:
        stands = MASKED.get(table.name)
        yield stands() if stands else or_(*(_full(table.c[name]) for name in part.masks))


def _full(column: ColumnElement[Any]) -> ColumnElement[bool]:
    given = column.is_not(None)
    return given if isinstance(column.type, JSON) else and_(given, type_coerce(column, Text) != "")
