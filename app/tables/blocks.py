"""Blocks of a table's body as rows of cells: read out of it, and written back into it.

A body is plain data. Each block knows where in it its rows stand, and leaves everything else as it is.
"""

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.catalogue.parsing import DESCRIBED_IN
from app.foundation.errors import Refusal
from app.tables.columns import Column, inferred

Body = dict[str, Any]
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9/+._-]{0,39}", re.ASCII)
MOST_ROWS = 200


@dataclass(frozen=True)
class Row:
    """One row: its `key` is what it is called in the body, `title` what it is called on the page."""

    key: str
    title: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """A row as it was typed: `key` empty for a new one, whose `code` may have been given."""

    key: str
    typed: Mapping[str, str]
    removed: bool = False
    code: str = ""


@dataclass(frozen=True)
class Block:
    """Rows of one kind somewhere in a body."""

    code: str
    title: str
    path: tuple[str, ...]
    columns: tuple[Column, ...] = ()
    hint: str = ""
    grows: bool = True
    infer: bool = True
    leave: frozenset[str] = field(default_factory=frozenset)
    """Fields of a row that are not for this block."""

    has_codes = False
    is_record = False
    is_offer = False

    def rows(self, body: Body) -> list[Row]:
        """The rows in the order of the body."""
        raise NotImplementedError

    def write(self, body: Body, entries: Sequence[Entry]) -> None:
        """Put the typed rows into the body.

        Raises:
            WrongCell: a cell does not fit.
            Refusal: the rows do not fit together.
        """
        raise NotImplementedError

    def all_columns(self, rows: Sequence[Row]) -> tuple[Column, ...]:
        """The described columns, and those that were found in the rows."""
        if not self.infer:
            return self.columns
        known = frozenset(column.name for column in self.columns) | self.leave
        return (*self.columns, *inferred([row.data for row in rows], known))

    def place(self, body: Body) -> Any:
        """What stands where the block's rows are; None where nothing does."""
        found: Any = body
        for name in self.path:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    def _put(self, body: Body, value: Any) -> None:
        inner = body
        for name in self.path[:-1]:
            inner = inner.setdefault(name, {})
        inner[self.path[-1]] = value

    def _filled(self, data: Mapping[str, Any], entry: Entry, columns: Sequence[Column]) -> dict[str, Any]:
        row = copy.deepcopy(dict(data))
        for column in columns:
            column.put(row, entry.typed.get(column.name, "no" if column.kind == "tick" else ""), fresh=not data)
        return row


class Record(Block):
    """One row, such as the numbers of the press."""

    is_record = True

    def rows(self, body: Body) -> list[Row]:
        return [Row("record", self.title, self.place(body) or {})]

    def write(self, body: Body, entries: Sequence[Entry]) -> None:
        columns = self.all_columns(self.rows(body))
        row = self._filled(self.place(body) or {}, entries[0], columns)
        if not self.path:
            body.update(row)
            return
        self._put(body, row)


class Keyed(Block):
    """Rows by their codes, such as papers."""

    has_codes = True

    def rows(self, body: Body) -> list[Row]:
        found = self.place(body) or {}
        return [Row(code, code, data) for code, data in found.items() if isinstance(data, Mapping)]

    def write(self, body: Body, entries: Sequence[Entry]) -> None:
        old = {row.key: row.data for row in self.rows(body)}
        columns = self.all_columns(self.rows(body))
        found: dict[str, Any] = {}
        for entry in entries:
            code = entry.key or entry.code
            if entry.removed:
                continue
            if not CODE.fullmatch(code):
                raise Refusal("A new row needs a code: letters and digits, without spaces.")
            if code in found or (not entry.key and code in old):
                raise Refusal(f"There is a row {code} already.")
            found[code] = self._filled(old.get(entry.key, {}), entry, columns)
        _check_count(found)
        self._put(body, found)


