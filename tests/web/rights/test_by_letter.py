"""Requests by letter or telephone: staff enter them, a code goes by post, and facts or a mailbox make it whole."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.cases import service as cases
from app.cases.service import NewCase
from app.cases.views import case_of
from app.config import Settings
from app.foundation import clock, jobs, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.orders.views.known import known_orders
from app.people import identifiers
from tests.ordering import open_shop, paid
from tests.pages import Browser
from tests.people import SignedIn
from tests.requests import answered, letter_of, mailed_codes, type_code, values

Staff = Callable[[str], SignedIn]
CASEY, ALEX = "casey@example.com", "alex.kim@example.com"


@pytest.fixture
def desk(staff_member: Staff) -> SignedIn:
    return staff_member("privacy-officer")


def test_the_letter_holds_address_number_and_code_and_nothing_that_we_hold(desk: SignedIn, act: Act) -> None:
    new = NewCase("contact", "file", "web", "My proof is blue.", "Casey Calder", identifiers.email(CASEY))
    work.unit(lambda: cases.open_case(act, new) and None)
    number, code = letter_of(desk, CASEY)
    page = desk.get(f"/staff/requests/{number}/letter")
    assert len(code) == 14
    for words in ("12 Elm Street", "Casey Calder", str(number), code, "30 days"):
        assert words in page.main
    assert "blue" not in page.main
    assert CASEY not in page.main


def test_the_clock_starts_on_the_day_that_the_letter_came(desk: SignedIn) -> None:
    form = desk.get("/staff/requests/new").form("/staff/requests/new")
    came = clock.central(clock.now()).date() - timedelta(days=3)
    filled = {"wish": "erasure", "name": "Casey", "reach": "12 Elm Street", "channel": "phone"}
    number = int(form.submit(arrived=came.isoformat(), **filled).location.split("/")[3])
    case = case_of(number)
    assert clock.central(case.received_at).date() == came
    assert case.due_at - case.received_at == timedelta(days=10)
    assert case.channel == "phone"


def test_what_is_missing_is_named_beside_its_field(desk: SignedIn) -> None:
    form = desk.get("/staff/requests/new").form("/staff/requests/new")
    page = form.submit(arrived="2030-01-01", email="casey at example")
    assert page.status == 422
    assert set(page.errors()) == {"arrived", "wish", "name", "reach", "email"}


def test_a_letter_that_names_somebody_elses_mailbox_opens_nothing(desk: SignedIn, visitor: Browser, act: Act) -> None:
    new = NewCase("contact", "file", "web", "My proof is blue.", "Casey Calder", identifiers.email(CASEY))
    work.unit(lambda: cases.open_case(act, new) and None)
    number, code = letter_of(desk, CASEY)
    assert type_code(visitor, number, CASEY, code).status == 303
    page = visitor.get(f"/my-information/requests/{number}")
    assert "One step more" in page.main
    jobs.run_now("answer-requests")
    for path in ("/answer", "/download"):
        assert visitor.get(f"/my-information/requests/{number}{path}").status == 303
    assert db.session.scalar(text("SELECT count(*) FROM answer_file")) == 0


def test_the_mailbox_itself_makes_a_letter_whole(
    desk: SignedIn, visitor: Browser, act: Act, settings: Settings
) -> None:
    new = NewCase("contact", "file", "web", "My proof is blue.", "Casey Calder", identifiers.email(CASEY))
    work.unit(lambda: cases.open_case(act, new) and None)
    number, code = letter_of(desk, CASEY)
    type_code(visitor, number, CASEY, code)
    second = Browser(visitor.app)
    second.get(f"/my-information/requests/{number}").form("/codes").submit(address=CASEY)
    assert type_code(second, number, CASEY, mailed_codes(settings, number)[-1]).status == 303
    _, found = answered(second, number)
    assert "My proof is blue." in values(found)


def test_two_facts_about_an_order_open_kinds_of_things_but_no_values(
    customer: SignedIn, desk: SignedIn, visitor: Browser, act: Act
) -> None:
    open_shop()
    number_of_order = paid(act, customer.account_id)
    (order,) = known_orders(customer.account_id)
    number, code = letter_of(desk)
    assert type_code(visitor, number, "", code).status == 303
    form = visitor.get(f"/my-information/requests/{number}").form("/facts")
    assert form.submit(order_number=str(number_of_order)).status == 422, "one fact is not enough"
    form = visitor.get(f"/my-information/requests/{number}").form("/facts")
    assert form.submit(order_number=str(number_of_order), postal_code="00000").status == 422
    form = visitor.get(f"/my-information/requests/{number}").form("/facts")
    told = {"order_number": str(number_of_order), "total": f"${order.total_cents / 100:,.2f}"}
    assert form.submit(**told).status == 303
    _, found = answered(visitor, number)
    assert found["depth"] == "categories"
    orders = next(group for group in found["sources"] if group["name"] == "print_order")
    assert orders["count"] == 1
    assert "Alex Kim" not in values(found)


def test_a_letters_code_works_for_thirty_days_and_the_case_lapses_after_thirty_five(
    app: Flask, desk: SignedIn, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, code = letter_of(desk, CASEY)
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(days=31))
    assert type_code(visitor, number, CASEY, code).status == 422
    jobs.run_now("sweep-requests")
    assert case_of(number).state.code == "code-sent"
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(days=36))
    jobs.run_now("sweep-requests")
    case = case_of(number)
    assert case.state.code == "lapsed"
    assert (case.name, case.reach, case.email) == ("", "", "")


def test_opening_the_letter_is_noted_and_needs_its_permission(
    app: Flask, desk: SignedIn, customer: SignedIn, staff_member: Staff
) -> None:
    number, _ = letter_of(desk, CASEY)
    facts = (app.extensions["shop.settings"].instance / "facts").glob("*.jsonl")
    assert any(f'"case:{number}"' in path.read_text() for path in facts)
    for browser in (customer, staff_member("policy-editor")):
        assert browser.get(f"/staff/requests/{number}/letter").status == 403
        assert browser.get("/staff/requests/new").status == 403


def test_the_code_is_not_shown_again_once_it_was_typed(desk: SignedIn, visitor: Browser) -> None:
    number, code = letter_of(desk, CASEY)
    type_code(visitor, number, CASEY, code)
    assert "There is no code to print" in desk.get(f"/staff/requests/{number}/letter").main
