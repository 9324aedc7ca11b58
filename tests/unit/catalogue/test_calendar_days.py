"""The clock against a plain walk, day by day and minute by minute, over years, holidays and clock changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue.calendar import last_approval, proof_due, ship_date, start_day
from app.catalogue.loading import body_from_files, tables_from_text
from app.foundation.clock import CENTRAL
from tests.thorough import tries

HOLIDAYS = tables_from_text(body_from_files(), 1).holidays
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1))
SWITCHES = tuple(
    datetime(year, month, day, hour, tzinfo=UTC)
    for year, month, day, hour in (
        (2026, 3, 8, 8),
        (2026, 11, 1, 7),
        (2027, 3, 14, 8),
        (2027, 11, 7, 7),
        (2028, 3, 12, 8),
        (2028, 11, 5, 7),
    )
)
"""When clocks in Chanhassen change."""
NEAR_SWITCHES = st.builds(
    lambda switch, minutes: (switch + timedelta(minutes=minutes)).replace(tzinfo=None),
    st.sampled_from(SWITCHES),
    st.integers(-3 * 24 * 60, 3 * 24 * 60),
)
NEAR_NINE = st.builds(
    lambda day, seconds: (
        (datetime(2026, 1, 1, 9, tzinfo=CENTRAL) + timedelta(days=day)).astimezone(UTC) + timedelta(seconds=seconds)
    ).replace(tzinfo=None),
    st.integers(0, 2000),
    st.integers(-2, 2),
)


def is_open(day: date) -> bool:
    """Whether the shop works that day, as somebody with a wall calendar would say."""
    return day.weekday() < 5 and day not in {holiday.in_year(day.year) for holiday in HOLIDAYS}


def walked(approvals: list[tuple[datetime, int]]) -> date:
    """The day on which all jobs ship: every job is walked from the minute of its approval, a day at a time."""
    ends = []
    for approved, days in approvals:
        day = approved.astimezone(CENTRAL).date()
        while not (is_open(day) and datetime(day.year, day.month, day.day, 9, tzinfo=CENTRAL) >= approved):
            day += timedelta(days=1)
        worked = 1
        while worked < days:
            day += timedelta(days=1)
            worked += is_open(day)
        ends.append(day)
    return max(ends)


@pytest.mark.thorough
@settings(max_examples=tries(3000, 150), deadline=None)
@given(st.lists(st.tuples(MOMENTS | NEAR_SWITCHES | NEAR_NINE, st.integers(1, 12)), min_size=1, max_size=4))
def test_the_jobs_of_an_order_ship_on_the_day_that_walking_gives(jobs: list[tuple[datetime, int]]) -> None:
    approvals = [(moment.replace(tzinfo=UTC), days) for moment, days in jobs]
    assert max(ship_date(at, days, HOLIDAYS) for at, days in approvals) == walked(approvals)


@pytest.mark.thorough
@settings(max_examples=tries(2000, 100), deadline=None)
@given(MOMENTS | NEAR_SWITCHES | NEAR_NINE)
def test_the_last_minute_to_approve_is_the_last_one(moment: datetime) -> None:
    approved = moment.replace(tzinfo=UTC)
    last = last_approval(approved, HOLIDAYS)
    assert approved <= last
    assert start_day(last, HOLIDAYS) == start_day(approved, HOLIDAYS)
    assert start_day(last + timedelta(seconds=1), HOLIDAYS) > start_day(approved, HOLIDAYS)


@pytest.mark.thorough
@settings(max_examples=tries(2000, 100), deadline=None)
@given(MOMENTS | NEAR_SWITCHES, st.integers(0, 600))
def test_a_later_approval_never_ships_sooner(moment: datetime, minutes: int) -> None:
    approved = moment.replace(tzinfo=UTC)
    later = approved + timedelta(minutes=minutes)
    assert ship_date(approved, 2, HOLIDAYS) <= ship_date(later, 2, HOLIDAYS)


@pytest.mark.thorough
@settings(max_examples=tries(2000, 100), deadline=None)
@given(MOMENTS | NEAR_SWITCHES)
def test_a_proof_is_due_in_proofing_hours_of_the_next_open_day_at_the_same_time_of_day(moment: datetime) -> None:
    came = moment.replace(tzinfo=UTC).astimezone(CENTRAL)
    due = proof_due(came, HOLIDAYS).astimezone(CENTRAL)
    assert is_open(due.date())
    assert 8 <= due.hour <= 17
    open_days = sum(is_open(came.date() + timedelta(days=n)) for n in range(1, (due.date() - came.date()).days + 1))
    in_hours = is_open(came.date()) and came.time() <= due.replace(hour=17, minute=0, second=0, microsecond=0).time()
    assert open_days == (1 if in_hours else 2)
    if in_hours and came.hour >= 8:
        assert due.time() == came.time()


@pytest.mark.parametrize("days", range(1, 8))
def test_a_week_before_thanksgiving_and_christmas_is_counted_by_hand(days: int) -> None:
    monday = datetime(2026, 11, 23, 8, tzinfo=CENTRAL)
    by_hand = ["11-23", "11-24", "11-25", "11-30", "12-01", "12-02", "12-03"]
    assert f"{ship_date(monday, days, HOLIDAYS):%m-%d}" == by_hand[days - 1]
    wednesday = datetime(2026, 12, 23, 8, tzinfo=CENTRAL)
    by_hand = ["12-23", "12-28", "12-29", "12-30", "12-31", "01-04", "01-05"]
    assert f"{ship_date(wednesday, days, HOLIDAYS):%m-%d}" == by_hand[days - 1]
