"""The forms of the table editor: a page of rows, made from what a section says of them, and the steps of a version."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from wtforms.validators import StopValidation

from app.foundation.errors import Refusal
from app.foundation.forms import Choice, Hidden, Option, Required, ShopForm, Text, Tick
from app.foundation.version_form import VersionForm
from app.policy.forms import Minute
from app.tables import cells
from app.tables.blocks import CODE, Block, Body
from app.tables.cells import Line
from app.tables.columns import Column, WrongCell
from app.tables.sections import Section

AT_ONCE, LATER = "at-once", "later"
MARK = re.compile(r"[0-9a-f]{12}", re.ASCII)
"""The mark of the rows that a page was drawn with."""


class Cell(Text):
    """One cell of a table. A number of many digits is a number here, and no card."""

    refuses_cards = False


class LongCell(Cell):
    """A cell for a sentence or two."""

    kind = "textarea"
    lines = True


@dataclass(frozen=True)
class GridRow:
    """A row with its fields, in the order of the heads."""

    title: str
    fields: list[Any]
    code: Any = None
    remove: Any = None
    fresh: bool = False


@dataclass(frozen=True)
class Grid:
    """A block as its template draws it."""

    block: Block
    columns: tuple[Column, ...]
    rows: list[GridRow]

    @property
    def removes(self) -> bool:
        return any(row.remove is not None for row in self.rows)


class SectionForm(VersionForm):
    """A page of rows; its fields are made by `section_form`."""

    layout = Hidden("Rows of the page", maxlength=20)
    found_lines: ClassVar[list[Line]] = []
    found_layout: ClassVar[str] = ""

    @property
    def moved(self) -> bool:
        """Whether rows came, went or changed places since the page was drawn: its cells would land in other rows."""
        return self.is_submitted() and self._is_marked and self.layout.data != self.found_layout

    @property
    def _is_marked(self) -> bool:
        return MARK.fullmatch(self.layout.data or "") is not None

    def typed(self) -> dict[str, str]:
        """What stands in every cell."""
        return {field.name: _text(field) for field in self if field.name not in ("version", "layout", "csrf_token")}

    def differences(self) -> list[tuple[str, str]]:
        """Label and saved value of every cell that stands otherwise than it was typed."""
        stands = {field.name: field for field in self if field.name in (self.stale or {}) and field.name != "version"}
        saved = {name: (self.stale or {})[name] for name in stands}
        return [
            (str(field.label.text), saved[name])
            for name, field in stands.items()
            if _text(field) != (saved[name] or ("no" if isinstance(field, Tick) else ""))
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Judge every cell by its column; a row that goes, and an empty one, may hold anything."""
        good = bool(super().validate(extra_validators))
        if not self._is_marked:
            self.refuse(Refusal("This page came back incomplete, so nothing was saved. Please send it again."))
            self.layout.raw_data, good = [self.found_layout], False  # type: ignore[assignment]  # as in the version form
        typed = self.typed()
        for line in self.found_lines:
            if line.entry(typed).removed or (line.row is None and not line.is_begun(typed)):
                continue
            good = self._judge(line, typed) and good
        return good

    def _judge(self, line: Line, typed: dict[str, str]) -> bool:
        good = True
        if line.row is None and line.block.has_codes and not CODE.fullmatch(typed[line.name("code")]):
            self[line.name("code")].errors = ["Please give a code: letters and digits, without spaces."]
            good = False
        for column in line.columns:
            field = self[line.name(column.name)]
            try:
                if not (line.row is not None and line.shown(column) == typed[field.name]):
                    column.read(typed[field.name])
            except WrongCell as wrong:
                field.errors = [f"{line.title}: {wrong}" if not line.block.is_record else str(wrong)]
                good = False
        return good

    def grids(self) -> Iterator[Grid]:
        """The blocks with their rows, to be drawn."""
        for code in dict.fromkeys(line.block.code for line in self.found_lines):
            own = [line for line in self.found_lines if line.block.code == code]
            yield Grid(own[0].block, own[0].columns, [self._row(line) for line in own])

    def _row(self, line: Line) -> GridRow:
        code, remove = (self._fields.get(line.name(name)) for name in ("code", "remove"))
        if code is not None and (line.row is not None or not line.block.has_codes):
            code = None
        fields = [self[line.name(column.name)] for column in line.columns]
        return GridRow(line.title, fields, code, remove, line.row is None)