class Listed(Block):
    """Rows in their order, such as zones."""

    def rows(self, body: Body) -> list[Row]:
        found = self.place(body) or []
        return [Row(str(number), _title(self.loaded(data), number), self.loaded(data)) for number, data in
                enumerate(found)]  # fmt: skip

    def loaded(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """A row of the body as the page shows it."""
        return data

    def stored(self, row: dict[str, Any]) -> dict[str, Any]:
        """A row of the page as the body keeps it."""
        return row

    def write(self, body: Body, entries: Sequence[Entry]) -> None:
        old = {row.key: row.data for row in self.rows(body)}
        columns = self.all_columns(self.rows(body))
        found = [self.stored(self._filled(old.get(entry.key, {}), entry, columns)) for entry in entries
                 if not entry.removed]  # fmt: skip
        _check_count(found)
        self._put(body, found)


class Rules(Listed):
    """Rules that can be switched off: a rule that stands beside no part of the form never speaks."""

    def loaded(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**data, "beside": data["beside"] or data.get("was_beside", []), "on": bool(data["beside"])}

    def stored(self, row: dict[str, Any]) -> dict[str, Any]:
        on = row.pop("on", False)
        row.pop("was_beside", None)
        return row if on else {**row, "beside": [], "was_beside": row.get("beside", [])}


class Offer(Block):
    """Which choices of a part a product offers: a box to tick for each."""

    is_offer = True

    def rows(self, body: Body) -> list[Row]:
        offered = list(self.place(body) or [])
        names = choices_of(body, self.path[-1])
        every = [*offered, *(code for code in names if code not in offered)]
        return [Row(code, names.get(code, code), {"on": code in offered}) for code in every]

    def write(self, body: Body, entries: Sequence[Entry]) -> None:
        chosen = [entry.key for entry in entries if entry.typed.get("on") == "yes"]
        if not chosen:
            raise Refusal(f"{self.title}: please offer at least one choice.")
        self._put(body, chosen)


@dataclass(frozen=True)
class Firsts(Block):
    """What each part of a product begins with: the first of its choices."""

    is_record = True
    was: Mapping[str, str] = field(default_factory=dict)
    """What they began with before: no longer offered, the next choice takes its place."""

    def rows(self, body: Body) -> list[Row]:
        parts = self.place(body) or {}
        return [Row("record", self.title, {part: offered[0] for part, offered in parts.items() if offered})]

    def write(self, body: Body, entries: Sequence[Entry]) -> None:
        parts = self.place(body)
        for column in self.columns:
            first, offered = entries[0].typed.get(column.name, ""), parts[column.name]
            if first in offered:
                parts[column.name] = [first, *(code for code in offered if code != first)]
            elif first != self.was.get(column.name):
                raise Refusal(f"{column.label}: what the form begins with must be offered.")


class Sale(Block):
    """The products that are on sale; the others rest in the body, and nobody can order them."""

    is_offer = True

    def rows(self, body: Body) -> list[Row]:
        every = [(slug, row, True) for slug, row in body["products"].items()]
        every += [(slug, row, False) for slug, row in body.get("products_off", {}).items()]
        every.sort(key=lambda item: (item[1].get("number", 0), item[0]))
        return [Row(slug, row["name"], {"number": row.get("number", 0), "on": on}) for slug, row, on in every]

    def write(self, body: Body, entries: Sequence[Entry]) -> None:
        every = {**body["products"], **body.get("products_off", {})}
        on = {entry.key for entry in entries if entry.typed.get("on") == "yes"}
        if not on & set(every):
            raise Refusal("Please keep at least one product on sale.")
        before = set(body["products"])
        order = sorted(every, key=lambda slug: (every[slug].get("number", 0), slug))
        if on != before:
            body["products"] = {slug: every[slug] for slug in order if slug in on}
            body["products_off"] = {slug: every[slug] for slug in order if slug not in on}


def choices_of(body: Body, part: str) -> dict[str, str]:
    """Code and name of every choice of a part, retired papers left out."""
    row = body["parts"][part]
    rows = {**body.get(DESCRIBED_IN.get(row["kind"], ""), {}), **row.get("choices", {})}
    return {code: data["name"] for code, data in rows.items() if not data.get("retired")}


def _title(data: Mapping[str, Any], number: int) -> str:
    """What a row of a list is called: its name, or what it says, or its place."""
    found = data.get("name") or data.get("label") or data.get("reason")
    return str(found) if found else f"Row {number + 1}"


def _check_count(rows: Any) -> None:
    if len(rows) > MOST_ROWS:
        raise Refusal(f"A table may have at most {MOST_ROWS} rows.")
