"""Paying at the practice processor's own page: declines, double clicks, late, repeated and reordered messages."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import text

from app.foundation.database import db
from tests.journeys.paying import return_page, settled
from tests.ordering import letters
from tests.pages import Form, Page
from tests.people import SignedIn
from tests.practice_processor.beside_the_shop import PracticeBeside
from tests.suppliers import register

Staff = Callable[[str], SignedIn]
GOOD, DECLINED = "4242424242424242", "4000000000000002"


@pytest.fixture
def checkout(customer: SignedIn) -> Page:
    """The checkout page of a new order."""
    return customer.get("/orders/new?product=business-cards&quantity=250").form("/orders/new").submit().follow()


def count(table: str) -> int:
    """How many rows a table has, without an open transaction left behind."""
    found = int(db.session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)
    db.session.rollback()
    return found


def one_order_one_payment(number: int = 10001) -> None:
    """What every path must come to."""
    assert count("print_order") == 1
    assert count("payment_state WHERE state = 'paid'") == 1
    assert count("order_event WHERE state = 'placed'") == 1
    assert letters(number) == ["orders/placed"]
    db.session.rollback()


def test_a_declined_card_leaves_the_order_payable(customer: SignedIn, checkout: Page, practice: PracticeBeside) -> None:
    url = checkout.form("/pay").submit().location
    assert practice.pay_at(url, DECLINED).status == 402
    page = return_page(customer, 10001, "declined")
    again = page.open("Try again").form("/pay").submit().location
    assert practice.pay_at(again, GOOD).status == 303
    settled(customer, 10001)
    one_order_one_payment()


@pytest.mark.parametrize("notice", ["at-once", "twice", "out-of-order", "after-return", "late"])
def test_however_the_processor_tells_it_is_one_payment(
    customer: SignedIn, checkout: Page, practice: PracticeBeside, notice: str
) -> None:
    url = checkout.form("/pay").submit().location
    practice.pay_at(url, GOOD, notice)
    page = settled(customer, 10001)
    before = page.main
    assert [customer.get("/orders/10001/payment-return").main for _ in range(3)] == [before] * 3
    one_order_one_payment()


def test_the_return_page_believes_only_the_processors_message(
    customer: SignedIn, checkout: Page, practice: PracticeBeside
) -> None:
    url = checkout.form("/pay").submit().location
    practice.pay_at(url, GOOD, "never")
    page = customer.get("/orders/10001/payment-return")
    assert "waits" in page.h1
    assert page.open("Look again").h1 == page.h1
    assert "Awaiting payment" in customer.get("/orders/10001").main


def test_a_double_click_on_pay_makes_one_order_and_one_payment(
    app: Flask, customer: SignedIn, practice: PracticeBeside
) -> None:
    form = customer.get("/orders/new?product=business-cards&quantity=250").form("/orders/new")
    db.session.rollback()
    with ThreadPoolExecutor(2) as clicks:
        pages = list(clicks.map(lambda one: elsewhere(app, customer, one), [form, form]))
    assert pages == ["/checkout/10001"] * 2
    pay = customer.get("/checkout/10001").form("/pay")
    with ThreadPoolExecutor(2) as clicks:
        urls = set(clicks.map(lambda one: elsewhere(app, customer, one), [pay, pay]))
    assert len(urls) == 1
    url = urls.pop()
    assert practice.pay_at(url, GOOD).status == 303
    practice.pay_at(url, GOOD)
    settled(customer, 10001)
    one_order_one_payment()
    assert pay.submit().location == "/orders/10001"


def elsewhere(app: Flask, customer: SignedIn, form: Form) -> str:
    """Where the form leads, sent on a thread of its own with the customer's cookies."""
    browser = SignedIn(app, customer.account_id, customer.user_id)
    for cookie in customer.client._cookies.values():
        browser.client.set_cookie(cookie.key, cookie.value, domain="localhost", path="/", secure=True)
    with app.app_context():
        return browser.post(form.action, {**form.values(), "artwork": ""}).location


def test_a_payment_for_an_order_cancelled_meanwhile_is_shown_to_staff(
    customer: SignedIn, checkout: Page, practice: PracticeBeside, staff_member: Staff
) -> None:
    desk = staff_member("service")
    url = checkout.form("/pay").submit().location
    customer.get("/orders/10001/cancellation").form("/cancellation").submit()
    assert practice.pay_at(url, GOOD).status == 303
    return_page(customer, 10001, "10001")
    assert "Cancelled" in customer.get("/orders/10001").main
    page = desk.get("/staff")
    assert "paid after cancelling" in page.open("1 order").main


def test_without_the_processor_the_order_waits_and_says_so(app: Flask, customer: SignedIn, checkout: Page) -> None:
    register(app.extensions["shop.settings"])
    page = checkout.form("/pay").submit()
    assert page.status == 422
    assert "Nothing was taken" in page.main
    assert "Awaiting payment" in customer.get("/orders/10001").main


def test_the_checkout_page_may_lead_to_the_processor_and_nowhere_else(
    app: Flask, customer: SignedIn, checkout: Page
) -> None:
    policy = str(checkout.response.headers["Content-Security-Policy"])
    base = app.extensions["shop.settings"].processor_base
    assert f"form-action 'self' {base};" in f"{policy};"
    assert "form-action 'self';" in f"{customer.get('/orders').response.headers['Content-Security-Policy']};"


def test_no_card_number_reaches_the_shop(customer: SignedIn, checkout: Page, practice: PracticeBeside) -> None:
    names = {str(item.get("name")) for item in checkout["main input, main select, main textarea"]}
    assert names <= {"csrf_token"}
    practice.pay_at(checkout.form("/pay").submit().location, GOOD)
    settled(customer, 10001)
    tables = db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all() if sqlite() else []
    for table in tables:
        for row in db.session.execute(text(f'SELECT * FROM "{table}"')):
            assert GOOD not in " ".join(map(str, row)), table
    db.session.rollback()


def sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"
