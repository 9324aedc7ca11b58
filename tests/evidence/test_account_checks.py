"""The checks of cookies, sign-in and accounts, each broken in further ways than the one of the table."""

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, Response
from sqlalchemy import text

from app.accounts import checks as accounts
from app.accounts.service import create_staff, own_visitor
from app.accounts.views import newest_customers
from app.foundation import access, clock, codes, forms, jobs, work
from app.foundation.acts import Act, Actor
from app.foundation.checks import Result, State
from app.foundation.database import db
from app.foundation.own_site import OwnSite
from app.people import service as people
from app.people.service import Told
from tests.evidence import in_flight
from tests.evidence.breach import Patch, edit, seen
from tests.evidence.breaches_accounts import a_cookie_everywhere, a_customer, any_password, no_access_check
from tests.people import PASSWORD, WEAK, person

CHECKS = {check.name: check for check in accounts.CHECKS}
VISITOR = Act(Actor("visitor"), clock.now(), 1)


def found(name: str) -> Result:
    return seen(CHECKS[name])


@pytest.fixture
def own(app: Flask, served: OwnSite) -> None:
    """The account in which the checks sign in."""
    jobs.run_now("own-visitor")


FLAGS: list[tuple[str, Any, str]] = [
    ("secure", False, "lacks Secure"),
    ("httponly", False, "lacks HttpOnly"),
    ("samesite", None, "lacks SameSite"),
    ("samesite", "None", "lacks SameSite"),
    ("path", "/account", "lacks Path=/"),
    ("domain", "localhost", "no domain"),
]


@pytest.mark.parametrize(("flag", "value", "words"), FLAGS)
def test_a_cookie_that_loses_a_flag_is_seen_and_named(
    own: None, monkeypatch: Patch, flag: str, value: Any, words: str
) -> None:
    made = Response.set_cookie

    def set_cookie(answer: Any, name: str, content: str = "", **settings: Any) -> None:
        made(answer, name, content, **settings | {flag: value})

    monkeypatch.setattr(Response, "set_cookie", set_cookie)
    result = found("cookie-contents")
    assert result.state == State.FAILING
    assert words in result.measured
    monkeypatch.undo()
    assert found("cookie-contents").state == State.KEPT


def test_the_flag_of_a_cookie_turns_only_the_check_of_cookies(own: None, monkeypatch: Patch) -> None:
    a_customer(None)  # type: ignore[arg-type]  # it needs no application
    before = {name: found(name).state for name in CHECKS}
    made = Response.set_cookie
    monkeypatch.setattr(Response, "set_cookie", lambda *given, **flags: made(*given, **flags | {"httponly": False}))
    after = {name: found(name).state for name in CHECKS}
    assert {name for name in CHECKS if before[name] != after[name]} == {"cookie-contents"}


def test_a_number_made_from_the_account_is_no_random_one(own: None, monkeypatch: Patch) -> None:
    of_the_account, random = hashlib.sha256(b"account 7").hexdigest()[:12], codes.random_token
    monkeypatch.setattr(codes, "random_token", lambda bits=256: of_the_account + random(bits)[12:])
    result = found("cookie-contents")
    assert result.state == State.FAILING
    assert "alike at two sign-ins" in result.measured


def test_a_third_cookie_is_seen(app: Flask, own: None, monkeypatch: Patch) -> None:
    a_cookie_everywhere(app, monkeypatch)
    assert found("cookie-contents").state == State.FAILING


def test_what_the_check_says_tells_nobody_the_own_visitors_cookies(own: None) -> None:
    said = found("cookie-contents").measured
    assert "own-check-" not in said
    assert len(max(said.split(), key=len)) < len(codes.random_token(256))


def test_a_cookie_that_leads_to_no_row_recognizes_nobody(own: None, monkeypatch: Patch) -> None:
    monkeypatch.setattr("app.accounts.views.open_session", lambda *_a, **_k: None)
    assert found("cookie-recognizes").state == State.FAILING


def test_an_account_that_opens_without_a_cookie_is_seen(app: Flask, own: None, monkeypatch: Patch) -> None:
    no_access_check(app, monkeypatch)
    assert found("cookie-recognizes").state == State.FAILING


def test_any_password_that_opens_an_account_is_seen(app: Flask, own: None, monkeypatch: Patch) -> None:
    any_password(app, monkeypatch)
    result = found("areas-closed")
    assert (result.state, result.measured) == (State.FAILING, "A wrong password opened an account.")


