"""Erasing what is held about one human: the rows, in one transaction; keys and files follow (`erasures`).

What goes, what is masked and what stays says `fates`. Stops are recorded once more under the address, so that they
outlive the person. Doing it twice changes nothing.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Table, delete, select, tuple_

from app.audit import service as audit
from app.foundation import inventory
from app.foundation.acts import Act
from app.foundation.database import Base, db
from app.foundation.reaching import Keys, models, rows_of
from app.permissions import service as gate
from app.rights.service.fates import Erased, Goes, Line, Masked, fate_of

CHUNK = 500
SHORTEST = 4
"""Shorter values stand in too many words to be looked for in the record."""
NAMING = {"account": ("name", "user_id", "email"), "field_value": ("value",), "identifier": ("value_key",)}
"""Where the values are that may name a person in the details of the record."""
RECORD = "audit_entry"
Found = dict[str, list[tuple[Any, ...]]]
"""Primary keys of rows, by table."""


def preview(keys: Keys) -> Erased:
    """What would go and what would stay now."""
    return _report(_found(keys))


def places_of(keys: Keys) -> list[str]:
    """The places in the file store that go with the rows."""
    return sorted({place for table, column in _filed() for place in _values(keys, table, column)})


def addresses_of(keys: Keys) -> list[str]:
    """Every e-mail address that letters to the person may bear."""
    known = set(keys.of("email"))
    for name, column in (("account", "email"), ("email_change", "old_email"), ("email_change", "new_email")):
        known |= _values(keys, models()[name].__table__, column)
    return sorted(known)


def erase(act: Act, keys: Keys) -> Erased:
    """Erase by the rules of each table; gives what went and what stayed.

    Keys of the sealed columns and files are not touched here: no transaction could bring them back.
    """
    found, names = _found(keys), _names(keys)
    for person_id in keys.persons:
        for email_key in keys.email_keys:
            gate.outlive(act, person_id, email_key)
    for table in Base.metadata.sorted_tables:
        _mask(table, found.get(table.name, []))
    for table in reversed(Base.metadata.sorted_tables):
        _delete(table, found.get(table.name, []))
    db.session.expire_all()
    _redact(act, found.get(RECORD, []), names)
    return _report(found)


def _found(keys: Keys) -> Found:
    """Every row about the person, read before anything changes: later nothing would lead to some of them."""
    found = {}
    for _model, table in inventory.mapped_tables():
        about = rows_of(table, keys)
        if about is not None:
            found[table.name] = [tuple(row) for row in db.session.execute(select(*table.primary_key).where(about))]
    return found


def _report(found: Found) -> Erased:
    lines = [Line(table, len(rows)) for table, rows in found.items() if rows]
    return Erased(tuple(sorted(lines, key=lambda line: (not line.goes, line.title))))


def _filed() -> Iterator[tuple[Table, str]]:
    for name, model in models().items():
        fate = fate_of(name)
        if isinstance(fate, Goes) and fate.files:
            yield model.__table__, fate.files


def _values(keys: Keys, table: Table, column: str) -> set[str]:
    about = rows_of(table, keys)
    assert about is not None  # it is a table about persons
    return {str(value) for value in db.session.scalars(select(table.columns[column]).where(about)) if value}


def _names(keys: Keys) -> set[str]:
    found = set(keys.email_keys)
    for name, columns in NAMING.items():
        for column in columns:
            found |= _values(keys, models()[name].__table__, column)
    return {value.casefold() for value in found if len(value) >= SHORTEST}


def _mask(table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
    fate = fate_of(table.name)
    if not isinstance(fate, Masked):
        return
    model = models()[table.name]
    for key in rows:
        # Through the ORM: only it can write sealed columns.
        row = db.session.get(model, key)
        for column, value in fate.values.items():
            wanted = value() if value is dict else value(row) if callable(value) else value
            if getattr(row, column) != wanted:
                setattr(row, column, wanted)
    db.session.flush()


def _delete(table: Table, rows: list[tuple[Any, ...]]) -> None:
    if not isinstance(fate_of(table.name), Goes):
        return
    key = tuple_(*table.primary_key)
    for start in range(0, len(rows), CHUNK):
        db.session.execute(delete(table).where(key.in_(rows[start : start + CHUNK])))


def _redact(act: Act, rows: list[tuple[Any, ...]], names: set[str]) -> None:
    """Take the details out of entries of the record that name the person."""
    table = models()[RECORD].__table__
    numbers = [number for (number,) in rows]
    for start in range(0, len(numbers), CHUNK):
        chunk = table.columns.id.in_(numbers[start : start + CHUNK])
        for number, payload in db.session.execute(select(table.columns.id, table.columns.payload).where(chunk)).all():
            told = json.dumps(payload, ensure_ascii=False).casefold()
            if any(name in told for name in names):
                audit.redact(act, number, "an erasure")
