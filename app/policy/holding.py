"""What we hold, for everybody to read: drawn from the inventory, so that nothing is listed twice (P49, P67)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Table

from app.foundation import inventory
from app.foundation.inventory import ORIGINS, PURPOSES, STORES, NotPersonal, Personal, Store

CATEGORIES = {
    "contact": "How to reach you",
    "account": "Your account",
    "order": "Your orders",
    "payment": "Money and cards",
    "technical": "Visits and computers",
    "communication": "What was written",
    "preference": "Your choices",
    "derived": "What we worked out about you",
    "staff-note": "Notes of our staff",
}
"""The categories of the inventory, as headings."""
SUBJECTS = {
    "customer": "customers",
    "visitor": "visitors",
    "prospect": "possible customers",
    "correspondent": "people who write or sign for somebody",
    "staff": "our staff",
}
"""Whom something is about; customers stand first."""
SEEN = {
    "full": "You can see it.",
    "masked": "You can see it in part.",
    "category-only": "You are told that we hold it.",
    "withheld": "Not shown.",
}
CORRECTED = {
    "self": "You can correct it yourself.",
    "by-request": "We correct it if you ask.",
    "no": "It is not changed.",
}


@dataclass(frozen=True)
class Declared:
    """One declaration in words; `clause` is the policy's anchor, `clause_title` its heading."""

    purposes: tuple[str, ...]
    origins: tuple[str, ...]
    seen: str
    corrected: str
    reason: str
    clause: str
    clause_title: str


@dataclass(frozen=True)
class Line:
    """Things of one table that are declared alike."""

    what: tuple[str, ...]
    sealed: bool
    declared: Declared


@dataclass(frozen=True)
class Group:
    """What one table holds in one category."""

    title: str
    subjects: tuple[str, ...]
    retention: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Category:
    """One heading of the page; no groups where we hold nothing of the kind."""

    anchor: str
    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Place:
    """A cookie, folder or other store; `declared` is None where it says nothing about anybody, because of `reason`."""

    name: str
    holds: str
    retention: str
    declared: Declared | None
    reason: str


def categories(headings: Mapping[str, str]) -> list[Category]:
    """Every personal column of every table, by category; `headings` are those of the policy's clauses, by anchor."""
    tables = sorted(inventory.mapped_tables(), key=lambda pair: inventory.words_of(pair[1].name).title)
    return [Category(name, title, tuple(_groups(name, tables, headings))) for name, title in CATEGORIES.items()]


def _customers_first(group: Group) -> int:
    return list(SUBJECTS.values()).index(group.subjects[0])


def cookies(headings: Mapping[str, str]) -> list[Place]:
    """Every cookie that the site can set."""
    return [_place(store, headings) for store in STORES.values() if store.kind == "cookie"]


def places(headings: Mapping[str, str]) -> list[Place]:
    """Every store that is neither a cookie nor the tables' own, those about people first."""
    found = [_place(store, headings) for store in STORES.values() if store.kind not in {"cookie", "database"}]
    return sorted(found, key=lambda place: place.declared is None)


def _groups(category: str, tables: Iterable[tuple[type, Table]], headings: Mapping[str, str]) -> Iterator[Group]:
    for model, table in tables:
        alike: dict[Personal, list[str]] = {}
        words = inventory.words_of(table.name)
        for column in table.columns:
            declared = column.info["inventory"]
            if isinstance(declared, Personal) and declared.category == category:
                name = words.columns.get(column.name, inventory.readable(column.name))
                alike.setdefault(declared, []).append(name)
        if alike:
            lines = tuple(
                Line(tuple(names), declared.rest == "sealed", _in_words(declared, headings))
                for declared, names in alike.items()
            )
            subjects = tuple(dict.fromkeys(SUBJECTS[declared.subject] for declared in alike))
            yield Group(words.title, subjects, _how_long(model), lines)


def _how_long(model: type) -> str:
    return str(getattr(model, "__retention__", ""))


def _place(store: Store, headings: Mapping[str, str]) -> Place:
    if isinstance(store.declaration, NotPersonal):
        return Place(store.name, store.holds, str(store.retention), None, store.declaration.reason)
    return Place(store.name, store.holds, str(store.retention), _in_words(store.declaration, headings), "")


def _in_words(declared: Personal, headings: Mapping[str, str]) -> Declared:
    return Declared(
        tuple(PURPOSES[code] for code in declared.purposes),
        tuple(ORIGINS[origin] for origin in declared.origins),
        SEEN[declared.export],
        CORRECTED[declared.correctable],
        declared.reason,
        declared.clause,
        headings.get(declared.clause, inventory.readable(declared.clause.replace("-", "_")).capitalize()),
    )
