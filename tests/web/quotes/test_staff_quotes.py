"""Quotes at the desk: made for customers and for requests, prices agreed, orders placed and paid by a link."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.foundation.acts import Act
from app.foundation.database import db
from app.orders import service
from tests.cases import mails
from tests.ordering import done, payment_for
from tests.pages import Browser, Page
from tests.people import SignedIn
from tests.quoting import audited, saved

Staff = Callable[[str], SignedIn]
CARDS = "https://localhost:8443/products/business-cards?quantity=250"


@pytest.fixture
def clerk(staff_member: Staff) -> SignedIn:
    """Somebody of customer service."""
    return staff_member("service")


def made(clerk: SignedIn, **typed: str) -> Page:
    """The staff page of a quote that was made for Alex."""
    form = clerk.get("/staff/quotes/new").form("/staff/quotes/new")
    return form.submit(**{"customer": "alex.kim", "product_page": CARDS} | typed).follow()


def test_a_quote_for_a_customer_is_theirs(customer: SignedIn, clerk: SignedIn) -> None:
    page = made(clerk, name="Cards as asked by telephone")
    assert page.h1 == "Quote Q-20001"
    assert "Alex Kim" in page.main
    assert "Cards as asked by telephone" in customer.get("/quotes/20001").main
    assert "Q-20001" in clerk.get("/staff/quotes?q=alex").main
    assert "Q-20001" not in clerk.get("/staff/quotes?state=ordered").main


def test_a_customer_is_found_by_exact_mail_address_too(customer: SignedIn, clerk: SignedIn) -> None:
    assert "Alex Kim" in made(clerk, customer="alex.kim@example.com").main


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(customer: SignedIn, clerk: SignedIn) -> None:
    form = clerk.get("/staff/quotes/new").form("/staff/quotes/new")
    page = form.submit(customer="nobody", product_page="/products/business-cards?quantity=1", price="ten", name="Kept")
    assert page.status == 422
    assert {"product_page", "price"} <= page.errors().keys()
    assert page.form("/staff/quotes/new").values()["name"] == "Kept"
    page = form.submit(customer="nobody", product_page=CARDS, price="9.00")
    assert "why this price" in page.errors()["reason"]
    page = form.submit(customer="nobody", product_page=CARDS)
    assert "No customer has" in page.errors()["customer"]


def test_an_agreed_price_stands_with_its_reason_and_in_the_record(customer: SignedIn, clerk: SignedIn) -> None:
    page = made(clerk)
    form = page.form("/prices")
    page = form.submit(price="45.00", words="As agreed by telephone", reason="A printer's apology").follow()
    assert "$45.00 agreed" in page.main
    assert "A printer's apology" in page.main
    assert audited(20001) == ["quote.saved", "quote.price-agreed"]
    own = customer.get("/quotes/20001").main
    assert "As agreed by telephone" in own
    assert "$45.00" in own
    assert "apology" not in own
    again = form.submit(price="44.00", words="", reason="Too late")
    assert again.status == 422
    assert "Somebody changed this quote" in again.main


def test_another_job_joins_the_quote(customer: SignedIn, clerk: SignedIn) -> None:
    page = made(clerk).form("/lines").submit(product_page="/products/postcards?quantity=100", name="Postcards").follow()
    assert "Postcards" in page.main
    assert "Postcards" in customer.get("/quotes/20001").main


def test_opening_a_quote_is_a_fact_that_is_kept(app: Flask, act: Act, customer: SignedIn, clerk: SignedIn) -> None:
    saved(act, customer.account_id)
    clerk.get("/staff/quotes/20001")
    folder = Path(app.instance_path) / "facts"
    kept = " ".join(file.read_text() for file in folder.iterdir())
    assert '"staff.read"' in kept
    assert '"quote:20001"' in kept


def test_others_of_the_staff_may_not(customer: SignedIn, staff_member: Staff) -> None:
    printer = staff_member("production")
    for path in ("/staff/quotes", "/staff/quotes/new", "/staff/quotes/20001"):
        assert printer.get(path).status == 403


def ordered(clerk: SignedIn, run_job: Callable[[str], None], visitor: Browser) -> str:
    """The link to pay of an order that the desk placed for Alex."""
    page = made(clerk).open("Order it for the customer")
    assert "Order Q-20001 for Alex Kim" in page.h1
    assert "Link to pay" in page.form("/order").submit().follow().main
    run_job("send-mail")
    letter = visitor.get("/local-mail").open("waits to be paid").main
    found = re.search(r"/pay/[0-9a-f]{64}", letter)
    assert found is not None, letter
    return found[0]


def test_an_order_for_a_customer_is_theirs_and_paid_by_a_link(
    customer: SignedIn, clerk: SignedIn, run_job: Callable[[str], None], visitor: Browser
) -> None:
    link = ordered(clerk, run_job, visitor)
    assert customer.get("/checkout/10001").status == 200
    page = visitor.get(link)
    assert page.h1 == "Pay order 10001"
    for private in ("Alex", "Lake Drive", "55317"):
        assert private not in page.main
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert link.rpartition("/")[2] not in str(db.session.execute(text("SELECT * FROM pay_link")).one())
    events = db.session.scalars(text("SELECT actor FROM order_event WHERE order_number = 10001"))
    assert set(events) == {f"staff:{clerk.account_id}"}


def test_a_new_link_ends_the_old_one(
    customer: SignedIn, clerk: SignedIn, run_job: Callable[[str], None], visitor: Browser
) -> None:
    link = ordered(clerk, run_job, visitor)
    clerk.get("/staff/quotes/20001").form("/pay-link").submit()
    assert visitor.get(link).status == 410
    assert visitor.get("/pay/" + "0" * 64).status == 404


def test_a_paid_order_only_says_so(
    act: Act, customer: SignedIn, clerk: SignedIn, run_job: Callable[[str], None], visitor: Browser
) -> None:

    link = ordered(clerk, run_job, visitor)
    form = visitor.get(link).form("/pay/" + link.rpartition("/")[2])
    done(lambda: service.settle(act, payment_for(10001)))
    page = visitor.get(link)
    assert "is paid" in page.main
    assert "$" not in page.main
    assert form.submit().location == link


def test_a_request_is_answered_with_a_quote_that_whoever_asked_takes(
    customer: SignedIn, other_customer: SignedIn, clerk: SignedIn, visitor: Browser
) -> None:
    form = visitor.get("/quotes/requests/new").form("/requests/new")
    asked = form.submit(
        what="A box of dominoes", quantity="40", name="Casey", email="casey@example.com", wanted_by=""
    ).follow()
    code = asked["code"][0].text
    assert "40001" in asked.h1
    page = clerk.get("/staff/quotes")
    assert "Casey" in page.main
    form = page.open("Make a quote for request").form("/staff/quotes/new")
    form.submit(product_page=CARDS, price="80", words="Dominoes, as described", reason="Worked out by hand")
    assert "ready" in clerk.get("/staff/quotes/20001").form("/sending").submit().follow().text
    assert mails(40001) == ["cases/received", "cases/news"]
    answered = visitor.get("/quotes/requests/40001").main
    assert "$80.00" in answered
    assert "Customer service answered" in answered
    assert other_customer.get("/quotes/requests/40001").location == "/contact/follow"
    followed = customer.get("/contact/follow").form("/follow").submit(number="40001", code=code).follow()
    page = followed.open("Open your request")
    taken = page.form("/quotes/20001").submit().follow()
    assert taken.h1 == "Quote Q-20001"
    assert "Dominoes, as described" in taken.main
    assert "in the account of whoever asked" in visitor.get("/quotes/requests/40001").main


def test_the_desk_tells_a_customer_that_a_quote_is_ready(
    customer: SignedIn, clerk: SignedIn, run_job: Callable[[str], None], visitor: Browser
) -> None:
    made(clerk, name="Cards as asked by telephone").form("/sending").submit()
    run_job("send-mail")
    letter = visitor.get("/local-mail").open("is ready").main
    assert "Cards as asked by telephone" in letter
    assert "/quotes/20001" in letter
