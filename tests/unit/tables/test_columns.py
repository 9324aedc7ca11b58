"""Cells: what fits, what does not, and what stays as it was."""

from decimal import Decimal

import pytest

from app.tables.columns import Column, WrongCell, inferred

COST = Column("cost", "Cost", "number", "$", most=Decimal(100))
WORDS = Column("without", "Without", "words", needed=False, known=frozenset({"ground", "two-day"}))
RANGES = Column("prefixes", "ZIP codes", "ranges")
DAYS = Column("days", "Days", "whole", needed=False, least=Decimal(1), most=Decimal(60))
BREAKS = Column("breaks", "Quantities", "counts", least=Decimal(1))
DATE = Column("date", "Date", "day", needed=False)


@pytest.mark.parametrize(
    ("column", "typed", "value"),
    [
        (COST, "0.20", "0.20"),
        (COST, "12", 12),
        (COST, ".5", "0.5"),
        (DAYS, "", None),
        (DAYS, "14", 14),
        (WORDS, "ground, two-day, ground", ["ground", "two-day"]),
        (WORDS, "", []),
        (RANGES, "550-567, 600", [["550", "567"], ["600", "600"]]),
        (BREAKS, "25, 50, 1,000"[:6], [25, 50]),
        (DATE, "2026-12-31", "2026-12-31"),
    ],
)
def test_what_fits_is_read(column, typed, value):
    assert column.read(typed) == value


HOSTILE = ["-1", "NaN", "1e9", "Infinity", "9" * 30, "0x10", "1,5", "٣", "1.2.3", "\x00", "<b>", "101"]


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_cost_that_is_no_cost_is_refused_in_words(typed):
    with pytest.raises(WrongCell) as refused:
        COST.read(typed)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        (COST, ""),
        (WORDS, "rocket"),
        (WORDS, "two words"),
        (RANGES, "567-550"),
        (RANGES, "55"),
        (RANGES, ", ".join(["550"] * 61)),
        (BREAKS, "50, 25"),
        (BREAKS, "25, 25"),
        (BREAKS, "0"),
        (DAYS, "61"),
        (DAYS, "1.5"),
        (DATE, "2026-02-30"),
        (DATE, "0001-01-01"),
        (Column("name", "Name", longest=3), "four"),
        (Column("name", "Name"), "two\nlines"),
        (Column("front", "Front", "choice", options=(("none", "Nothing"),)), "gold"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(column, typed):
    with pytest.raises(WrongCell, match=r"\.$"):
        column.read(typed)


def test_a_cell_that_was_not_touched_keeps_its_value_to_the_letter():
    row = {"cost": "0.170", "quantity": {"min": 25}}
    COST.put(row, "0.170")
    Column("quantity.min", "Fewest", "whole").put(row, "25")
    assert row == {"cost": "0.170", "quantity": {"min": 25}}


def test_a_field_inside_a_field_is_written_in_its_place():
    row = {"quantity": {"min": 25, "max": 100}}
    Column("quantity.min", "Fewest", "whole").put(row, "50")
    Column("days", "Days", "whole", needed=False).put(row, "")
    assert row == {"quantity": {"min": 50, "max": 100}}


def test_an_emptied_cell_leaves_its_row():
    row = {"days": 3}
    DAYS.put(row, "")
    assert row == {}


def test_fields_that_nobody_described_can_be_edited_as_they_are_found():
    found = inferred([{"name": "x", "price": {"setup": "12.5"}, "traits": ["a"], "rows": [{}]}], frozenset({"name"}))
    assert [(column.name, column.kind) for column in found] == [("price.setup", "number"), ("traits", "words")]
