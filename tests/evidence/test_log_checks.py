"""The checks of the log and the page counts: each notices its own thing and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.foundation import clock, facts
from app.foundation.checks import Result, State
from app.foundation.own_site import OwnSite
from app.visits import extended_log, log_keeping, service
from app.visits.checks import CHECKS
from app.visits.service import Line
from tests.evidence.breach import Patch, edit, seen
from tests.evidence.breaches_visits import AGENT, VISITS, log_folder, many_visits, old_file

BY_NAME = {check.name: check for check in CHECKS}
FIELDS = ("log-format", "log-moment", "log-referrer", "log-browser", "log-address")


def result(name: str) -> Result:
    return seen(BY_NAME[name])


def failing(names: tuple[str, ...]) -> set[str]:
    found = {name: result(name).state for name in names}
    assert State.UNCHECKED not in found.values(), found
    return {name for name, state in found.items() if state == State.FAILING}


@pytest.mark.parametrize("broken", FIELDS)
def test_each_field_of_the_log_fails_alone(app: Flask, served: OwnSite, broken: str) -> None:
    assert failing(FIELDS) == set()
    with pytest.MonkeyPatch.context() as patch:
        VISITS[broken].apply(app, patch)
        assert failing(FIELDS) == {broken}
    VISITS[broken].mend(app)
    assert failing(FIELDS) == set()


def test_a_log_that_is_not_written_fails_in_every_field(app: Flask, served: OwnSite, monkeypatch: Patch) -> None:
    monkeypatch.setattr(extended_log.LogWriter, "write", lambda *_: None)
    monkeypatch.setattr("app.visits.log_reading.PATIENCE", 0)
    assert failing(FIELDS) == set(FIELDS)


def test_a_line_that_lacks_a_field_does_not_fit_its_header(app: Flask, served: OwnSite, monkeypatch: Patch) -> None:
    write = extended_log.LogWriter.write
    monkeypatch.setattr(extended_log.LogWriter, "write", lambda log, rest: write(log, rest.replace(" GET ", " ", 1)))
    assert failing(FIELDS) == {"log-format"}


def test_a_site_that_does_not_answer_proves_nothing(app: Flask, opened: None) -> None:
    assert {result(name).state for name in FIELDS} == {State.UNCHECKED}


def test_what_is_said_of_the_log_holds_no_address(app: Flask, served: OwnSite) -> None:
    assert not any("127.0.0.1" in result(name).measured for name in FIELDS)


def test_a_log_without_old_files_says_from_when_its_oldest_line_is(app: Flask, served: OwnSite) -> None:
    old_file(app, 3)
    day = clock.now().date() - timedelta(days=3)
    assert result("log-oldest").state == State.KEPT
    assert f"{day:%B} {day.day}, {day.year}" in result("log-oldest").measured


def test_a_log_without_a_line_proves_nothing(app: Flask, opened: None) -> None:
    assert result("log-oldest").state == State.UNCHECKED


def test_a_keeping_job_that_stands_still_for_two_days_is_noticed_in_the_files(
    app: Flask, served: OwnSite, monkeypatch: Patch
) -> None:
    served.visitor().get("/robots.txt")
    assert result("log-oldest").state == State.KEPT
    later = clock.now() + timedelta(days=32)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert result("log-oldest").state == State.FAILING
    log_keeping.close_due(log_folder(app), later)
    log_keeping.cut_due(log_folder(app), later)
    assert result("log-oldest").state == State.KEPT


def test_a_file_that_only_says_it_is_cut_is_found_out(app: Flask, opened: None) -> None:
    path = old_file(app, 40)
    path.write_bytes(path.read_bytes() + b"#Remark: full-sha256=" + b"0" * 64 + b"\n#End-Date: 2026-01-01 00:10:00\n")
    assert result("log-oldest").state == State.FAILING


def test_a_cut_line_may_stay_and_one_of_fourteen_months_may_not(app: Flask, opened: None) -> None:
    old_file(app, 300, agent="Firefox").write_text(
        old_file(app, 300, agent="Firefox").read_text().replace("203.0.113.7", "203.0.113.0")
    )
    assert result("log-oldest").state == State.KEPT
    older = old_file(app, 430, agent="Firefox")
    older.write_text(older.read_text().replace("203.0.113.7", "203.0.113.0"))
    assert result("log-oldest").state == State.FAILING


@pytest.mark.parametrize(
    ("table", "name"),
    [("page_day", "/orders/10001"), ("ref_day", "alex@example.com"), ("browser_day", "Alex's own browser")],
)
def test_a_count_under_somebodys_own_name_is_noticed(app: Flask, opened: None, table: str, name: str) -> None:
    assert result("page-counts-aggregate").state == State.KEPT
    day = clock.now().date().isoformat()
    edit(text(f"INSERT INTO {table} VALUES (:day, :name, 1)"), day=day, name=name)
    assert result("page-counts-aggregate").state == State.FAILING
    assert name not in result("page-counts-aggregate").measured


def test_a_small_count_told_as_a_number_is_noticed(app: Flask, opened: None, monkeypatch: Patch) -> None:
    edit(text("INSERT INTO page_day VALUES (:day, '/', 2)"), day=clock.now().date().isoformat())
    assert result("page-counts-aggregate").state == State.KEPT
    monkeypatch.setattr(service, "_lines", lambda *_: [Line("/", "2")])
    assert result("page-counts-aggregate").state == State.FAILING


def test_a_quiet_day_says_nothing_about_the_counts(app: Flask, served: OwnSite) -> None:
    assert result("counts-reach-staff").state == State.UNCHECKED


def test_counts_that_wait_for_their_folding_are_noticed(app: Flask, opened: None, monkeypatch: Patch) -> None:
    many_visits(app)
    assert result("counts-reach-staff").state == State.KEPT
    facts.append("visits.pages", totals={})
    later = clock.now() + timedelta(minutes=20)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert result("counts-reach-staff").state == State.FAILING


@pytest.mark.parametrize("agent", ["Googlebot/2.1", "OwnChecks/1.0"])
def test_robots_and_our_own_visits_are_not_expected_in_the_counts(
    app: Flask, opened: None, agent: str, monkeypatch: Patch, visited_by: Callable[[str], None]
) -> None:
    visited_by(agent)
    edit(text("DELETE FROM page_day"))
    assert result("counts-reach-staff").state == State.UNCHECKED
    visited_by(AGENT)
    edit(text("DELETE FROM page_day"))
    assert result("counts-reach-staff").state == State.FAILING


@pytest.fixture
def visited_by(app: Flask, monkeypatch: Patch) -> Callable[[str], None]:
    """Sixty visits by that agent."""

    def visit(agent: str) -> None:
        monkeypatch.setattr("tests.evidence.breaches_visits.AGENT", agent)
        many_visits(app)

    return visit
