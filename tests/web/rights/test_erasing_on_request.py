"""Somebody without an account has erased what hangs on their address, or objects to uses of it."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.cases import service as cases
from app.cases.service import NewCase
from app.config import Settings
from app.foundation import clock, jobs, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.people import identifiers
from app.permissions import service as gate
from app.permissions.service import Refused
from app.permissions.subjects import Subject
from app.rights.service import erasures
from tests.pages import Browser, Page
from tests.people import SignedIn
from tests.requests import proven
from tests.unit.rights.erased import found_in, rows_with
from tests.unit.rights.erasure_stage import keys_for_the_next_test

__all__ = ["keys_for_the_next_test"]
CASEY = "casey.calder@example.com"
WORDS = ("casey.calder", "Casey Calder", "blue heron")


@pytest.fixture
def wrote(act: Act) -> None:
    """Casey wrote to us once, and doubted a clause."""
    for kind, clause in (("contact", ""), ("concern", "encryption")):
        new = NewCase(
            kind, "file", "web", "The blue heron is missing.", "Casey Calder", identifiers.email(CASEY), clause=clause
        )
        work.unit(lambda new=new: cases.open_case(act, new) and None)  # type: ignore[misc]  # bound at once


def erased(visitor: Browser, number: int) -> Page:
    """The request's page after the button was pressed and the job ran."""
    page = visitor.get(f"/my-information/requests/{number}").open("Go on")
    assert page.form("/erasure").submit(sure="y").status == 303
    jobs.run_now(erasures.JOB)
    return visitor.get(f"/my-information/requests/{number}/erasure")


@pytest.mark.usefixtures("wrote")
def test_the_page_shows_what_goes_and_what_stays_before_the_button(visitor: Browser, settings: Settings) -> None:
    number = proven(visitor, settings, CASEY, "erasure")

    page = visitor.get(f"/my-information/requests/{number}").open("Go on")

    assert page.h1 == "Have it erased"
    assert "What was said (2)" in page.main
    assert "to show that we answered, and when" in page.main
    assert page.form("/erasure").submit().status == 422
    assert "casey.calder@example.com" in " ".join(db.session.execute(text("SELECT email FROM case_file")).scalars())


@pytest.mark.usefixtures("wrote")
def test_what_hangs_on_the_address_is_gone_and_the_page_says_so(visitor: Browser, settings: Settings) -> None:
    number = proven(visitor, settings, CASEY, "erasure")
    assert {"case_file.email", "case_file.name", "outbox_mail.recipient"} <= set(rows_with(WORDS))

    page = erased(visitor, number)

    assert page.h1 == "It is erased"
    assert "What was said (2)" in page.main
    assert rows_with(WORDS) == []
    if db.engine.dialect.name == "sqlite":
        assert found_in(settings, WORDS) == {}


@pytest.mark.usefixtures("wrote")
def test_the_case_is_followed_by_its_code_to_the_answer(app: Flask, visitor: Browser, settings: Settings) -> None:
    number = proven(visitor, settings, CASEY, "erasure")
    code = visitor.get(f"/my-information/requests/{number}")["code"][0].text_content()
    erased(visitor, number)

    form = Browser(app).get("/contact/follow").form("/follow")
    page = form.submit(number=str(number), code=code).follow()

    assert "It is erased. What went:" in page.main


def test_a_browser_without_the_code_gets_no_erasure(app: Flask, visitor: Browser, settings: Settings) -> None:
    number = proven(visitor, settings, CASEY, "erasure")

    for path in ("erasure", "objection"):
        assert Browser(app).get(f"/my-information/requests/{number}/{path}").location.endswith(f"/requests/{number}")


@pytest.mark.usefixtures("customer")
def test_the_mailbox_of_an_account_leads_to_closing_it(visitor: Browser, settings: Settings) -> None:
    number = proven(visitor, settings, "alex.kim@example.com", "erasure")

    page = visitor.get(f"/my-information/requests/{number}/erasure")

    assert page.h1 == "Close your account"
    assert page.link("Sign in and go on") == "/account/closing"
    assert not page["main form"]


def test_closing_answers_the_request_that_led_to_it(customer: SignedIn) -> None:
    sent = customer.get("/account/information").form("/account/information").submit(wish="erasure")
    number = int(sent.location.rpartition("/")[2])

    customer.get("/account/closing").form("/account/closing").submit(sure="y")

    row = db.session.execute(text("SELECT case_number, due_at FROM account_closing")).one()
    assert row.case_number == number
    assert str(clock.now().year) in str(row.due_at)


@pytest.mark.usefixtures("wrote")
def test_an_objection_holds_at_once_and_for_whoever_has_the_address_later(
    visitor: Browser, settings: Settings, act: Act
) -> None:
    number = proven(visitor, settings, CASEY, "objection")
    page = visitor.get(f"/my-information/requests/{number}").open("Go on")
    assert page.form("/objection").submit().status == 422

    answer = visitor.get(page.path).form("/objection").submit(every="y").follow()

    assert "It is stopped from now on" in answer.text
    key = identifiers.email(CASEY).key
    asked: list[object] = []
    for purpose in ("marketing", "survey", "improve"):
        work.unit(
            lambda purpose=purpose: asked.append(gate.ask(act, Subject(email_key=key), purpose, "internal"))  # type: ignore[misc]  # bound at once
        )
    assert [isinstance(one, Refused) and one.reason for one in asked] == ["stopped"] * 3
