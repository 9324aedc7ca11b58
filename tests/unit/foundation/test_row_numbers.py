"""Numbers of rows as they are typed: what no row has is no number."""

import pytest

from app.foundation.row_numbers import row_number


@pytest.mark.parametrize(("typed", "number"), [("17", 17), (" 17 ", 17), ("0", 0), ("999999999", 999999999)])
def test_a_plain_number_is_read(typed: str, number: int) -> None:
    assert row_number(typed) == number


@pytest.mark.parametrize("typed", [None, "", "-1", "1.5", "1e3", "٣", "²", "1234567890", "9" * 400, "x", "1 2"])
def test_anything_else_is_no_number(typed: str | None) -> None:
    assert row_number(typed) is None
