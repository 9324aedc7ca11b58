"""What we hold, declared in the line that makes the column (privacy.md section 1; P2, P49, P67).

`personal(...)` or `not_personal(reason)` goes into a column's `info=`; a column without one fails the build
and stops the application from starting. Tables say how they reach their person in `__person__`
(`foundation.reaching`) and how long their rows stay in `__retention__`. Cookies and file stores are declared
by `declare_store`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Table
from sqlalchemy.orm import configure_mappers

from app.foundation import reaching
from app.foundation.database import Base
from app.foundation.retention import Retention, troubles

Category = Literal[
    "contact", "account", "order", "payment", "technical", "communication", "preference", "derived", "staff-note"
]
Subject = Literal["visitor", "customer", "prospect", "correspondent", "staff"]
Export = Literal["full", "masked", "category-only", "withheld"]
Correctable = Literal["self", "by-request", "no"]
Rest = Literal["clear", "sealed"]
"""How a value rests in the database: readable, or only with its person's key (`foundation.sealed`)."""

PURPOSES = {
    "order": "making, sending and proofing your order",
    "account": "your account and its security",
    "billing": "billing your orders",
    "requested": "sending what you asked for",
    "policy_notice": "telling you about changes of the policy",
    "site_update": "telling you about updates of the site",
    "marketing": "telling you about our services",
    "survey": "asking for your opinion",
    "personalise": "fitting pages to you",
    "improve": "improving the site and the services",
    "hygiene": "keeping addresses right",
    "understand": "understanding customers better",
    "prospect": "finding new customers",
    "enforce": "protecting the site and its rules",
    "legal": "meeting legal duties",
}
"""Purpose codes (privacy.md section 3) in words."""

ORIGINS = {
    "subject": "you",
    "system": "this site, as it works",
    "staff": "our staff",
    "order": "your order",
    "company": "an administrator of your company",
    "supplier": "our supplier",
    "ncoa": "the address changes of the Postal Service",
    "provider": "a company that supplies addresses",
}
"""Where a value may come from (privacy.md section 9), in words."""


@dataclass(frozen=True)
class Personal:
    """One declaration of personal data; `reason` is needed where it is withheld or cannot be corrected."""

    category: Category
    subject: Subject
    purposes: tuple[str, ...]
    origins: tuple[str, ...]
    clause: str
    export: Export = "full"
    correctable: Correctable = "by-request"
    reason: str = ""
    rest: Rest = "clear"


@dataclass(frozen=True)
class NotPersonal:
    """The column says nothing about a person, because of `reason`."""

    reason: str
    rest: Rest = "clear"


@dataclass(frozen=True)
class Store:
    """A store that is no table: a cookie, a folder of files, a spool, data held by a supplier."""

    kind: Literal["cookie", "database", "files", "log", "mail", "cache", "supplier", "browser"]
    name: str
    holds: str
    retention: Retention
    declaration: Personal | NotPersonal


STORES: dict[tuple[str, str], Store] = {}


@dataclass(frozen=True)
class Words:
    """A table and its personal columns in plain words."""

    title: str
    columns: dict[str, str] = field(default_factory=dict)


WORDS: dict[str, Words] = {}
"""By the table's name; a table that is not here goes by the readable form of its name."""


def personal(
    category: Category,
    *,
    subject: Subject = "customer",
    purposes: str = "order account",
    origins: str = "subject",
    clause: str,
    export: Export = "full",
    correctable: Correctable = "by-request",
    reason: str = "",
    rest: Rest = "clear",
) -> dict[str, Any]:
    """The `info` of a personal column; `purposes` and `origins` are words parted by spaces.

    Raises:
        ValueError: a purpose that the table of purposes lacks, or a withheld item without its reason.
    """
    codes = tuple(purposes.split())
    if unknown := [code for code in codes if code not in PURPOSES]:
        raise ValueError(f"Unknown purpose: {', '.join(unknown)}.")
    if (export == "withheld" or correctable == "no") and not reason:
        raise ValueError("What is withheld or cannot be corrected needs its reason.")
    declared = Personal(category, subject, codes, tuple(origins.split()), clause, export, correctable, reason, rest)
    return {"inventory": declared}


def not_personal(reason: str, rest: Rest = "clear") -> dict[str, Any]:
    """The `info` of a column that says nothing about a person."""
    if not reason:
        raise ValueError("A column that is not personal needs its reason.")
    return {"inventory": NotPersonal(reason, rest)}


KEY = not_personal("a number that we made and that means nothing elsewhere")
STAMP = not_personal("bookkeeping of the row, not of a person")
STATE = not_personal("how far a piece of work is")


def declare_store(store: Store) -> Store:
    """Declare a cookie, folder or other store; a second declaration of the same name is an error."""
    key = (store.kind, store.name)
    if key in STORES and STORES[key] != store:
        raise ValueError(f"The store {store.name} is declared twice.")
    STORES[key] = store
    return store


def in_words(model: Any, title: str, **columns: str) -> None:
    """Name a mapped class and its personal columns in plain words, for whoever reads what we hold.

    Raises:
        ValueError: the table has no such column, or what it holds is not personal.
    """
    for name in columns:
        column = model.__table__.columns.get(name)
        if column is None or not isinstance(column.info.get("inventory"), Personal):
            raise ValueError(f"{model.__tablename__}.{name} is no personal column, so it needs no words.")
    WORDS[model.__tablename__] = Words(title, columns)


def words_of(table: str) -> Words:
    """The plain words of a table."""
    return WORDS.get(table) or Words(readable(table).capitalize())


def readable(name: str) -> str:
    """`first_seen_at` as `first seen at`."""
    return name.replace("_", " ")


def mapped_tables() -> Iterator[tuple[type, Table]]:
    """Every mapped class with its table."""
    configure_mappers()
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        if isinstance(table, Table):
            yield mapper.class_, table


def retention_of(table: Table) -> Retention:
    """How long the rows of a mapped table stay."""
    model: Any = next(model for model, mapped in mapped_tables() if mapped is table)
    declared: Retention = model.__retention__
    return declared


def unreasoned(declared: Personal) -> bool:
    """Whether something is kept from its person without saying why; what is only masked protects others."""
    return declared.export in {"withheld", "category-only"} and not declared.reason.strip()


def gaps(tables: Iterable[tuple[type, Table]]) -> list[str]:
    """Everything in `tables` (mapped class and its table) that is not declared, as sentences."""
    found = []
    tables = list(tables)
    known = Base.metadata.tables | {table.name: table for _, table in tables}
    for model, table in tables:
        for column in table.columns:
            declared = column.info.get("inventory")
            if not isinstance(declared, Personal | NotPersonal):
                found.append(f"Column {table.name}.{column.name} is not declared to the inventory.")
            elif (declared.rest == "sealed") != bool(getattr(column.type, "seals", False)):
                found.append(f"Column {table.name}.{column.name} is not kept {declared.rest}, as it is declared.")
            elif isinstance(declared, Personal) and unreasoned(declared):
                found.append(f"Column {table.name}.{column.name} is not shown to its person, without a reason.")
        if not getattr(model, "__retention__", ""):
            found.append(f"Table {table.name} has no retention rule (`__retention__`).")
        else:
            found += troubles(table.name, getattr(model, "__retention__", None), known)
        if astray := reaching.gap(model, table):
            found.append(f"Table {table.name} does not say how to reach the person (`__person__`): {astray}.")
    return found


def store_gaps(stores: Iterable[Store]) -> list[str]:
    """Every store whose retention nothing can carry out, as sentences."""
    return [trouble for store in stores for trouble in troubles(f"Store {store.name}", store.retention, {})]
