"""What stands otherwise in two bodies of a table, field by field in the words of the editor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.tables.blocks import Block, Body, Row
from app.tables.columns import Column
from app.tables.desks import Desk
from app.tables.sections import Section

TOLD = 3
"""How many fields of a row that came or went are told."""


@dataclass(frozen=True)
class Change:
    """One field that changed; `field` is empty for a whole row that came (`old` empty) or went (`new` empty)."""

    section: str
    section_code: str
    block: str
    key: str
    row: str
    field: str
    old: str
    new: str


def changes(desk: Desk, old: Body, new: Body) -> list[Change]:
    """Every difference, in the order of the editor's pages."""
    before = {section.code: section for section in desk.sections(old)}
    found: list[Change] = []
    for section in desk.sections(new):
        if section.code in before:
            found += _of_section(before[section.code], section, old, new)
        else:
            found += _of_section(None, section, old, new)
    return found


def _of_section(was: Section | None, section: Section, old: Body, new: Body) -> Iterator[Change]:
    olds = {block.code: block for block in was.blocks} if was else {}
    for block in section.blocks:
        other = olds.get(block.code)
        yield from _of_block(section, block, _by_name(other.rows(old) if other else []), _by_name(block.rows(new)))


def _by_name(rows: Sequence[Row]) -> dict[str, Row]:
    """Rows by their titles, which stay when rows before them come or go; the second of a name by its number, too."""
    found: dict[str, Row] = {}
    for row in rows:
        name, number = row.title, 2
        while name in found:
            name, number = f"{row.title} ({number})", number + 1
        found[name] = row
    return found


def _of_block(section: Section, block: Block, old: dict[str, Row], new: dict[str, Row]) -> Iterator[Change]:
    if block.is_offer:
        yield from _of_offer(section, block, old, new)
        return
    columns = block.all_columns([*new.values(), *old.values()])
    place = (section.title, section.code, block.code)
    for name, row in new.items():
        if name not in old:
            yield Change(*place, row.key, name, "", "", _told(columns, row))
            continue
        for column in columns:
            was, now = column.shown_in(old[name].data), column.shown_in(row.data)
            if was != now and not (column.kind == "tick" and {was, now} == {"", "no"}):
                yield Change(*place, row.key, name, column.label, was, now)
    for name, row in old.items():
        if name not in new:
            yield Change(*place, row.key, name, "", _told(columns, row), "")


def _of_offer(section: Section, block: Block, old: dict[str, Row], new: dict[str, Row]) -> Iterator[Change]:
    """Boxes to tick: a choice that is not there is not offered."""
    for name, row in {**old, **new}.items():
        was, now = ("yes" if name in rows and rows[name].data["on"] else "no" for rows in (old, new))
        if was != now:
            label = block.columns[0].label
            yield Change(section.title, section.code, block.code, row.key, f"{block.title}: {name}", label, was, now)


def _told(columns: Sequence[Column], row: Row) -> str:
    told = [f"{column.label} {shown}" for column in columns if (shown := column.shown_in(row.data))]
    return "; ".join(told[:TOLD]) or row.title
