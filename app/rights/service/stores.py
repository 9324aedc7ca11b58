"""What the stores hold that are no tables: files, log, spool, keys, cookies, copies at suppliers.

Every declared store that can hold something personal is searched by a function of `searching.WAYS`; one without is an
error, so that no store is left out of an answer unseen.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.foundation.inventory import NotPersonal, Personal, Store
from app.rights.holdings import Group, Item, Line, Record, opening
from app.rights.service.sources import Asked, correction, origins_of, purposes_of


@dataclass(frozen=True)
class Found:
    """What a store holds, and what has to be known about it; not `shown`, only the number of records is told."""

    records: tuple[Record, ...] = ()
    note: str = ""
    shown: bool = True


Report = Callable[[Asked, Store], Found]


class Silent(LookupError):
    """A store that can hold something personal has no report; the message names it."""


def report(asked: Asked, store: Store, ways: Mapping[str, Report]) -> Group:
    """What the store reports, also when it holds nothing; `ways` search it, by its name or its kind.

    Raises:
        Silent: nobody reports for it.
    """
    declared = store.declaration
    if isinstance(declared, NotPersonal):
        return _group(store, None, Found(note=declared.reason))
    function = ways.get(store.name) or ways.get(store.kind)
    if function is None:
        raise Silent(f"Nothing reports for the store {store.name}.")
    found = function(asked, store)
    return _group(store, declared, found if found.shown else replace(found, records=()), len(found.records))


def _group(store: Store, declared: Personal | None, found: Found, count: int = 0) -> Group:
    times = [record.since for record in found.records if record.since is not None]
    return Group(
        name=store.name,
        kind=store.kind,
        category=declared.category if declared else "",
        title=_title(store),
        count=count,
        lines=(_line(store, declared),) if declared else (),
        shared=(),
        kept=str(store.retention),
        first=min(times, default=None),
        last=max(times, default=None),
        note=found.note,
        personal=declared is not None,
        records=found.records,
    )


def _title(store: Store) -> str:
    """What it holds in a few words: the beginning of the sentence."""
    return opening(re.split(r"[:,;]", store.holds)[0])


def _line(store: Store, declared: Personal) -> Line:
    what = (store.holds,)
    return Line(what, purposes_of(declared), declared.clause, origins_of(declared), correction(declared))


def item(store: Store, what: str, text: str, record: Record | None = None, why: str = "") -> Item:
    """One thing of a store, with the store's own declaration."""
    declared = store.declaration
    assert isinstance(declared, Personal)
    return Item(
        what=what,
        column=store.name,
        text="" if why else text,
        data=None if why else text,
        why=why,
        origin=origins_of(declared),
        since=record.since if record else None,
        purposes=purposes_of(declared),
        clause=declared.clause,
        shared=(),
        kept=str(store.retention),
        until=None,
        correct=correction(declared),
    )
