"""Made-up people with a mark in every column that may hold something about anybody.

Drawn from the inventory alone: each table gets a row for each of them, each personal column in it a word that stands
nowhere else. A new table or column is therefore marked without anybody thinking of it. Only for a scratch shop.
"""

import re
import secrets
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Date, Integer, String, Table, select
from sqlalchemy.orm import object_session

from app.accounts.addresses import PostalAddress
from app.accounts.service import opening
from app.foundation.acts import Act
from app.foundation.database import Base, UtcDateTime, db
from app.foundation.inventory import Personal
from app.foundation.reaching import Keys, Way, models, path_of, rows_of
from app.foundation.sealed import Sealed, SealedJson
from app.people import identifiers
from app.rights.service.knowing import keys_of

PREFIX = "zqj"
"""How each planted word begins, so that it can be told from everything else."""
LENGTH = 16
TELLING = 8
"""A shorter word is no proof: it may stand anywhere by chance."""
LEAST_NUMBER, NUMBERS = 2_000_000_000, 147_000_000
"""Numbers so large that none of the shop's own looks like them, and that PostgreSQL's integers can still hold."""
MADE: dict[type, Callable[[Act], Any]] = {
    Sealed: lambda _act: word(),
    Boolean: lambda _act: True,
    Integer: lambda _act: LEAST_NUMBER + secrets.randbelow(NUMBERS),
    UtcDateTime: lambda act: act.at,
    Date: lambda act: act.at.date(),
    JSON: lambda _act: {"word": word()},
}
"""What is put into a column of each kind; texts are words."""
CHOICES = re.compile(r"(\w+) IN \('([\w-]+)'")


@dataclass(frozen=True)
class Mark:
    """What stands in a personal column of a made-up person's row.

    There are no `words` where it cannot be told from other things: a date, a yes, a reference, a short code.
    """

    place: str
    words: tuple[str, ...]
    declared: Personal


@dataclass
class Marked:
    """A made-up person: the keys they are known by, and every mark that was planted."""

    keys: Keys
    marks: list[Mark] = field(default_factory=list)
    rows: dict[str, Any] = field(default_factory=dict)
    """One row of each table, by the table's name."""

    @property
    def words(self) -> frozenset[str]:
        """The words that stand nowhere else."""
        return frozenset(word for mark in self.marks for word in mark.words)


def word(length: int = LENGTH) -> str:
    """A new word that stands nowhere else, as far as its length allows."""
    signs = "".join(secrets.choice(string.ascii_lowercase) for _ in range(LENGTH))
    return (PREFIX + signs)[: min(length, LENGTH)] if length > len(PREFIX) else signs[:length]


def mark_everything(act: Act) -> Marked:
    """Make a person with an account, and plant a mark in every personal column of every table."""
    return _marked(act, Marked(keys_of(_open_account(act))))


def mark_address(act: Act) -> Marked:
    """Make somebody without an account, of whom only an address is known, and mark every table that can lead to it."""
    return _marked(act, Marked(keys_of(email_key=f"{word()}@example.com")))


def _marked(act: Act, person: Marked) -> Marked:
    for table in Base.metadata.sorted_tables:
        declared = [column for column in table.columns if _may_hold(person.keys, column)]
        if (declared or path_of(table)) and _reaches(person.keys, table):
            row = _row(act, person, table)
            person.marks += [_mark(row, table, column) for column in declared]
    return person


def _may_hold(keys: Keys, column: Column[Any]) -> bool:
    """Whether something of theirs can stand in the column: what an account's key seals is empty where there is none."""
    owner = column.table.columns.get(getattr(column.type, "owner", ""))
    by_account = owner is not None and owner.name == "account_id" and owner.nullable
    of_nobody = by_account and column.nullable and not keys.accounts
    return isinstance(column.info.get("inventory"), Personal) and not of_nobody


def _reaches(keys: Keys, table: Table) -> bool:
    """Whether a row of the table can lead to whoever has these keys, or to nobody."""
    path = path_of(table)
    ways = [way for both in path for way in both]
    return not path or any(
        _leads(keys, table, way) if way.kind else _reaches(keys, models()[way.table].__table__) for way in ways
    )


def _leads(keys: Keys, table: Table, way: Way) -> bool:
    """Whether the column can hold a key of theirs: where it also names whose key seals, only an account's will do."""
    seals = any(getattr(column.type, "owner", "") == way.column for column in table.columns)
    return bool(keys.of(way.kind)) and (bool(keys.accounts) or not (seals and way.kind == "ref"))


def _open_account(act: Act) -> int:
    """By the verb with which everybody opens one; gives the person."""
    user_id = word()
    home = PostalAddress(word(), word(), word(), "MN", "55317")
    new = opening.NewAccount(user_id, identifiers.email(f"{user_id}@example.com"), word(), word(), home, home)
    account_id = opening.open_account(act, new, word())
    accounts = models()["account"].__table__
    person_id: int = db.session.execute(select(accounts.c.person_id).where(accounts.c.id == account_id)).scalar_one()
    return person_id


