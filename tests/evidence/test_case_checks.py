"""The checks of requests: late answers and messages that should be gone are told, nothing of what was said is."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import bindparam, text

from app.cases import service as cases
from app.cases.checks import CHECKS
from app.foundation import clock, work
from app.foundation.acts import Act, Actor
from app.foundation.checks import Result, State
from app.foundation.database import UtcDateTime
from app.people import identifiers
from tests.evidence.breach import Patch, edit, seen

BY_NAME = {check.name: check for check in CHECKS}
pytestmark = pytest.mark.usefixtures("opened")


def result(name: str) -> Result:
    return seen(BY_NAME[name])


def wrote(kind: str = "contact", days_ago: int = 0) -> int:
    """Somebody wrote to us so many days ago; gives the case's number."""
    made: list[int] = []
    act = Act(Actor("visitor"), clock.now() - timedelta(days=days_ago), 1)
    new = cases.NewCase(
        kind, "other", "web", "Do you print on linen?", "Casey Caller", identifiers.email("c@example.com")
    )
    work.unit(lambda: made.append(cases.open_case(act, new)))
    return made[0]


def answered(number: int, days_ago: int = 0) -> None:
    act = Act(Actor("staff", "1"), clock.now() - timedelta(days=days_ago), 1)
    work.unit(lambda: cases.answer(act, number, "We do.", outcome="answered", role="Customer service", version=None))


def quiet_for(days: int, kind: str) -> None:
    at = clock.now() - timedelta(days=days)
    statement = (
        "UPDATE case_message SET at = :at WHERE case_number IN (SELECT number FROM case_file WHERE kind = :kind)"
    )
    edit(text(statement).bindparams(bindparam("at", type_=UtcDateTime)), at=at, kind=kind)


def test_a_shop_that_nobody_wrote_to_keeps_its_word(app: Flask) -> None:
    assert result("requests-in-time").state == State.KEPT
    assert result("requests-in-time").measured == "0 wait for an answer, 0 of them too long."
    assert result("correspondence-not-older").state == State.KEPT
    assert "We hold no messages" in result("correspondence-not-older").measured


def test_a_request_that_waits_within_its_days_is_in_time_and_then_is_not(app: Flask, monkeypatch: Patch) -> None:
    wrote(days_ago=8)
    assert result("requests-in-time").state == State.KEPT
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    found = result("requests-in-time")
    assert found.state == State.FAILING
    assert "1 of them too long" in found.measured


def test_a_late_answer_ends_the_waiting(app: Flask) -> None:
    number = wrote(days_ago=12)
    assert result("requests-in-time").state == State.FAILING
    answered(number)
    assert result("requests-in-time").state == State.KEPT


def test_how_long_answers_took_is_told_by_the_one_in_the_middle(app: Flask) -> None:
    for days in (1, 4, 30):
        answered(wrote(days_ago=days + 1), days_ago=1)
    wrote()
    answered(wrote(days_ago=100), days_ago=1)
    assert result("requests-in-time").measured == (
        "1 wait for an answer, 0 of them too long; in the last 90 days 3 got one, half of them within 4 days."
    )


def test_what_is_told_holds_nothing_of_the_case(app: Flask) -> None:
    wrote()
    assert not any("linen" in result(name).measured or "Casey" in result(name).measured for name in BY_NAME)


@pytest.mark.parametrize(("kind", "years"), [("contact", 2), ("concern", 3)])
def test_a_message_is_kept_for_its_years_and_no_longer(app: Flask, kind: str, years: int) -> None:
    wrote(kind)
    quiet_for(years * 365 - 10, kind)
    assert result("correspondence-not-older").state == State.KEPT
    quiet_for(years * 365 + 10, kind)
    assert result("correspondence-not-older").state == State.FAILING


def test_a_case_that_goes_on_is_not_old(app: Flask) -> None:
    number = wrote()
    quiet_for(1000, "contact")
    act = Act(Actor("visitor"), clock.now(), 1)
    work.unit(lambda: cases.add_message(act, number, "And on canvas?"))
    assert result("correspondence-not-older").state == State.KEPT
