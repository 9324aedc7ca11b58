"""What the checks of the gate see in its own answers: people's stops, ways of reaching them, purposes, new uses."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.foundation import clock, work
from app.foundation.checks import Result, State
from app.foundation.database import db
from app.foundation.own_site import OwnSite
from app.permissions import service as gate
from app.permissions.checks import CHECKS
from app.permissions.models import NewUse, UseNotice
from app.permissions.subjects import Subject
from tests.evidence.breach import edit, forget, seen
from tests.evidence.planted import act, asked, customer, ordered, permitted, take_back

NAMED = {check.name: check for check in CHECKS}
KEPT, FAILING, UNCHECKED = State.KEPT, State.FAILING, State.UNCHECKED


def found(name: str) -> Result:
    return seen(NAMED[name])


@pytest.fixture
def casey(app: Flask, opened: None) -> Subject:
    """A customer who did not choose marketing mail: that is their first stop."""
    return customer()


def said(subject: Subject, effect: str, purpose: str, channel: str = "*", source: str = "web form") -> None:
    verb = gate.stop if effect == "stop" else gate.allow
    work.unit(lambda: verb(act(), subject, purpose, channel, source) and None)  # type: ignore[arg-type]  # a source
    forget()


@pytest.mark.usefixtures("opened")
def test_without_a_stop_nothing_can_be_said_of_stops(app: Flask) -> None:
    assert found("stops-honored") == Result(UNCHECKED, "Nobody has said stop yet.")


def test_stops_are_counted_and_what_the_gate_refused_is_no_use(casey: Subject) -> None:
    said(casey, "stop", "*", source="letter")
    assert asked(casey, "marketing", "email") == "stopped"
    result = found("stops-honored")
    assert result.state == KEPT
    assert result.measured == "2 stops in 90 days, each obeyed at once; none of the permitted uses came after one."


def test_a_stop_of_everything_leaves_orders_bills_and_the_account_alone(casey: Subject) -> None:
    said(casey, "stop", "*", source="phone")
    assert asked(casey, "account", "email") == "allowed"
    assert found("stops-honored").state == KEPT


def test_the_persons_own_later_yes_is_no_breach_and_that_of_staff_would_be_none(casey: Subject) -> None:
    said(casey, "allow", "marketing", "email")
    assert asked(casey, "marketing", "email") == "allowed"
    assert found("stops-honored").state == KEPT


@pytest.mark.parametrize(("purpose", "channel"), [("marketing", "email"), ("improve", "internal"), ("survey", "email")])
def test_one_permit_after_a_stop_of_everything_is_seen(casey: Subject, purpose: str, channel: str) -> None:
    said(casey, "stop", "*", source="mail")
    wrong = permitted(casey, purpose, channel)
    assert found("stops-honored").state == FAILING
    assert "; 1 of the permitted uses came after one" in found("stops-honored").measured
    take_back(wrong)
    assert found("stops-honored").state == KEPT


def test_a_permit_from_before_the_stop_that_was_used_after_it_is_seen(casey: Subject) -> None:
    said(casey, "stop", "survey", source="one-click")
    now = clock.now()
    permitted(casey, "survey", "post", at=now - timedelta(hours=1), used_at=now + timedelta(minutes=1))
    assert found("stops-honored").state == FAILING


def test_a_permit_of_another_purpose_or_channel_breaks_no_stop(casey: Subject) -> None:
    permitted(casey, "marketing", "phone")
    permitted(casey, "site_update", "email")
    assert found("stops-honored").state == KEPT


def test_a_use_in_the_seconds_that_a_stop_takes_is_measured(casey: Subject) -> None:
    permitted(casey, "marketing", "email", at=clock.now() + timedelta(seconds=4))
    result = found("stops-honored")
    assert result.state == KEPT
    assert "obeyed after 4 seconds" in result.measured or "obeyed after 5 seconds" in result.measured


def test_the_signal_is_answered_and_its_stops_are_whole(served: OwnSite) -> None:
    result = found("signal-honored")
    assert result.state == KEPT
    assert "0 accounts kept the signal" in result.measured


def test_a_signal_that_was_kept_by_half_is_seen(served: OwnSite) -> None:
    casey = customer()
    said(casey, "stop", "personalise", source="gpc")
    assert found("signal-honored").state == FAILING
    said(casey, "stop", "understand", source="gpc")
    assert found("signal-honored").state == KEPT
    assert "1 account kept the signal" in found("signal-honored").measured


def test_an_answer_with_another_day_than_the_text_is_seen(served: OwnSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.permissions.routes.timetable.stamp", lambda: None)
    assert found("signal-honored").state == FAILING


@pytest.mark.parametrize(("name", "channel"), [("no-marketing-by-post", "post"), ("no-sales-calls", "phone")])
def test_an_order_carries_its_own_post_and_calls_and_nothing_else(
    app: Flask, opened: None, name: str, channel: str
) -> None:
    number = ordered(app)
    casey = Subject(1, "casey@example.com")
    assert asked(casey, "order", channel, f"order:{number}") == "allowed"
    assert found(name).state == KEPT
    assert "; none without" in found(name).measured
    wrong = permitted(casey, "survey", channel, cause_ref=f"order:{number}")
    assert found(name).state == FAILING
    take_back(wrong)
    permitted(casey, "order", channel, cause_ref="order:99999")
    assert found(name).state == FAILING


def test_marketing_by_post_that_somebody_asked_for_is_their_own_wish(casey: Subject) -> None:
    work.unit(lambda: gate.open_cause(act(), casey, "wanted", "case:40001"))
    assert asked(casey, "marketing", "post", "case:40001") == "allowed"
    assert found("no-marketing-by-post").state == KEPT
    work.unit(lambda: gate.close_cause(act(minutes=5), "wanted", "case:40001"))
    assert found("no-marketing-by-post").state == KEPT
    permitted(casey, "marketing", "post", cause_ref="case:40001", at=clock.now() + timedelta(minutes=9))
    assert found("no-marketing-by-post").state == FAILING


def test_news_for_somebody_who_is_no_customer_is_seen(casey: Subject) -> None:
    assert asked(casey, "site_update", "email") == "allowed"
    assert found("marketing-tied-to-customers").state == KEPT
    permitted(Subject(0, "lee@example.com"), "site_update", "email")
    assert found("marketing-tied-to-customers").state == FAILING


@pytest.mark.usefixtures("opened")
def test_without_a_use_nothing_can_be_said_of_purposes(app: Flask) -> None:
    assert found("purposes-in-policy").state == UNCHECKED


def test_a_use_without_a_clause_in_its_version_is_seen(casey: Subject) -> None:
    assert asked(casey, "account", "email") == "allowed"
    assert found("purposes-in-policy").state == KEPT
    permitted(casey, "account", "email", clause="telepathy")
    assert found("purposes-in-policy").state == FAILING


def test_a_use_under_no_version_while_one_was_in_force_is_seen(casey: Subject) -> None:
    permitted(casey, "account", "email", clause="mail-we-send", policy_version=None)
    assert found("purposes-in-policy").state == FAILING
    edit(text("UPDATE gate_decision SET policy_version = 1"))
    assert found("purposes-in-policy").state == KEPT


def posted_use(days: int) -> None:
    """Version 2 adds surveys, with a window that ends in so many days (or ended so many days ago)."""
    now = clock.now()
    use = NewUse(
        id=1,
        policy_version=2,
        purpose="survey",
        opens_at=now - timedelta(days=40),
        closes_at=now + timedelta(days=days),
    )
    work.unit(lambda: db.session.add(use))
    forget()


def told(subject: Subject, days: int) -> None:
    notice = UseNotice(new_use_id=1, subject_key=subject.key, notified_at=clock.now() - timedelta(days=days))
    work.unit(lambda: db.session.add(notice))
    forget()


@pytest.mark.parametrize(
    ("window", "notice", "state"), [(-1, 20, KEPT), (5, 20, FAILING), (-1, 3, FAILING), (-1, None, FAILING)]
)
def test_a_new_use_needs_its_window_and_the_persons_own_notice(
    casey: Subject, window: int, notice: int | None, state: State
) -> None:
    posted_use(window)
    if notice is not None:
        told(casey, notice)
    permitted(casey, "survey", "email", clause="surveys", at=clock.now())
    assert found("new-uses-wait").state == state


def test_data_that_came_under_the_new_version_need_not_wait(casey: Subject) -> None:
    posted_use(-1)
    edit(text("UPDATE permission_collection SET policy_version = 2"))
    permitted(casey, "survey", "email", clause="surveys", at=clock.now())
    assert found("new-uses-wait").state == KEPT
