"""Anybody asks what we hold, by nothing but an address; the answer waits behind a typed code."""

from typing import Any

from flask import Flask
from sqlalchemy import text

from app.cases import service as cases
from app.cases.service import NewCase
from app.config import Settings
from app.foundation import work
from app.foundation.acts import Act
from app.foundation.database import db
from app.people import identifiers
from tests.pages import Browser, Page
from tests.people import PASSWORD, SignedIn
from tests.requests import answered, ask, mailed_codes, number_of, proven, type_code, values

CASEY = "casey@example.com"


def token_of(browser: Browser) -> str:
    """The token that this browser's forms carry."""
    return str(browser.get("/account/profile").form("/account/profile").values()["csrf_token"])


def wrote(act: Act, words: str = "My proof is blue.", email: str = CASEY) -> None:
    new = NewCase("contact", "file", "web", words, "Casey Calder", identifiers.email(email))
    work.unit(lambda: cases.open_case(act, new) and None)


def test_the_page_says_what_can_be_asked_and_leads_to_the_form(visitor: Browser) -> None:
    page = visitor.get("/").open("What we hold about you")
    assert page.h1 == "My information"
    for words in ("See it", "Correct it", "Erase it", "Object", "By letter", "950 Lake Drive"):
        assert words in page.main
    assert page.open("Ask now").h1 == "Ask about your information"
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.response.headers["Referrer-Policy"] == "no-referrer"


def test_known_and_unknown_addresses_get_the_same_page_and_the_same_mail(
    app: Flask, visitor: Browser, act: Act, settings: Settings
) -> None:
    wrote(act)
    pages, mails = [], []
    for email in (CASEY, "nobody.here@example.com"):
        browser = Browser(app)
        sent = ask(browser, email)
        number = number_of(sent)
        assert sent.status == 303
        pages.append(sent.follow().main.replace(str(number), "N"))
        assert len(mailed_codes(settings, number)) == 1
        mails.append(number)
    assert pages[0] == pages[1]
    assert CASEY not in pages[0]


def test_an_unproven_request_knows_nothing_but_a_digest(visitor: Browser, settings: Settings) -> None:
    number = number_of(ask(visitor, "quiet.person@example.com"))
    assert len(mailed_codes(settings, number)) == 1
    stored = " ".join(
        str(tuple(row))
        for table in ("case_file", "information_request", "case_message", "case_event", "outbox_mail", "audit_entry")
        for row in db.session.execute(text(f"SELECT * FROM {table}"))  # names of tables written here
    )
    assert "quiet.person" not in stored


def test_whoever_only_wrote_once_sees_what_they_wrote_and_where_it_came_from(
    visitor: Browser, act: Act, settings: Settings
) -> None:
    wrote(act)
    number = proven(visitor, settings, CASEY)
    page, found = answered(visitor, number)
    assert page.h1 == "What we hold about you"
    assert "My proof is blue." in page.main
    assert "My proof is blue." in values(found)
    assert "Casey Calder" in values(found)
    assert page.response.headers["Cache-Control"] == "no-store"


def test_a_stranger_learns_that_nothing_is_held_but_the_request_itself(
    visitor: Browser, act: Act, settings: Settings
) -> None:
    wrote(act)
    page, found = answered(visitor, proven(visitor, settings, "stranger@example.com"))
    assert "My proof is blue." not in page.main
    assert "Casey" not in values(found)


def test_the_mailbox_of_an_account_shows_kinds_of_things_and_a_sign_in_the_values(
    customer: SignedIn, visitor: Browser, settings: Settings
) -> None:
    email = "alex.kim@example.com"
    number = proven(visitor, settings, email)
    _, found = answered(visitor, number)
    assert "950 Lake Drive" not in values(found)
    assert "Alex Kim" not in values(found)
    assert found["depth"] == "categories"
    claimed = customer.get(f"/my-information/requests/{number}")
    assert claimed.h1.startswith("Type the code")

    shown = visitor.get(f"/my-information/requests/{number}")
    assert "See the values as well" in shown.main
    sent = customer.post(f"/my-information/requests/{number}/sign-in", {"csrf_token": token_of(customer)})
    assert sent.status == 303
    _, found = answered(customer, number)
    assert found["depth"] == "values"
    assert "Alex Kim" in values(found)
    assert visitor.get(f"/my-information/requests/{number}").h1.startswith("Type the code"), "no code opens values"


def test_nobody_else_can_claim_a_request_by_signing_in(
    other_customer: SignedIn, visitor: Browser, settings: Settings
) -> None:
    number = proven(visitor, settings, CASEY)
    sent = other_customer.post(f"/my-information/requests/{number}/sign-in", {"csrf_token": token_of(other_customer)})
    assert sent.status == 404
    assert "Your request" in visitor.get(f"/my-information/requests/{number}").main


def test_from_the_account_one_button_is_enough(customer: SignedIn) -> None:
    page = customer.get("/account").open("What you hold about me")
    sent = page.form("/account/information").submit(wish="information")
    page, found = answered(customer, number_of(sent))
    assert found["depth"] == "values"
    assert "Alex Kim" in values(found)
    assert "950 Lake Drive" in values(found)


def test_the_state_is_followed_and_fetching_it_is_noted(visitor: Browser, settings: Settings, run_job: Any) -> None:
    number = proven(visitor, settings, CASEY)
    assert "Proven" in visitor.get(f"/my-information/requests/{number}").main
    answered(visitor, number)
    assert "Ready" in visitor.get(f"/my-information/requests/{number}").main
    kinds = db.session.scalars(text(f"SELECT kind FROM audit_entry WHERE subject_ref = 'case:{number}' ORDER BY id"))
    told = [kind for kind in kinds if kind.startswith(("request.", "answer."))]
    assert told == [
        "request.asked",
        "request.code-sent",
        "request.code-typed",
        "request.proven",
        "answer.made",
    ]


def test_a_second_browser_sees_nothing_without_a_new_code(app: Flask, visitor: Browser, settings: Settings) -> None:
    number = proven(visitor, settings, CASEY)
    answered(visitor, number)
    other = Browser(app)
    for path in ("", "/answer", "/download"):
        page = other.get(f"/my-information/requests/{number}{path}")
        page = page.follow() if page.status == 303 else page
        assert page.h1 == f"Type the code of request {number}"
    locked = other.get(f"/my-information/requests/{number}")
    locked.form("/codes").submit(address=CASEY)
    code = mailed_codes(settings, number)[-1]
    assert type_code(other, number, CASEY, code).status == 303
    assert "Read your answer" in other.get(f"/my-information/requests/{number}").main


def through(page: Page) -> Page:
    """Where the redirects end."""
    while page.status in {302, 303}:
        page = page.follow()
    return page


def test_whoever_proved_the_mailbox_goes_through_the_sign_in_to_everything(
    visitor: Browser, customer: SignedIn, settings: Settings
) -> None:
    number = proven(visitor, settings, f"{customer.user_id}@example.com")
    page = visitor.get(f"/my-information/requests/{number}")
    sign_in = through(page.form("/sign-in").submit("Sign in and show everything"))
    sent_on = through(sign_in.form("/sign-in").submit(user_id=customer.user_id, password=PASSWORD))
    shown = through(sent_on.form(f"/requests/{number}/sign-in").submit())
    assert "this request now shows everything" in shown.text
