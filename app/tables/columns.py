"""The cells of the tables that staff edit: how each kind of value is shown, read and bounded.

A cell that still shows what it showed keeps its value to the letter: `1.00` stays `1.00`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

Kind = Literal["text", "long", "number", "whole", "choice", "tick", "words", "day", "counts", "ranges"]
NUMBER = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,6})?|\.[0-9]{1,6}", re.ASCII)
WHOLE = re.compile(r"-?[0-9]{1,9}", re.ASCII)
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9/+._-]{0,39}", re.ASCII)
RANGE = re.compile(r"([0-9]{3})(?:\s*-\s*([0-9]{3}))?", re.ASCII)
MOST_WORDS = 60
EMPTY: dict[str, Any] = {"words": [], "text": "", "long": ""}
"""What an empty cell holds; of the other kinds it holds nothing at all."""


class WrongCell(ValueError):
    """What was typed does not fit its cell; the message is a sentence for whoever typed it."""


@dataclass(frozen=True)
class Column:
    """One field of a row; `name` is its place in the row, with points between levels (`quantity.min`)."""

    name: str
    label: str
    kind: Kind = "text"
    unit: str = ""
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(1_000_000)
    needed: bool = True
    longest: int = 120
    options: tuple[tuple[str, str], ...] = ()
    """Value and words of each choice of a `choice`."""
    known: frozenset[str] | None = None
    """The only words that a list of words may hold."""
    hint: str = ""

    @property
    def is_figure(self) -> bool:
        return self.kind in ("number", "whole")

    @property
    def head(self) -> str:
        """The label with its unit."""
        return f"{self.label}, {self.unit}" if self.unit else self.label

    def value_in(self, row: Mapping[str, Any]) -> Any:
        """The value in a row; None where there is none."""
        found: Any = row
        for name in self.name.split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    def shown_in(self, row: Mapping[str, Any]) -> str:
        """The value as it stands in the box."""
        return self.show(self.value_in(row))

    def show(self, value: Any) -> str:
        """A value as text."""
        if value is None:
            return ""
        if self.kind == "tick":
            return "yes" if value else "no"
        if self.kind == "ranges":
            return ", ".join(first if first == last else f"{first}-{last}" for first, last in value)
        return ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)

    def put(self, row: dict[str, Any], typed: str, fresh: bool = False) -> None:
        """Write what was typed into a row, unless it is what the row shows already; a fresh row shows nothing yet.

        Raises:
            WrongCell: it does not fit.
        """
        if not fresh and self.shows(row, typed):
            return
        value = self.read(typed)
        *way, last = self.name.split(".")
        inner = row
        for name in way:
            inner[name] = inner = dict(inner.get(name) or {})
        if value is None:
            inner.pop(last, None)
        else:
            inner[last] = value

    def shows(self, row: Mapping[str, Any], typed: str) -> bool:
        """Whether the row holds this already."""
        same_tick = self.kind == "tick" and (typed == "yes") == bool(self.value_in(row))
        return same_tick or typed == self.shown_in(row)

    def read(self, typed: str) -> Any:
        """The value of what was typed; None for an empty cell that may be empty.

        Raises:
            WrongCell: it does not fit.
        """
        if self.kind == "tick":
            return typed == "yes"
        if not typed:
            if self.needed:
                raise WrongCell(f"Please fill in: {self.label.lower()}.")
            return EMPTY.get(self.kind)
        return READERS[self.kind](self, typed)


def _text(column: Column, typed: str) -> str:
    if "\n" in typed and column.kind != "long":
        raise WrongCell("Please type one line.")
    if len(typed) > column.longest:
        raise WrongCell(f"This may have at most {column.longest:,} characters; it has {len(typed):,}.")
    return typed


def _number(column: Column, typed: str) -> Any:
    if not NUMBER.fullmatch(typed):
        raise WrongCell(f"{column.label} is a number like 0.25.")
    _bounded(column, Decimal(typed))
    return f"{Decimal(typed):f}" if "." in typed else int(typed)


def _whole(column: Column, typed: str) -> int:
    plain = typed.replace(",", "")
    if not WHOLE.fullmatch(plain):
        raise WrongCell(f"{column.label} is a whole number, like 25.")
    _bounded(column, Decimal(plain))
    return int(plain)


def _bounded(column: Column, number: Decimal) -> None:
    if not column.least <= number <= column.most:
        raise WrongCell(f"{column.label} can be {column.least:,} to {column.most:,}.")


def _choice(column: Column, typed: str) -> str:
    if typed not in {value for value, _ in column.options}:
        raise WrongCell("Please choose one of the list.")
    return typed


def _words(column: Column, typed: str) -> list[str]:
    words = [word.strip() for word in typed.split(",") if word.strip()]
    wrong = [word for word in words if not WORD.fullmatch(word)]
    if wrong or len(words) > MOST_WORDS:
        raise WrongCell("Please type short words with commas between them, without spaces in a word.")
    strange = [word for word in words if column.known is not None and word not in column.known]
    if strange:
        raise WrongCell(f"There is no “{strange[0]}” here.")
    return list(dict.fromkeys(words))


def _day(_column: Column, typed: str) -> str:
    try:
        day = date.fromisoformat(typed) if len(typed) == len("2026-12-31") else None
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year <= 2200:
        raise WrongCell("Please type the day as 2026-12-31.")
    return day.isoformat()


def _counts(column: Column, typed: str) -> list[int]:
    parts = [part.strip() for part in typed.split(",") if part.strip()]
    numbers = [_whole(column, part) for part in parts]
    if numbers != sorted(set(numbers)) or len(numbers) > MOST_WORDS:
        raise WrongCell("Please type different numbers, the smallest first, with commas between them.")
    return numbers


def _ranges(_column: Column, typed: str) -> list[list[str]]:
    found: list[list[str]] = []
    for part in (part.strip() for part in typed.split(",") if part.strip()):
        read = RANGE.fullmatch(part)
        if read is None or len(found) >= MOST_WORDS or (read[2] or read[1]) < read[1]:
            raise WrongCell("Please type the first three digits of ZIP codes, like 550-567, 600.")
        found.append([read[1], read[2] or read[1]])
    return found


READERS = {
    "text": _text,
    "long": _text,
    "number": _number,
    "whole": _whole,
    "choice": _choice,
    "words": _words,
    "day": _day,
    "counts": _counts,
    "ranges": _ranges,
}


def inferred(rows: Iterable[Mapping[str, Any]], leave: frozenset[str], start: str = "") -> list[Column]:
    """Columns for whatever else stands in the rows, so that a table that learns a new field can be edited at once."""
    found: dict[str, Column] = {}
    for row in rows:
        for key, value in row.items():
            name = f"{start}{key}"
            if name in leave or name in found:
                continue
            if isinstance(value, Mapping):
                inner = inferred([value], leave, f"{name}.")
                found |= {column.name: column for column in inner if column.name not in found}
            elif (column := _fitting(name, value)) is not None:
                found[name] = column
    return list(found.values())


def _fitting(name: str, value: Any) -> Column | None:
    label = name.replace("_", " ").replace(".", ": ").replace(" in", " (in.)" if name.endswith("_in") else " in")
    label = label[:1].upper() + label[1:]
    if isinstance(value, bool):
        return Column(name, label, "tick", needed=False)
    if isinstance(value, int):
        return Column(name, label, "number", needed=False)
    if isinstance(value, str):
        return Column(name, label, "number" if NUMBER.fullmatch(value) else "text", needed=False, longest=400)
    if isinstance(value, list) and value and all(isinstance(item, int) for item in value):
        return Column(name, label, "counts", least=Decimal(1))
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return Column(name, label, "words", needed=False)
    return None