def _mark(row: Any, table: Table, column: Column[Any]) -> Mark:
    words = tuple(text for text in _texts(getattr(row, _attribute(row, column))) if _tells(text))
    return Mark(f"{table.name}.{column.name}", words, column.info["inventory"])


def _texts(value: Any) -> list[str]:
    """Every text and number in a value, without the names of its parts."""
    if isinstance(value, Mapping | list):
        parts = value.values() if isinstance(value, Mapping) else value
        return [text for part in parts for text in _texts(part)]
    return [str(value)] if isinstance(value, str | int) else []


def _tells(text: str) -> bool:
    """Whether the text stands nowhere else: a word of ours, a digest, a number that large."""
    if text.startswith(PREFIX):
        return len(text) >= TELLING
    return (len(text) >= LENGTH and text.isalnum()) or (text.isdigit() and int(text) >= LEAST_NUMBER)


def _row(act: Act, person: Marked, table: Table) -> Any:
    """The person's row of the table: the one that is there where there can be only one, else a new one."""
    if table.name not in person.rows:
        found = _only_row(person, table)
        person.rows[table.name] = found
        if found is None:
            found = models()[table.name]()
        _fill(act, person, table, found)
        person.rows[table.name] = found
        db.session.add(found)
        db.session.flush()
        db.session.refresh(found)
    return person.rows[table.name]


def _only_row(person: Marked, table: Table) -> Any:
    """The row that the person has already, in a table where a key of theirs may stand only once."""
    single = {way.column for both in path_of(table) for way in both if way.kind and _alone(table, way.column)}
    about = rows_of(table, person.keys)
    if not single or about is None:
        return None
    return db.session.scalars(select(models()[table.name]).where(about)).first()


def _alone(table: Table, column: str) -> bool:
    found = table.columns[column]
    return bool(found.unique) or [key.name for key in table.primary_key.columns] == [column]


def _fill(act: Act, person: Marked, table: Table, row: Any) -> None:
    leading = _leading(person.keys, table)
    is_new = object_session(row) is None
    for column in table.columns:
        name = _attribute(row, column)
        held = None if is_new else getattr(row, name)
        if held not in (None, "", {}, []):
            continue
        if (value := _value(act, person, column, leading)) is not None:
            setattr(row, name, value)


def _attribute(row: Any, column: Column[Any]) -> str:
    found: str = type(row).__mapper__.get_property_by_column(column).key
    return found


def _leading(keys: Keys, table: Table) -> dict[str, Any]:
    """The person's own key in each column that leads to them."""
    found = {}
    for way in (way for both in path_of(table) for way in both if way.kind):
        # What has an account leads to it first, so that the rows of a payment find their order.
        if keys.of(way.kind):
            found[way.column] = max(keys.of(way.kind), key=lambda key: (str(key).startswith("account:"), key))
    return found


def _value(act: Act, person: Marked, column: Column[Any], leading: Mapping[str, Any]) -> Any:
    """What to put into a column; None leaves it out."""
    way = next((way for both in path_of(column.table) for way in both if way.column == column.name), None)
    if way and way.kind:
        return leading.get(column.name)
    parent = way.table if way else ""
    if not parent and column.foreign_keys and not column.nullable:
        parent = next(iter(column.foreign_keys)).column.table.name
    if parent:
        return _key_of(_row(act, person, models()[parent].__table__))
    if isinstance(column.info.get("inventory"), Personal):
        empty = column.name.endswith("_digest") or not _may_hold(person.keys, column)
        return None if empty else _planted(act, column)
    if column.nullable or column.default is not None or column is column.table.autoincrement_column:
        return None
    return _filler(act, column)


def _key_of(row: Any) -> Any:
    (column,) = type(row).__mapper__.primary_key
    return getattr(row, _attribute(row, column))


def _planted(act: Act, column: Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, SealedJson):
        return {part: word() for part in kind.parts or ("word",)}
    return _filler(act, column)


def _filler(act: Act, column: Column[Any]) -> Any:
    """Something of the column's kind that stands nowhere else, where its kind allows that."""
    kind = column.type
    for sort, make in MADE.items():
        if isinstance(kind, sort):
            return make(act)
    return _allowed(column) or word(kind.length or LENGTH if isinstance(kind, String) else LENGTH)


def _allowed(column: Column[Any]) -> str:
    """The first of the values to which a constraint of the table keeps the column."""
    for constraint in column.table.constraints:
        if isinstance(constraint, CheckConstraint):
            for name, value in CHOICES.findall(str(constraint.sqltext)):
                if name == column.name:
                    return str(value)
    return ""


__all__ = ["PREFIX", "Mark", "Marked", "mark_address", "mark_everything", "word"]
