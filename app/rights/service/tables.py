"""What one table holds about whoever asks: each row that leads to them, each personal column with its declaration."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, literal, select

from app.foundation.database import db
from app.foundation.inventory import Personal, readable, words_of
from app.foundation.reaching import NOBODY, models, path_of, rows_of
from app.foundation.retention import BEGAN
from app.foundation.sealed import ERASED, Tampered
from app.people import service as people
from app.rights.holdings import Group, Item, Line, Record
from app.rights.service import lasting
from app.rights.service.columns import Source
from app.rights.service.sources import Asked, correction, origins_of, purposes_of
from app.rights.service.telling import Teller

Row = Mapping[str, Any]
TOLD_AS = {"account": "{column}", "billing_detail": "billing_{column}", "account_address": "address:{id}"}
"""Tables whose values are a projection of what was told, and the name of the field that stands behind a column."""
CAME = frozenset({"at", "created_at", "made_at", "collected_at", "received_at", "opened_at", "added_at", "queued_at"})
"""When a row came: it stands at the head of the entry, so not beside it once more."""
UNREADABLE = "(it cannot be opened)"


def of_table(asked: Asked, model: type, table: Table) -> Group:
    """What the table reports, also when it holds nothing."""
    source = Source(asked, model, table)
    about = rows_of(table, asked.keys)
    rows = _rows(source, about) if about is not None else []
    open_rows = rows if asked.full else _rows(source, rows_of(table, asked.open_to)) if rows else []
    records = tuple(_record(source, row) for row in open_rows)
    times = [time for row in rows for time in [_since(row)] if time is not None]
    declared = list(source.personal.values())
    return Group(
        name=table.name,
        kind="table",
        category=_category(declared),
        title=words_of(table.name).title,
        count=len(rows),
        lines=tuple(_lines(source)),
        shared=_once(name for row in rows for name in _recipients(source, row)),
        kept=source.kept,
        first=min(times, default=None),
        last=max(times, default=None),
        note=_note(model),
        personal=bool(declared) or bool(path_of(table)),
        records=records,
    )


def _category(declared: Sequence[Personal]) -> str:
    """Under which heading a table stands: what belongs to orders there, else where most of its columns belong."""
    found = Counter(one.category for one in declared)
    return "order" if "order" in found else max(found, key=lambda code: found[code], default="")


def _lines(source: Source) -> Iterator[Line]:
    alike: dict[tuple[tuple[str, ...], str, str, str], list[str]] = {}
    for name, declared in source.personal.items():
        key = (purposes_of(declared), declared.clause, origins_of(declared), correction(declared))
        alike.setdefault(key, []).append(source.words(name))
    for key, what in alike.items():
        yield Line(tuple(what), *key)


def _once(words: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _note(model: Any) -> str:
    path: str = model.__person__
    return path.removeprefix(NOBODY) if path.startswith(NOBODY) else ""


def _rows(source: Source, about: ColumnElement[bool] | None) -> list[Row]:
    if about is None:
        return []
    try:
        return _read(source, about, damaged=False)
    except Tampered:
        # One value that was changed in the database must not hide all the others.
        return _read(source, about, damaged=True)


def _read(source: Source, about: ColumnElement[bool], damaged: bool) -> list[Row]:
    table = source.table
    if shown_from := getattr(source.model, "__shown_from__", ""):
        about = and_(about, table.columns[shown_from] <= source.asked.at)
    columns: list[Any] = [
        literal(UNREADABLE).label(column.name) if damaged and hasattr(column.type, "seals") else column
        for column in table.columns
    ]
    if (clock := lasting.clock_of(table)) is not None:
        columns.append(clock)
    query = select(*columns).where(about).order_by(*table.primary_key.columns)
    return [dict(row._mapping) for row in db.session.execute(query)]


def _since(row: Row) -> datetime | None:
    """When the row came: the earliest of its times."""
    return min((time for name, time in row.items() if isinstance(time, datetime) and name != BEGAN), default=None)


def _record(source: Source, row: Row) -> Record:
    teller, table = source.asked.teller, source.table
    since = _since(row)
    told = [name for name in source.beside if name not in CAME or row[name] != since]
    beside = tuple((readable(name), text) for name in told if (text := _said(teller, name, row[name])))
    if table.name == "audit_entry":
        beside = (("what was done", teller.deed(row)), *((name, text) for name, text in beside if name != "kind"))
    word = getattr(source.model, "__ref__", "")
    name = f"{word} {row[table.primary_key.columns.keys()[0]]}" if word else ""
    return Record(name, since, beside, tuple(_items(source, row)))


def _said(teller: Teller, name: str, value: Any) -> str:
    """A value about nobody; the word for a source is told as the account page tells it."""
    return people.ORIGINS.get(value, value) if name == "source" else teller.text(name, value)


def _items(source: Source, row: Row) -> Iterator[Item]:
    shared = _recipients(source, row)
    until = lasting.until(source.table, row)
    foreign = any(source.asked.teller.is_other_customer(row.get(name)) for name in ("actor", "author"))
    for name, declared in source.personal.items():
        why = _why(declared, row[name], foreign)
        origin, since = _origin(source, name, declared, row)
        shown = None if why else _shown(source, name, declared, row)
        yield Item(
            what=source.words(name),
            column=f"{source.table.name}.{name}",
            text=source.asked.teller.text(name, shown, money=declared.category == "payment"),
            data=source.asked.teller.data(shown),
            why=why,
            origin=origin,
            since=since,
            purposes=purposes_of(declared),
            clause=declared.clause,
            shared=shared or _known_to(source, name, declared),
            kept=source.kept,
            until=until,
            correct=correction(declared),
        )


def _why(declared: Personal, value: Any, foreign: bool) -> str:
    """Why a value is not shown; empty where it is."""
    if value in (None, ""):
        return ""
    if declared.export in {"withheld", "category-only"}:
        return declared.reason
    if foreign and declared.category in {"communication", "staff-note"}:
        return "somebody else wrote it"
    if value == ERASED:
        return "the key to it was destroyed, so nobody can read it any more"
    return "it was changed in the database and does not open" if value == UNREADABLE else ""


def _shown(source: Source, name: str, declared: Personal, row: Row) -> Any:
    """The value, or the role of the member of staff whose name it is."""
    who = row.get(name.removesuffix("_name"))
    if declared.subject == "staff" and name.endswith("_name") and isinstance(who, str):
        teller = source.asked.teller
        return row[name] if teller.who(who) == "you" else teller.who(who)
    return row[name]


def _origin(source: Source, name: str, declared: Personal, row: Row) -> tuple[str, datetime | None]:
    if "origin" in row:
        return people.ORIGINS.get(row["origin"], str(row["origin"])), _since(row)
    field = TOLD_AS.get(source.table.name, "").format(column=name, id=row.get("id"))
    told = source.asked.told.get(field)
    if told is not None and declared.export == "full":
        return told.origin_words, told.collected_at
    return origins_of(declared), _since(row)


def _recipients(source: Source, row: Row) -> tuple[str, ...]:
    """Who got something because of this row: it is, or it names, an order or case of the ledger."""
    cases = source.asked.recipients
    refs = [value for value in row.values() if isinstance(value, str) and value in cases]
    word = getattr(source.model, "__ref__", "")
    if word:
        refs.append(f"{word}:{row[source.table.primary_key.columns.keys()[0]]}")
    for way in (way for both in path_of(source.table) for way in both if way.table):
        parent = getattr(models()[way.table], "__ref__", "")
        refs.append(f"{parent}:{row[way.column]}")
    return _once(name for ref in refs for name in cases.get(ref, ()))


def _known_to(source: Source, name: str, declared: Personal) -> tuple[str, ...]:
    """Who was given this kind of contact data at any time."""
    if declared.category != "contact":
        return ()
    words = source.words(name)
    return _once(line.recipient for line in source.asked.lines if words in line.fields)
