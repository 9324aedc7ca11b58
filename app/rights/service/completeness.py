"""Whether an answer is complete and nobody else's: every planted mark against the answer, and against the bytes.

What is wrong is named by table and column, or by store, never by what stands there.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from app.foundation.database import Base
from app.foundation.inventory import STORES, NotPersonal, Personal
from app.foundation.reaching import path_of
from app.rights.service.marking import Mark, Marked
from app.rights.service.scanning import DATABASE

OF_THE_TOOLS = frozenset({"alembic_version", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4"})
Sights = Mapping[str, set[str]]
"""Where each word stands in the bytes (`scanning.sights`)."""


@dataclass(frozen=True)
class Outcome:
    """What became of the marks; `missing` and `foreign` are sentences."""

    markers: int
    exported: int
    withheld: int
    missing: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether every mark is accounted for and no other person's is there."""
        return bool(self.markers) and not self.missing and not self.foreign

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.markers + other.markers,
            self.exported + other.exported,
            self.withheld + other.withheld,
            tuple(dict.fromkeys(self.missing + other.missing)),
            tuple(dict.fromkeys(self.foreign + other.foreign)),
        )


NOTHING = Outcome(0, 0, 0)


@dataclass(frozen=True)
class Answer:
    """What one person was given, as it lies in their download: `told` for machines, `page` for people, every byte."""

    told: Mapping[str, Any]
    page: str
    parts: Sequence[bytes]

    def items(self, place: str) -> list[Mapping[str, Any]]:
        """What the answer says about a place."""
        records = (record for group in self.told["sources"] for record in group["entries"])
        return [item for record in records for item in record["items"] if item["column"] == place]

    def group(self, name: str) -> Mapping[str, Any] | None:
        """What a table or store reported."""
        return next((group for group in self.told["sources"] if group["name"] == name), None)

    def holds(self, word: str) -> bool:
        """Whether the word stands in what was written."""
        return any(word.encode() in part for part in self.parts)


def read(download: bytes, *pages: bytes) -> Answer:
    """Open a download as its reader does; `pages` are what was drawn of it beside."""
    with zipfile.ZipFile(io.BytesIO(download)) as archive:
        parts = {PurePath(name).name: archive.read(name) for name in archive.namelist()}
    return Answer(json.loads(parts["answer.json"]), parts["answer.html"].decode(), [*parts.values(), *pages])


def judge(person: Marked, others: Sequence[Marked], answer: Answer, sights: Sights) -> Outcome:
    """Hold the answer of a made-up person against their marks, the bytes, and the marks of the others."""
    fates = [(mark, _fate(mark, answer)) for mark in person.marks]
    missing = [f"{mark.place}: it is held, and not in the answer." for mark, fate in fates if not fate]
    return Outcome(
        markers=len(fates),
        exported=sum(fate == "exported" for _, fate in fates),
        withheld=sum(fate == "withheld" for _, fate in fates),
        missing=tuple(dict.fromkeys([*missing, *_unseen(person, sights), *_elsewhere(person, answer, sights)])),
        foreign=tuple(_foreign(person, others, answer)),
    )


def _fate(mark: Mark, answer: Answer) -> str:
    """What the answer does with a mark: `exported`, `withheld` with a reason, or nothing at all."""
    items = answer.items(mark.place)
    if any(item["why_not_shown"] for item in items):
        return "withheld"
    if _told(mark, items, answer):
        return "exported"
    name = mark.place.partition(".")[0] if mark.place.partition(".")[0] in Base.metadata.tables else mark.place
    group, table = answer.group(name), Base.metadata.tables.get(name)
    excused = group is not None and group["note"] and (table is None or not path_of(table))
    return "withheld" if excused else ""


def _told(mark: Mark, items: list[Mapping[str, Any]], answer: Answer) -> bool:
    """Whether each of the words stands in the value for machines, and on the page for people."""
    if not mark.words or mark.declared.export == "masked":
        return any(item["value"] not in (None, "", {}, []) for item in items)
    values = [json.dumps(item["value"], ensure_ascii=False) for item in items]
    return all(
        any(word in value for value in values) and (word in answer.page or not word.isalpha()) for word in mark.words
    )


def _unseen(person: Marked, sights: Sights) -> Iterator[str]:
    """Marks that the look at the bytes did not find: who cannot see what is there proves nothing."""
    for mark in person.marks:
        if any(word not in sights for word in mark.words):
            yield f"{mark.place}: what was put there was not seen in the bytes."


def _elsewhere(person: Marked, answer: Answer, sights: Sights) -> Iterator[str]:
    """Places that hold something about the person and should not, or whose group in the answer keeps silent."""
    places = sorted({place for word in person.words for place in sights.get(word, ())})
    for place in places:
        table, dot, column = place.partition(".")
        if table in Base.metadata.tables and dot and "/" not in place:
            if isinstance(Base.metadata.tables[table].columns[column].info.get("inventory"), NotPersonal):
                yield f"{place}: it is declared not to be personal, and it holds something about somebody."
        elif (wrong := _wrong_store(place, answer)) is not None:
            yield wrong


def _wrong_store(place: str, answer: Answer) -> str | None:
    """What is wrong with a file, or a table that the program does not know, in which something personal stands."""
    name = store_of(place)
    store = next((store for store in STORES.values() if store.name == name), None)
    if store is None:
        return f"{name}: it holds something about somebody, and nobody declared it."
    if name == f"instance/{DATABASE}":
        return None
    if not isinstance(store.declaration, Personal):
        return f"{name}: it is declared not to be personal, and it holds something about somebody."
    group = answer.group(name)
    return None if group is not None and (group["count"] or group["note"]) else f"{name}: it is not in the answer."


def store_of(place: str) -> str:
    """The declared name of the store in which a file of the folder lies; a table's name stays."""
    first, *rest = PurePath(place).parts
    if first == "files" and len(rest) > 1:
        return f"files/{rest[0]}"
    for ending in ("-wal", "-shm", "-journal"):
        first = first.removesuffix(ending)
    known = {store.name for store in STORES.values()}
    return f"instance/{first}" if rest or f"instance/{first}" in known or "." not in first else first


def _foreign(person: Marked, others: Sequence[Marked], answer: Answer) -> Iterator[str]:
    """Places of other people's marks that stand in this person's answer."""
    own = person.words
    for other in others:
        for mark in other.marks:
            if any(word not in own and answer.holds(word) for word in mark.words):
                yield f"{mark.place}: somebody else's is in the answer."


def undeclared_tables(names: set[str]) -> tuple[str, ...]:
    """Tables of the database that the program does not know, as sentences."""
    known = set(Base.metadata.tables) | OF_THE_TOOLS
    return tuple(f"{name}: the database has this table, and nobody declared it." for name in sorted(names - known))
