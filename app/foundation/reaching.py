"""How the rows of a table lead to a person: the paths of `__person__`, read, checked and turned into conditions.

    __person__ = "account_id as account"                                the column holds a key of the person
    __person__ = "order_number -> print_order"                          whoever that row of the other table is about
    __person__ = "person_id as person else email_key as email-key"      the second only where the first is empty
    __person__ = "author as actor | reviewer as actor"                  the row is about both
    __person__ = "nobody: totals only"                                  with the reason

Kinds of keys: `person` (person.id), `account` (account.id), `email` (an address as typed), `email-key` (normalized),
`subject` (`person:7`, `address:<digest>`), `address-digest` (that digest alone), `ref` (`account:12`, `person:7`, or
what the person owns, such as `order:9`), `actor` (`customer:12`, `staff:12`). A table whose rows are named by such
references elsewhere says its word in `__ref__`; one whose rows are told to nobody before a time names that column in
`__shown_from__`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Table, cast, false, func, literal, or_, select, union_all

from app.foundation.database import Base

NOBODY = "nobody: "
KINDS = ("person", "account", "email", "email-key", "subject", "address-digest", "ref", "actor")
ADDRESS = "address:"


class Astray(ValueError):
    """A path that leads nowhere; the message says why."""


@dataclass(frozen=True)
class Keys:
    """Everything one human is known by; two humans share none of it."""

    persons: frozenset[int] = frozenset()
    accounts: frozenset[int] = frozenset()
    email_keys: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    refs: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()

    def of(self, kind: str) -> frozenset[Any]:
        """The keys of a kind, as a column of that kind holds them."""
        if kind == "email":
            return self.email_keys | {_readable(key) for key in self.email_keys}
        if kind == "address-digest":
            return frozenset(key.removeprefix(ADDRESS) for key in self.subjects if key.startswith(ADDRESS))
        if kind == "ref":
            return self.refs | self.subjects
        found: frozenset[Any] = getattr(self, f"{kind.replace('-', '_')}s")
        return found


@dataclass(frozen=True)
class Way:
    """One step: the column either holds a key of a `kind`, or the primary key of a row of `table`."""

    column: str
    kind: str = ""
    table: str = ""


Path = tuple[tuple[Way, ...], ...]
"""Ways that all count, each with those that stand in where the one before it is empty; none: it is about nobody."""


def _readable(email_key: str) -> str:
    """A normalized address with its domain as people write it."""
    local, _, domain = email_key.rpartition("@")
    try:
        return f"{local}@{domain.encode().decode('idna')}"
    except UnicodeError:
        return email_key


@cache
def parsed(path: str) -> Path:
    """Read a path.

    Raises:
        Astray: it does not have the form of one.
    """
    if path.startswith(NOBODY) and path.removeprefix(NOBODY).strip():
        return ()
    return tuple(tuple(_way(text) for text in both.split(" else ")) for both in path.split(" | "))


def _way(text: str) -> Way:
    column, arrow, table = text.strip().partition(" -> ")
    if arrow and table.isidentifier() and column.isidentifier():
        return Way(column, table=table)
    column, _, kind = text.strip().partition(" as ")
    if column.isidentifier() and kind in KINDS:
        return Way(column, kind)
    raise Astray(f"“{text}” is no way to a person")


def gap(model: Any, table: Table) -> str:
    """What is wrong with a table's path, as a part of a sentence; empty when it leads to a person or says nobody."""
    path = getattr(model, "__person__", "")
    try:
        ways = [way for both in parsed(path) for way in both]
    except Astray as astray:
        return str(astray)
    for way in ways:
        if way.column not in table.columns:
            return f"it has no column “{way.column}”"
        if way.table and (wrong := _wrong_parent(way.table, table.name)):
            return wrong
    keys = [column.name for column in table.columns if column.foreign_keys and _leads(column)]
    return f"it is said to be about nobody, but {keys[0]} leads to somebody" if keys and not ways else ""


def _leads(column: Any) -> bool:
    return any(key.target_fullname in {"person.id", "account.id"} for key in column.foreign_keys)


def _wrong_parent(name: str, child: str) -> str:
    parent = models().get(name)
    if parent is None or name == child:
        return f"there is no table “{name}” to lead on"
    if len(parent.__table__.primary_key.columns) != 1:
        return f"the rows of “{name}” are not named by one column"
    return "" if parsed(parent.__person__) else f"“{name}” is about nobody"


def models() -> dict[str, Any]:
    """Every mapped class by the name of its table."""
    return {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]  # every class of ours has a table of its own


def path_of(table: Table) -> Path:
    """The path of a mapped table."""
    return parsed(models()[table.name].__person__)


def rows_of(table: Table, keys: Keys) -> ColumnElement[bool] | None:
    """The condition for the rows that are about whoever has these keys; None where the table is about nobody."""
    return _about(table, keys) if path_of(table) else None


def _about(table: Table, keys: Keys) -> ColumnElement[bool]:
    return or_(false(), *(_either(table, both, keys) for both in path_of(table)))


def _either(table: Table, ways: tuple[Way, ...], keys: Keys) -> ColumnElement[bool]:
    first, *later = ways
    found = _holds(table, first, keys)
    if not later:
        return found
    return or_(found, _empty(table.columns[first.column]) & _either(table, tuple(later), keys))


def _empty(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(column.is_(None), column == "") if isinstance(column.type, String) else column.is_(None)


def _holds(table: Table, way: Way, keys: Keys) -> ColumnElement[bool]:
    column = table.columns[way.column]
    if way.table:
        parent = models()[way.table].__table__
        return column.in_(select(*parent.primary_key.columns).where(_about(parent, keys)))
    wanted = sorted(keys.of(way.kind))
    if not wanted:
        return false()
    if way.kind == "ref":
        # One list to look up, so that a large table is read by its index.
        found: ColumnElement[bool] = column.in_(union_all(*(select(literal(name)) for name in wanted), *_owned(keys)))
        return found
    return (func.lower(column) if way.kind == "email" else column).in_(wanted)


def _owned(keys: Keys) -> Iterator[Select[Any]]:
    """References to what belongs to the person: `order:9` of their orders."""
    for model in models().values():
        if word := getattr(model, "__ref__", ""):
            table = model.__table__
            (key,) = table.primary_key.columns
            yield select(literal(f"{word}:") + cast(key, String)).where(_about(table, keys))


__all__ = ["Astray", "Keys", "Way", "gap", "models", "parsed", "path_of", "rows_of"]
