"""Where each cell of a section stands in its form: the names of the fields, and what they show."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.foundation.versions import digest_of
from app.tables.blocks import Block, Body, Entry, Row
from app.tables.columns import Column
from app.tables.sections import Section

SPARE = 2
"""Empty rows at the end of what grows."""
PLACE = re.compile(r".{1,60}?-([0-9]{1,4}|new[0-9])-(.{1,60})", re.ASCII)
"""The name of a field: its block, its row, its column."""
MOST_TOLD, LONGEST_TOLD = 500, 1000


@dataclass(frozen=True)
class Line:
    """A row of the form: `place` is its number there; `row` None for an empty one."""

    block: Block
    place: str
    row: Row | None
    columns: tuple[Column, ...]

    @property
    def title(self) -> str:
        return self.row.title if self.row else "New row"

    def name(self, column: str) -> str:
        """The field's name."""
        return f"{self.block.code}-{self.place}-{column}"

    def label(self, column: Column) -> str:
        """What a screen reader says of the cell, and the error summary."""
        return column.head if self.block.is_record else f"{self.title}: {column.label}"

    def shown(self, column: Column) -> str:
        if self.row is None:
            return "yes" if column.name == "on" else ""
        return column.shown_in(self.row.data)

    def is_begun(self, typed: Mapping[str, str]) -> bool:
        """Whether anything was typed into an empty row."""
        texts = (typed.get(self.name(column.name), "") for column in self.columns if column.kind not in NEVER_EMPTY)
        return any(texts) or bool(typed.get(self.name("code")) if self.block.has_codes else False)

    def entry(self, typed: Mapping[str, str]) -> Entry:
        """The row as it was typed."""
        cells = {column.name: typed.get(self.name(column.name), "") for column in self.columns}
        gone = typed.get(self.name("remove")) == "yes"
        return Entry(self.row.key if self.row else "", cells, gone, typed.get(self.name("code"), ""))


NEVER_EMPTY = ("tick", "choice")
"""Kinds whose cell always holds something."""


def lines_of(block: Block, body: Body) -> list[Line]:
    """The rows of a block, and empty ones where it grows."""
    rows = block.rows(body)
    columns = block.all_columns(rows)
    found = [Line(block, str(number), row, columns) for number, row in enumerate(rows)]
    if block.grows and not block.is_record:
        found += [Line(block, f"new{number}", None, columns) for number in range(SPARE)]
    return found


def lines(section: Section, body: Body) -> Iterator[Line]:
    """Every row of a section."""
    for block in section.blocks:
        yield from lines_of(block, body)


def shown(section: Section, body: Body) -> dict[str, str]:
    """What every field of the section shows."""
    return {line.name(column.name): line.shown(column) for line in lines(section, body) for column in line.columns}


def left_over(section: Section, body: Body, sent: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was typed into rows that have moved, and stands nowhere on the page: where it was typed, and what."""
    stands = set(shown(section, body).values())
    labels = {column.name: column.label for line in lines(section, body) for column in line.columns}
    found = []
    for name, value in sent.items():
        place = PLACE.fullmatch(name)
        if place and place[2] in labels and value.strip() and value not in stands:
            row = f"row {int(place[1]) + 1}" if place[1].isdigit() else "a new row"
            found.append((f"{labels[place[2]]}, {row}", value[:LONGEST_TOLD]))
    return found[:MOST_TOLD]


def layout(section: Section, body: Body) -> str:
    """A mark of which row stands where: it changes when rows come, go or change their places."""
    rows = [[block.code, [(row.key, row.title) for row in block.rows(body)]] for block in section.blocks]
    return digest_of(json.dumps(rows))[:12]


def entries(found: Sequence[Line], typed: Mapping[str, str]) -> list[Entry]:
    """The rows of one block as they were typed; empty rows that nobody began are left out."""
    return [line.entry(typed) for line in found if line.row is not None or line.is_begun(typed)]
