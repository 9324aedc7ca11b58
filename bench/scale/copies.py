"""Copies of one real registration: every row that the verbs wrote for somebody, written again for many others.

What is copied is found by how the tables say they reach a person, so a new table or column comes along by itself.
Numbers, references, digests and sealed values are made anew for each copy; everything else stays as it was written.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, RowMapping, Table, func, select

from app.accounts import name_words, user_ids
from app.foundation import inventory
from app.foundation.database import Base
from app.foundation.reaching import Keys, rows_of
from app.foundation.sealed import Sealed
from app.people.identifiers import LAST_FOUR, PHONE, STREET
from bench.scale.people import Somebody

LEFT_OUT = frozenset({"audit_entry", "outbox_mail", "gate_decision"})
"""The record is a chain in which nothing can be copied, and a mail belongs to one answer of the gate."""
ROOM = 1000
"""Numbers left free before the first copy."""
Row = RowMapping
Make = Callable[[Somebody], Any]
ENDS = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _address(who: Somebody) -> str:
    return f"{who.name}\n{who.street}\nChanhassen, MN 55317"


OF_FIELD: dict[str, Make] = {
    "user_id": lambda who: who.user_id,
    "email": lambda who: who.email,
    "name": lambda who: who.name,
    "greeting": lambda who: who.first,
    "phone": lambda who: who.phone,
    "address": _address,
}
FRESH: dict[str, Make] = {
    "account.user_id": lambda who: who.user_id,
    "account.user_id_key": lambda who: user_ids.key(who.user_id),
    "account.email": lambda who: who.email,
    "account.email_key": lambda who: who.email,
    "account.name": lambda who: who.name,
    "account.greeting": lambda who: who.first,
    "account.phone": lambda who: who.phone,
    "account.phone_digest": lambda who: PHONE.digest(who.phone),
    "account.phone_last4_digest": lambda who: LAST_FOUR.digest(who.phone),
    "account_address.name": lambda who: who.name,
    "account_address.line1": lambda who: who.street,
    "account_address.line1_digest": lambda who: STREET.digest(who.street),
    "identifier.value_key": lambda who: who.email,
    "device.salt": lambda who: who.digest_of("salt"),
    "remember_token.token_sha256": lambda who: who.digest_of("remember"),
    "web_session.token_sha256": lambda who: who.digest_of("session"),
    "permission_event.reference": lambda who: f"{who.number:012}",
}
"""What differs from one to the other, beside numbers: by table and column."""


@dataclass(frozen=True)
class Shelf:
    """The rows of one table: `lines` gives those of one copy as COPY reads them."""

    table: Table
    lines: Sequence[Callable[[Somebody], str]]

    @property
    def statement(self) -> str:
        names = ", ".join(f'"{column.name}"' for column in self.table.columns)
        return f'COPY "{self.table.name}" ({names}) FROM STDIN'

    def block(self, people: Sequence[Somebody]) -> str:
        """The rows of all of them."""
        return "".join(line(who) for who in people for line in self.lines)


class Pattern:
    """One person's rows, ready to be copied."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self._rows = {table: rows for table, rows in _found(connection, keys) if table.name not in LEFT_OUT}
        self._numbers: dict[tuple[str, int], tuple[int, int]] = {}
        for table, rows in self._rows.items():
            self._number(connection, table, rows)
        self._person = self._numbered("person", next(iter(keys.persons)))
        self._refs = {
            f"{word}:{number}": (word, table, number)
            for word, table in (("person", "person"), ("account", "account"), ("address", "account_address"))
            for (name, number) in self._numbers
            if name == table
        }

    def shelves(self) -> list[Shelf]:
        """Every table with its rows, those that others point to first."""
        return [
            Shelf(table, [self._line(table, row, place) for place, row in enumerate(self._rows[table])])
            for table in Base.metadata.sorted_tables
            if table in self._rows
        ]

    def owner(self, who: Somebody) -> str:
        """Whose key seals what is written for them."""
        return f"person:{self._person(who)}"

    def _number(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        key = list(table.primary_key)
        if [column.name for column in key] == ["id"] and isinstance(rows[0]["id"], int):
            start = (connection.scalar(select(func.max(key[0]))) or 0) + ROOM
            for place, row in enumerate(rows):
                self._numbers[table.name, row["id"]] = (start + place, len(rows))

    def _numbered(self, table: str, number: int) -> Make:
        start, step = self._numbers[table, number]
        return lambda who: start + who.number * step

    def _line(self, table: Table, row: Row, place: int) -> Callable[[Somebody], str]:
        made = {column.name: self._value(table, column, row, place) for column in table.columns}
        sealed = {name: kind for name in made if isinstance(kind := table.columns[name].type, Sealed)}
        for name, kind in sealed.items():
            made[name] = self._sealed(kind, made[name], made)
        parts = [value if callable(value) else _written(value) for value in made.values()]
        return lambda who: "\t".join([p if isinstance(p, str) else _written(p(who)) for p in parts]) + "\n"

    def _value(self, table: Table, column: Column[Any], row: Row, place: int) -> Any:
        """What stands in the column of a copy: a value, or how it is made for somebody."""
        name, value = f"{table.name}.{column.name}", row[column.name]
        if name == "account_name_word.word":
            return lambda who: sorted(name_words.kept(who.name))[place]
        if name == "field_value.value":
            return OF_FIELD[row["field"].partition(":")[0]]
        if name in FRESH:
            return FRESH[name]
        return self._pointing(table, column, value)

    def _pointing(self, table: Table, column: Column[Any], value: Any) -> Any:
        targets = [key.column.table.name for key in column.foreign_keys]
        if column.primary_key and not targets:
            targets = [table.name]
        for target in targets:
            if (target, value) in self._numbers:
                return self._numbered(target, value)
        if isinstance(value, str) and value in self._refs:
            word, target, number = self._refs[value]
            numbered = self._numbered(target, number)
            return lambda who: f"{word}:{numbered(who)}"
        return value

    def _sealed(self, kind: Sealed, plain: Any, made: Mapping[str, Any]) -> Any:
        if not callable(plain) and not plain:
            return plain
        places = [made[name] for name in kind.place]

        def seal(who: Somebody) -> str:
            place = ":".join(str(part(who) if callable(part) else part) for part in places)
            text = plain(who) if callable(plain) else plain
            found: str = kind.sealed(text, self.owner(who), place).sealed
            return found

        return seal


def _found(connection: Connection, keys: Keys) -> Iterator[tuple[Table, Sequence[Row]]]:
    for _model, table in inventory.mapped_tables():
        about = rows_of(table, keys)
        if about is None:
            continue
        query = select(table).where(about).order_by(*table.primary_key)
        if rows := connection.execute(query).mappings().all():
            yield table, rows


def _written(value: Any) -> str:
    """A value as COPY reads it."""
    if type(value) is int:
        return str(value)
    if isinstance(value, str):
        return value if value.isprintable() and "\\" not in value else value.translate(ENDS)
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime):
        return value.isoformat()
    return (json.dumps(value) if isinstance(value, list | dict) else str(value)).translate(ENDS)