def test_one_closed_page_that_opens_is_named(app: Flask, own: None, monkeypatch: Patch) -> None:
    before = access._check_viewer
    monkeypatch.setattr(
        access, "_check_viewer", lambda mark: None if access.request.path == "/account/security" else before(mark)
    )
    result = found("areas-closed")
    assert result.state == State.FAILING
    assert "/account/security" in result.measured


def test_a_first_question_that_asks_for_more_is_seen(app: Flask, own: None, monkeypatch: Patch) -> None:
    a_customer(app)
    in_flight.body(app, monkeypatch, "/register", '<input name="birthday" aria-label="Birthday">')
    result = found("registration-set")
    assert result.state == State.FAILING
    assert "birthday" in result.measured


def test_a_field_beyond_the_set_is_seen(app: Flask, own: None) -> None:
    a_customer(app)
    ((person_id, opened_at),) = newest_customers().items()
    birthday = Told("birthday", "May 5", "For a surprise.")
    work.unit(lambda: people.record(replace(VISITOR, at=opened_at), person_id, birthday) and None)
    result = found("registration-set")
    assert result.state == State.FAILING
    assert "birthday does not belong to the set" in result.measured


def test_what_somebody_adds_later_does_not_count_as_asked_at_registration(app: Flask, own: None) -> None:
    a_customer(app)
    ((person_id, _),) = newest_customers().items()
    phone = Told("phone", "+16125550142", "Only for questions about your orders.")
    work.unit(lambda: people.record(replace(VISITOR, at=clock.now()), person_id, phone) and None)
    assert found("registration-set").state == State.KEPT


def test_an_address_that_was_dropped_is_missed(app: Flask, own: None) -> None:
    a_customer(app)
    edit(text("DELETE FROM field_value WHERE field LIKE 'address:%'"))
    assert found("registration-set").state == State.FAILING


def test_staff_and_our_own_visitor_are_no_registrations(own: None) -> None:
    act = replace(VISITOR, at=clock.now())
    work.unit(lambda: create_staff(act, person("sam", "Sam Vale", None), PASSWORD, ["service"], WEAK) and None)
    assert found("registration-set").state == State.UNCHECKED


@pytest.mark.parametrize(
    "stored",
    [
        "nine kites over the mill",
        "$2b$12$abcdefghijklmnopqrstuv",
        "$argon2i$v=19$m=65536,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2hoYXM",
        "$argon2id$v=19$m=19456,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2hoYXM",
    ],
)
def test_a_password_that_is_kept_otherwise_is_seen(app: Flask, opened: None, stored: str) -> None:
    a_customer(app)
    assert found("passwords-scrambled").state == State.KEPT
    edit(text("UPDATE account SET password_hash = :stored"), stored=stored)
    assert found("passwords-scrambled").state == State.FAILING


def test_without_an_account_there_is_no_password_to_look_at(app: Flask, opened: None) -> None:
    assert found("passwords-scrambled").state == State.UNCHECKED


def test_values_that_the_profile_hides_are_missed(own: None, monkeypatch: Patch) -> None:
    monkeypatch.setattr(forms.Text, "shown", "")
    assert found("own-values-shown").state == State.FAILING


def test_the_own_visitors_value_stands_as_before_after_each_look(own: None) -> None:
    assert found("own-values-shown").state == State.KEPT
    assert db.session.scalar(text("SELECT greeting FROM account")) == own_visitor.GREETING


def test_a_look_that_was_cut_short_does_not_spoil_the_next(own: None) -> None:
    edit(text("UPDATE account SET greeting = :other"), other="visitor who looks")
    assert found("own-values-shown").state == State.KEPT


@pytest.mark.parametrize("name", ["areas-closed", "cookie-contents", "cookie-recognizes", "own-values-shown"])
def test_before_the_own_visitor_has_an_account_nothing_is_claimed(app: Flask, served: OwnSite, name: str) -> None:
    assert found(name).state == State.UNCHECKED


@pytest.mark.parametrize("name", ["cookie-recognizes", "no-cookie-without-form", "registration-set"])
def test_a_site_that_does_not_answer_is_not_judged(app: Flask, own: None, served: OwnSite, name: str) -> None:
    served.port = 1
    result = found(name)
    assert result.state == State.UNCHECKED
    assert "could not be reached" in result.measured
