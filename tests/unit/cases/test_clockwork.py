"""The clock of a case in words."""

from datetime import UTC, datetime

import pytest

from app.cases import clockwork

NOON = datetime(2026, 11, 20, 18, tzinfo=UTC)
"""Noon in Chanhassen."""


@pytest.mark.parametrize(
    ("state", "day", "hour", "words"),
    [
        ("received", 30, 18, "due in 10 days"),
        ("verified", 21, 6, "due tomorrow"),
        ("received", 21, 5, "due today"),
        ("received", 20, 17, "overdue since today"),
        ("gathering", 19, 18, "1 day overdue"),
        ("received", 18, 18, "2 days overdue"),
        ("waiting", 22, 18, "lapses in 2 days"),
        ("waiting", 18, 18, "lapses today"),
        ("code-sent", 18, 18, ""),
        ("answered", 18, 18, ""),
    ],
)
def test_days_are_those_of_the_calendar_in_central_time(state: str, day: int, hour: int, words: str) -> None:
    assert clockwork.spoken(state, datetime(2026, 11, day, hour, tzinfo=UTC), NOON) == words


def test_the_day_ends_at_midnight_in_central_time() -> None:
    assert clockwork.end_of_day(NOON).astimezone(UTC) == datetime(2026, 11, 21, 6, tzinfo=UTC)
