"""The clock of the shop: business days, ship dates, proofs."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.calendar import (
    Holiday,
    add_business_days,
    is_business_day,
    last_approval,
    proof_due,
    ship_date,
    start_day,
)
from app.catalogue.loading import body_from_files, tables_from_text
from app.foundation.clock import CENTRAL

HOLIDAYS = tables_from_text(body_from_files(), 1).holidays
TUESDAY = (2026, 6, 9)


def central(*clock: int) -> datetime:
    return datetime(*clock, tzinfo=CENTRAL).astimezone(UTC)


@pytest.mark.parametrize(
    ("approved", "days", "ships"),
    [
        (central(*TUESDAY, 9), 1, date(2026, 6, 9)),
        (central(*TUESDAY, 11, 10), 1, date(2026, 6, 10)),
        (central(*TUESDAY, 17), 2, date(2026, 6, 11)),
        (central(*TUESDAY, 9, 0, 1), 1, date(2026, 6, 10)),
        (central(2026, 6, 12, 11), 1, date(2026, 6, 15)),
        (central(2026, 6, 13, 8), 3, date(2026, 6, 17)),
        (central(2026, 11, 25, 8), 2, date(2026, 11, 30)),
        (central(2026, 12, 23, 12), 1, date(2026, 12, 28)),
    ],
)
def test_a_job_ships_on_the_day_that_the_clock_promises(approved, days, ships):
    assert ship_date(approved, days, HOLIDAYS) == ships


def test_nine_in_the_morning_is_nine_in_the_morning_on_both_sides_of_a_clock_change():
    winter, summer = datetime(2026, 3, 6, 15, 0, tzinfo=UTC), datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
    assert start_day(winter, HOLIDAYS) == date(2026, 3, 6)
    assert start_day(summer, HOLIDAYS) == date(2026, 3, 9)
    assert start_day(summer + timedelta(seconds=1), HOLIDAYS) == date(2026, 3, 10)


def test_the_holidays_of_a_year_fall_where_the_calendar_says():
    closed = sorted(day for holiday in HOLIDAYS if (day := holiday.in_year(2026)))
    assert [f"{day:%m-%d}" for day in closed] == [
        "01-01", "05-25", "07-04", "09-07", "11-26", "11-27", "12-24", "12-25",
    ]  # fmt: skip


def test_a_single_closed_day_is_a_holiday_of_its_year_only():
    outing = Holiday.from_row({"name": "Outing", "date": "2026-08-19"})
    assert not is_business_day(date(2026, 8, 19), (outing,))
    assert is_business_day(date(2027, 8, 19), (outing,))


@pytest.mark.parametrize(
    ("files_in", "due"),
    [
        (central(*TUESDAY, 10, 30), central(2026, 6, 10, 10, 30)),
        (central(2026, 6, 12, 16, 59), central(2026, 6, 15, 16, 59)),
        (central(*TUESDAY, 7), central(2026, 6, 10, 8)),
        (central(*TUESDAY, 18), central(2026, 6, 11, 8)),
        (central(2026, 6, 13, 12), central(2026, 6, 16, 8)),
        (central(2026, 11, 25, 14), central(2026, 11, 30, 14)),
    ],
)
def test_a_proof_follows_within_one_business_day_of_proofing_hours(files_in, due):
    assert proof_due(files_in, HOLIDAYS) == due


def test_the_last_approval_that_starts_the_same_day_is_at_nine():
    approved = central(*TUESDAY, 11, 10)
    assert last_approval(approved, HOLIDAYS) == central(2026, 6, 10, 9)
    assert start_day(last_approval(approved, HOLIDAYS), HOLIDAYS) == start_day(approved, HOLIDAYS)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1)), st.integers(1, 12))
def test_the_ship_date_is_what_walking_day_by_day_gives(moment, days):
    approved = moment.replace(tzinfo=UTC)
    local = approved.astimezone(CENTRAL)
    day, worked = local.date(), 0
    while True:
        opening = datetime(day.year, day.month, day.day, 9, tzinfo=CENTRAL)
        closed = day.weekday() > 4 or any(holiday.in_year(day.year) == day for holiday in HOLIDAYS)
        if not closed and opening.astimezone(UTC) >= approved:
            worked += 1
        if worked == days:
            break
        day += timedelta(days=1)
    assert ship_date(approved, days, HOLIDAYS) == day


def test_no_business_days_later_is_the_day_itself_or_the_next_open_one():
    assert add_business_days(date(2026, 6, 9), 0, HOLIDAYS) == date(2026, 6, 9)
    assert add_business_days(date(2026, 6, 13), 0, HOLIDAYS) == date(2026, 6, 15)
