"""The aggregate page counts: P15."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import inspect

from app.foundation.acts import Act
from app.foundation.database import db
from app.visits import service
from app.visits.models import BrowserDay, PageDay, RefDay
from app.visits.tallies import BROWSERS, HAND_OVER_AFTER, KINDS, MOST_NAMES, OTHERS, PAGES, REFERRERS, Tallies

DAY = date(2026, 11, 22)


def fact(kind: str, **names: int) -> dict[str, Any]:
    return {"kind": kind, "totals": {"2026-11-22": names}}


def test_nothing_is_handed_over_before_a_minute_has_passed() -> None:
    tallies = Tallies()
    assert tallies.add(DAY, {PAGES: "/"}, 0.0) == {}
    assert tallies.add(DAY, {PAGES: "/"}, HAND_OVER_AFTER - 1) == {}
    due = tallies.add(DAY, {PAGES: "/products", BROWSERS: "Firefox"}, HAND_OVER_AFTER)
    assert due == {PAGES: {"2026-11-22": {"/": 2, "/products": 1}}, BROWSERS: {"2026-11-22": {"Firefox": 1}}}


def test_what_was_handed_over_is_not_counted_again() -> None:
    tallies = Tallies()
    tallies.add(DAY, {PAGES: "/"}, 0.0)
    assert tallies.add(DAY, {PAGES: "/"}, HAND_OVER_AFTER)
    assert tallies.add(DAY, {PAGES: "/"}, HAND_OVER_AFTER + 1) == {}
    assert tallies.add(DAY, {PAGES: "/"}, 3 * HAND_OVER_AFTER)[PAGES] == {"2026-11-22": {"/": 2}}


def test_nobody_can_fill_the_memory_with_invented_sites() -> None:
    tallies = Tallies()
    for number in range(3 * MOST_NAMES):
        tallies.add(DAY, {REFERRERS: f"site-{number}.example"}, 0.0)
    (names,) = tallies.add(DAY, {}, HAND_OVER_AFTER)[REFERRERS].values()
    assert len(names) == MOST_NAMES + 1
    assert names[OTHERS] == 2 * MOST_NAMES


@pytest.mark.usefixtures("app")
def test_totals_of_several_processes_and_minutes_add_up(act: Act) -> None:
    service.fold(act, [fact(PAGES, **{"/": 3}), fact(PAGES, **{"/": 4, "/products": 6})])
    service.fold(act, [fact(PAGES, **{"/": 5})])
    found = service.counts(DAY, 1)
    assert [(line.name, line.shown) for line in found.pages] == [("/", "12"), ("/products", "6")]


@pytest.mark.usefixtures("app")
def test_a_count_under_five_is_not_told_and_does_not_show_in_the_order(act: Act) -> None:
    service.fold(act, [fact(BROWSERS, Safari=4, Edge=1, Chrome=2, Firefox=5)])
    shown = [(line.name, line.shown) for line in service.counts(DAY, 1).browsers]
    assert shown == [("Firefox", "5"), ("Chrome", "<5"), ("Edge", "<5"), ("Safari", "<5")]


@pytest.mark.usefixtures("app")
def test_only_the_asked_days_are_counted(act: Act) -> None:
    service.fold(act, [fact(PAGES, **{"/": 9}), {"kind": PAGES, "totals": {"2026-11-21": {"/": 20}}}])
    assert service.counts(DAY, 1).pages[0].shown == "9"
    assert service.counts(DAY, 2).pages[0].shown == "29"
    assert service.counts(date(2026, 11, 23), 1).pages == []


def test_the_three_tables_share_no_key_and_no_column_but_the_day() -> None:
    tables = [inspect(model).local_table for model in (PageDay, RefDay, BrowserDay)]
    columns = [set(table.columns.keys()) for table in tables]
    assert set.intersection(*columns) == {"day", "count"}
    assert not any(table.foreign_keys for table in tables)
    assert set.union(*columns) == {"day", "count", "path_template", "host", "family"}


@pytest.mark.usefixtures("app")
def test_every_kind_that_is_tallied_has_a_table(act: Act) -> None:
    for kind in KINDS:
        service.fold(act, [fact(kind, name=7)])
    found = service.counts(DAY, 1)
    assert [len(lines) for lines in (found.pages, found.referrers, found.browsers)] == [1, 1, 1]
    db.session.rollback()