def section_form(section: Section, body: Body, version: int, blank: bool = False) -> SectionForm:
    """The form of a section as it stands in the draft; `blank` leaves aside what was sent."""
    lines = list(cells.lines(section, body))
    layout = cells.layout(section, body)
    made: dict[str, Any] = {"found_lines": lines, "found_layout": layout}
    data: dict[str, Any] = {"version": version, "layout": layout}
    for line in lines:
        for column in line.columns:
            name = line.name(column.name)
            made[name] = _field(line, column)
            data[name] = line.shown(column) == "yes" if column.kind == "tick" else line.shown(column)
        if line.row is None and line.block.has_codes:
            made[line.name("code")] = Cell("New row: code", maxlength=40)
        elif line.row is not None and line.block.grows and not line.block.is_record:
            made[line.name("remove")] = Tick(f"Remove {line.title}")
    form_class = type("RowsForm", (SectionForm,), made)
    found: SectionForm = form_class(formdata=None, data=data) if blank else form_class(data=data)
    return found


def _field(line: Line, column: Column) -> Any:
    label = line.label(column)
    if column.kind == "tick":
        return Tick(label, hint=column.hint)
    if column.kind == "choice":
        return Choice(label, hint=column.hint, choices=[Option(value, words) for value, words in column.options])
    kind = LongCell if column.kind == "long" else Cell
    mode = {"number": "decimal", "whole": "text"}.get(column.kind, "")
    return kind(label, hint=column.hint, maxlength=max(column.longest, 1000), inputmode=mode)


def _text(field: Any) -> str:
    if isinstance(field, Tick):
        return "yes" if field.data else "no"
    return str(field.data or "")


class PublishForm(VersionForm):
    """When a draft takes effect, and why."""

    starts = Choice(
        "When does it begin?",
        [Required("Please choose when it begins.")],
        kind="radio",
        choices=[Option(AT_ONCE, "At once"), Option(LATER, "At a later time")],
    )
    at = Minute("Date and time, in Central time", hint="Only for a later time.")
    reason = Text(
        "Reason",
        [Required("Please say why this changes.")],
        maxlength=300,
        hint="It stands in the history. Name no customer.",
    )
    sure = Tick("Yes, I have looked at it, and it is meant")

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        if good and self.starts.data == LATER and self.at.data is None:
            self.at.errors = ["Please say when it begins."]
            return False
        return good

    @property
    def minute(self) -> datetime | None:
        """When it is to begin; None means at once."""
        return self.at.data if self.starts.data == LATER else None


class WithdrawalForm(ShopForm):
    """Why a version is taken back before it begins."""

    reason = Text("Reason", [Required("Please say why it is withdrawn.")], maxlength=300, hint="Name no customer.")


class Day(Text):
    """A day as `2026-11-20`; `read` is the date."""

    read: date | None = None

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        try:
            self.read = date.fromisoformat(self.data or "")
        except ValueError:
            raise StopValidation("Please type the day as 2026-11-20.") from None
        if not 2000 <= self.read.year <= 2200:
            raise StopValidation("Please type the day as 2026-11-20.")


class CheckForm(ShopForm):
    """Who checked the table, and when."""

    by = Text(
        "Checked by",
        [Required("Please say who checked the rates.")],
        maxlength=80,
        purpose="So that we can show who answers for the rates. Only staff see it.",
    )
    on = Day("On", [Required("Please say on which day.")], maxlength=10, hint="As 2026-11-20.")
