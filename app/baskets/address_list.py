"""Reads a list of addresses with counts, pasted or sent as a file: what is wrong is told line by line.

Columns are name, company, street, suite, city, state, ZIP, count, parted by commas, semicolons or tabs. A first line
that names its columns may put them in another order and leave out company and suite.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from app.accounts.addresses import read_address
from app.orders.wanted import Drop

COLUMNS = ("name", "company", "line1", "line2", "city", "region", "postal_code", "pieces")
NAMES = {
    "name": "name", "recipient": "name", "attention": "name", "contact": "name", "full name": "name",
    "company": "company", "organization": "company", "business": "company",
    "street": "line1", "address": "line1", "address 1": "line1", "address1": "line1", "line 1": "line1",
    "street and number": "line1", "street address": "line1",
    "suite": "line2", "address 2": "line2", "address2": "line2", "line 2": "line2", "unit": "line2",
    "suite or floor": "line2", "apartment": "line2", "floor": "line2",
    "city": "city", "town": "city",
    "state": "region", "region": "region", "province": "region",
    "zip": "postal_code", "zip code": "postal_code", "zipcode": "postal_code", "postal code": "postal_code",
    "count": "pieces", "pieces": "pieces", "quantity": "pieces", "qty": "pieces", "how many": "pieces",
    "copies": "pieces", "amount": "pieces",
}  # fmt: skip
NEEDED = {"name": "name", "line1": "street", "city": "city", "region": "state", "postal_code": "ZIP", "pieces": "count"}
MOST_SIGNS = 60_000
MOST_TOLD = 20
"""Lines at fault that are told in one answer."""


@dataclass(frozen=True)
class AddressList:
    """Either the addresses with their pieces, or a sentence for each line that needs mending."""

    drops: tuple[Drop, ...]
    troubles: tuple[str, ...]


def decoded(raw: bytes) -> str:
    """The text of a file, as spreadsheets write it on this side of the world."""
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def read_list(text: str, most: int) -> AddressList:
    """The addresses of a list of at most `most` lines; nothing in `text` can make this raise."""
    if len(text) > MOST_SIGNS:
        return AddressList((), (f"This list is longer than we can read at once ({MOST_SIGNS:,} characters).",))
    rows = [(number, row) for number, row in _rows(text) if any(row)]
    if not rows:
        return AddressList((), ("There is no line to read yet.",))
    columns = _named(rows[0][1])
    if columns:
        rows = rows[1:]
        absent = [word for part, word in NEEDED.items() if part not in columns]
        if absent:
            return AddressList((), (f"The first line names no column for: {', '.join(absent)}.",))
    if not rows:
        return AddressList((), ("Under the names of the columns stands no address yet.",))
    if len(rows) > most:
        return AddressList((), (f"This list has {len(rows):,} lines; one job can go to at most {most} addresses.",))
    return _read(rows, columns or COLUMNS)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every line with its number, cut at its separators."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    first = next((line for line in clean.split("\n") if line.strip()), "")
    separator = max("\t;,", key=first.count)
    reader = csv.reader(StringIO(clean), delimiter=separator)
    try:
        for row in reader:
            yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error:
        # A cell that never ends: what stands before it is told, and the count will not fit.
        return


def _named(row: Sequence[str]) -> tuple[str, ...]:
    """The columns that a first line names; empty where it is an address already."""
    found = tuple(NAMES.get(" ".join(cell.casefold().replace("_", " ").split()), "") for cell in row)
    return found if sum(bool(name) for name in found) >= 3 else ()


def _read(rows: Sequence[tuple[int, list[str]]], columns: Sequence[str]) -> AddressList:
    drops: list[Drop] = []
    troubles: list[str] = []
    for number, row in rows:
        cells = {name: cell for name, cell in zip(columns, row, strict=False) if name}
        read, pieces = read_address({**cells, "country": "US"}), _pieces(cells)
        sentences = list(read.errors.values())
        if len(row) < len(columns) and "pieces" not in cells:
            sentences = [f"It has {len(row)} columns; we need {len(columns)}."]
        elif not pieces:
            sentences.append("The count must be a whole number of at least 1.")
        if sentences or read.address is None:
            troubles.append(f"Line {number}: {' '.join(sentences)}")
        else:
            drops.append(Drop(read.address, pieces))
    told = troubles[:MOST_TOLD]
    if len(troubles) > MOST_TOLD:
        told.append(f"{len(troubles) - MOST_TOLD} more lines need mending.")
    return AddressList(() if troubles else tuple(drops), tuple(told))


def _pieces(cells: Mapping[str, str]) -> int:
    digits = cells.get("pieces", "").replace(",", "").replace(" ", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 7 else 0
