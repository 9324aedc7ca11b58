"""`Sec-GPC: 1`: taken as a stop for the request, and once for the account of whoever is signed in."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation import clock, facts, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.permissions import service as gate
from app.permissions import signal
from app.permissions.models import Decision, DecisionCount, PermissionEvent
from app.permissions.subjects import Subject
from app.policy import live_values
from app.policy import service as policy
from tests.pages import BASE, Browser
from tests.people import SignedIn

SIGNAL = {"Sec-GPC": "1"}


def folded(act: Act) -> None:
    """Fold every fact, those of this minute too."""
    late = Act(act.actor, clock.now() + timedelta(minutes=2), act.policy_version)
    for _ in facts.fold(late):
        db.session.commit()
    db.session.commit()


def signals() -> list[tuple[str, str, str, str]]:
    rows = db.session.scalars(select(PermissionEvent).where(PermissionEvent.source == "gpc")).all()
    return sorted((row.subject_key, row.purpose, row.channel, row.effect) for row in rows)


def test_the_file_that_tells_of_our_support_has_the_date_of_the_policy(visitor: Browser, act: Act) -> None:
    assert visitor.get("/.well-known/gpc.json").response.json == {"gpc": True}
    lines = []
    work.unit(lambda: lines.append(policy.publish_first(act, live_values.present(), "Pat Editor")))
    answer = visitor.get("/.well-known/gpc.json").response
    assert answer.content_type == "application/json"
    day = f"{clock.central(lines[0].effective_at):%Y-%m-%d}"
    assert json.loads(answer.data) == {"gpc": True, "lastUpdate": day}


@pytest.mark.parametrize(("header", "allowed"), [("1", False), ("0", True), ("", True), ("true", True), ("1, 1", True)])
def test_only_exactly_1_stops_fitting_pages_for_the_request(app: Flask, header: str, allowed: bool) -> None:
    for purpose in ("personalise", "understand"):
        with app.test_request_context("/", base_url=BASE, headers={"Sec-GPC": header}):
            assert signal.may(purpose) is allowed
    with app.test_request_context("/", base_url=BASE, headers={"Sec-GPC": header}):
        assert signal.may("improve") is True


def test_answers_given_on_pages_are_counted_and_not_stored_one_by_one(app: Flask, act: Act) -> None:
    for headers in ({}, SIGNAL, SIGNAL):
        with app.test_request_context("/", base_url=BASE, headers=headers):
            signal.may("personalise")
    folded(act)
    rows = db.session.scalars(select(DecisionCount).order_by(DecisionCount.reason)).all()
    assert [(row.reason, row.allowed, row.count) for row in rows] == [("allowed", True, 1), ("stopped", False, 2)]
    assert {(row.purpose, row.channel) for row in rows} == {("personalise", "internal")}
    assert db.session.scalars(select(Decision)).all() == []


def test_the_counts_of_a_day_add_up(app: Flask, act: Act) -> None:
    answer = {"purpose": "improve", "channel": "internal", "reason": "allowed"}
    gate.fold_counts(act, [{"at": "2026-11-20T10:00:00+00:00", **answer}])
    gate.fold_counts(
        act, [{"at": "2026-11-20T23:59:59+00:00", **answer}, {"at": "2026-11-21T00:00:00+00:00", **answer}]
    )
    rows = db.session.scalars(select(DecisionCount).order_by(DecisionCount.day)).all()
    assert [(f"{row.day}", row.count) for row in rows] == [("2026-11-20", 2), ("2026-11-21", 1)]


def test_signed_in_the_signal_becomes_a_stop_of_the_account_once(customer: SignedIn, act: Act) -> None:
    customer.get("/account", headers=SIGNAL)
    customer.get("/account", headers=SIGNAL)
    assert signals() == []  # reading wrote nothing
    folded(act)
    customer.get("/account", headers=SIGNAL)
    folded(act)
    (person,) = {key for key, *_ in signals()}
    assert signals() == [(person, "personalise", "*", "stop"), (person, "understand", "*", "stop")]


def test_what_the_person_allows_afterwards_stands(customer: SignedIn, act: Act) -> None:
    gate.name_purposes(act, 1)
    customer.get("/account", headers=SIGNAL)
    folded(act)
    person = Subject(int(signals()[0][0].removeprefix("person:")))
    gate.allow(act, person, "personalise", "*", "web form")
    db.session.commit()
    customer.get("/account", headers=SIGNAL)
    folded(act)
    assert gate.consider(act, person, "personalise").allowed
    assert not gate.consider(act, person, "personalise", signal=True).allowed
    assert not gate.consider(act, person, "understand").allowed


def test_without_the_signal_or_without_an_account_nothing_is_kept(
    customer: SignedIn, visitor: Browser, act: Act
) -> None:
    customer.get("/account")
    customer.get("/account", headers={"Sec-GPC": "0"})
    visitor.get("/", headers=SIGNAL)
    folded(act)
    assert signals() == []


def test_a_stop_said_by_mail_holds_on_the_page_too(app: Flask, act: Act) -> None:
    assert gate.consider(act, Subject(7, "kim@example.com"), "personalise").allowed
    gate.stop(act, Subject(0, "kim@example.com"), "personalise", "*", "mail")
    assert gate.consider(act, Subject(7, "kim@example.com"), "personalise").reason == "stopped"
