"""Date first: the clocks run backward to the last approval, and forward again to the same day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue import calendar, reading
from app.catalogue.loading import body_from_files
from app.catalogue.loading import tables_from_text as price_tables
from app.foundation.clock import CENTRAL
from app.orders.dates import last_approval_for, plans_for
from app.shipping import service as shipping
from app.shipping.rates import body_from_file, tables_from_text
from app.shipping.service import Rate
from tests.thorough import tries

TABLES = price_tables(body_from_files(), 1)
WAYS = tables_from_text(body_from_file(), 1)
CARDS = reading.read({"product": "business-cards"}, TABLES).spec
days = st.dates(date(2026, 1, 1), date(2031, 12, 31))
transits = st.integers(0, 7).map(lambda count: Rate("any", "Any way", 0, count))


def central(*clock: int) -> datetime:
    return datetime(*clock, tzinfo=CENTRAL).astimezone(UTC)


def arrives(approved: datetime, count: int, rate: Rate) -> date:
    return shipping.in_hands(calendar.ship_date(approved, count, TABLES.holidays), rate, TABLES.holidays)


@pytest.mark.thorough
@settings(max_examples=tries(2000, 100), deadline=None)
@given(wanted=days, count=st.integers(1, 8), rate=transits)
def test_an_approval_at_the_last_instant_makes_the_day_and_a_second_later_does_not(wanted, count, rate):
    last = last_approval_for(wanted, count, rate, TABLES.holidays)
    assert arrives(last, count, rate) <= wanted
    assert arrives(last + timedelta(seconds=1), count, rate) > wanted


@pytest.mark.parametrize(
    ("wanted", "count", "transit", "last"),
    [
        (date(2026, 6, 12), 1, 0, central(2026, 6, 12, 9)),
        (date(2026, 6, 12), 3, 1, central(2026, 6, 9, 9)),
        (date(2026, 6, 14), 1, 1, central(2026, 6, 11, 9)),
        (date(2026, 12, 1), 3, 1, central(2026, 11, 24, 9)),
        (date(2026, 3, 9), 1, 1, central(2026, 3, 6, 9)),
    ],
    ids=["same day", "three days and one", "a Sunday", "over Thanksgiving", "clocks change between"],
)
def test_the_last_approval_counts_back_over_weekends_and_holidays(wanted, count, transit, last):
    assert last_approval_for(wanted, count, Rate("any", "Any way", 0, transit), TABLES.holidays) == last


def test_what_makes_the_day_is_listed_cheapest_first():
    found = plans_for(CARDS, date(2026, 6, 30), "972", TABLES, WAYS, central(2026, 6, 9, 8))
    totals = [plan.total_cents for plan in found.plans]
    assert totals == sorted(totals)
    assert {plan.turnaround for plan in found.plans} == {"Standard", "Two business days", "One business day"}
    assert {"pick-up", "ground"} <= {plan.rate.method for plan in found.plans}
    assert all(plan.in_hands <= date(2026, 6, 30) for plan in found.plans)


def test_what_does_not_make_the_day_is_left_out():
    found = plans_for(CARDS, date(2026, 6, 11), "972", TABLES, WAYS, central(2026, 6, 9, 8))
    assert found.plans
    assert all(arrives(plan.approve_by, 3, plan.rate) > plan.in_hands for plan in found.plans if plan.rate.transit_days)
    assert not [plan for plan in found.plans if plan.turnaround == "Standard" and plan.rate.method != "pick-up"]


def test_a_plan_whose_proof_may_come_too_late_is_called_tight():
    found = plans_for(CARDS, date(2026, 6, 11), "553", TABLES, WAYS, central(2026, 6, 9, 10))
    by_turnaround = {(plan.turnaround, plan.rate.method): plan.tight for plan in found.plans}
    assert by_turnaround["Two business days", "pick-up"]
    assert not by_turnaround["One business day", "pick-up"]


def test_when_nothing_makes_it_the_earliest_day_is_told():
    found = plans_for(CARDS, date(2026, 6, 9), "972", TABLES, WAYS, central(2026, 6, 9, 10))
    assert found.plans == ()
    assert found.earliest == date(2026, 6, 10)


def test_a_turnaround_that_the_options_forbid_is_not_offered():
    foiled = reading.read({"product": "business-cards", "foil_front": "gold"}, TABLES).spec
    found = plans_for(foiled, date(2026, 7, 30), "553", TABLES, WAYS, central(2026, 6, 9, 8))
    assert {plan.turnaround for plan in found.plans} == {"Standard"}


@pytest.mark.thorough
@settings(max_examples=tries(500, 30), deadline=None)
@given(wanted=days, start=st.integers(0, 40), hour=st.integers(0, 23))
def test_every_plan_can_still_be_approved_and_the_earliest_day_has_one(wanted, start, hour):
    at = datetime(wanted.year, wanted.month, wanted.day, hour, 30, tzinfo=CENTRAL) - timedelta(days=start)
    found = plans_for(CARDS, wanted, "606", TABLES, WAYS, at.astimezone(UTC))
    assert all(plan.approve_by >= at for plan in found.plans)
    assert bool(found.plans) == (found.earliest <= wanted)
