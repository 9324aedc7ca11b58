"""The main job without a browser: from a stranger's first look to a card on its way, forms filled as found."""

import re
from collections.abc import Callable

from flask import Flask

from app.foundation.database import db
from tests.journeys.paying import settled
from tests.ordering import card_pdf
from tests.pages import Browser, Page
from tests.people import SignedIn
from tests.practice_processor.beside_the_shop import PracticeBeside

Staff = Callable[[str], SignedIn]
Run = Callable[[str], None]
PASSWORD = "a kite over the old mill"
GOOD = "4242424242424242"


def letter(browser: Browser, run_job: Run, subject: str) -> Page:
    """The newest local mail whose subject holds those words."""
    run_job("send-mail")
    return browser.get("/local-mail").open(subject)


def registered(visitor: Browser, run_job: Run) -> Page:
    """The account page of a visitor who just registered, the code read from the mail."""
    page = visitor.get("/register").form("/register").submit(email="alex@example.com").follow()
    found = re.search(r"\b(\d{6})\b", letter(visitor, run_job, "code").main)
    assert found is not None
    page = page.form("/register/code").submit(code=found[1]).follow()
    return page.form("/register/details").submit(
        user_id="alex",
        password=PASSWORD,
        full_name="Alex Kim",
        line1="950 Lake Drive",
        city="Chanhassen",
        region="MN",
        postal_code="55317",
        agree="y",
    ).follow()  # fmt: skip


def signed_in_again(visitor: Browser) -> Page:
    """Sign out, then in again and be remembered."""
    visitor.get("/account").form("/sign-out").submit()
    page = visitor.get("/sign-in").form("/sign-in").submit(user_id="alex", password=PASSWORD, remember="y").follow()
    visitor.client.delete_cookie("__Host-session", domain="localhost", path="/")
    assert visitor.get("/account").status == 200
    return page


def test_a_stranger_orders_250_cards_pays_and_staff_make_them(
    app: Flask, visitor: Browser, practice: PracticeBeside, staff_member: Staff, run_job: Run
) -> None:
    product = visitor.get("/products/business-cards?quantity=250")
    assert "$51.14" in product.main
    assert "/sign-in" in product.open("Order this").location

    registered(visitor, run_job)
    signed_in_again(visitor)
    profile = visitor.get("/account/profile").form("/account/profile")
    assert "saved" in profile.submit(greeting="Ms. Kim").follow().main

    form = product.open("Order this").form("/orders/new")
    sent = form.submit(artwork=("cards.pdf", card_pdf()), job_name="Cards for Alex", phone="(612) 555-0142")
    checkout = sent.follow()
    assert checkout.h1 == "Check and pay order 10001"
    url = checkout.form("/pay").submit().location
    assert url.startswith(practice.address)
    assert practice.pay_at(url, GOOD).location == "https://localhost:8443/orders/10001/payment-return"

    order = settled(visitor, 10001).open("See the order")
    for words in ("Files received", "Cards for Alex", "cards.pdf", "(612) 555-0142", "version 1"):
        assert words in order.main, words
    assert "receipt" in letter(visitor, run_job, "Your order 10001 is paid").main
    assert "10001" in visitor.get("/orders").main

    run_job("check-artwork")
    page = visitor.get("/orders/10001")
    picture = visitor.get(str(page["main svg image"][0].get("href")))
    assert picture.response.content_type == "image/jpeg"

    through_the_shop(visitor, staff_member)
    assert "1Z999" in letter(visitor, run_job, "is on its way").main
    db.session.rollback()


def through_the_shop(customer: Browser, staff_member: Staff) -> None:
    """Each role takes its own steps; the customer approves in between."""
    page = (
        staff_member("prepress").get("/staff/orders").form("/staff/orders").submit(q="alex@example.com").open("10001")
    )
    page = page.form("/assignment").submit("Take it").follow()
    page = page.form("/steps").submit("Start checking").follow()
    page.form("/steps").submit("Offer the proof")
    assert "Ships by" in customer.get("/orders/10001").form("/approval").submit().follow().main
    page = staff_member("production").get("/staff/orders/10001").form("/steps").submit("Start printing").follow()
    page.form("/steps").submit("Ready to ship")
    page = staff_member("shipping").get("/staff/orders/10001")
    page.form("/steps").submit("Mark as shipped", tracking="1Z999")
    assert "Shipped" in customer.get("/orders/10001").main


def test_an_order_form_sent_after_the_sign_in_ran_out_is_not_lost(customer: SignedIn) -> None:
    form = customer.get("/orders/new?product=postcards&quantity=100").form("/orders/new")
    customer.client.delete_cookie("__Host-session", domain="localhost", path="/")
    page = form.submit(job_name="Postcards for Alex")
    page = page.form("/sign-in").submit(user_id=customer.user_id, password="nine kites over the mill")
    page = page.form("/orders/new", "Send it now").submit().follow()
    assert "Postcards for Alex" in page.main


def test_another_customer_sees_nothing_of_it(customer: SignedIn, other_customer: SignedIn, run_job: Run) -> None:
    form = customer.get("/orders/new?product=business-cards&quantity=250").form("/orders/new")
    form.submit(artwork=("cards.pdf", card_pdf()))
    run_job("check-artwork")
    page = customer.get("/orders/10001")
    file = next(str(link.get("href")) for link in page["main a"] if "cards.pdf" in link.text_content())
    for address in (
        "/orders/10001",
        "/orders/10001/receipt",
        "/checkout/10001",
        file,
        f"{file}/file",
        str(page["main svg image"][0].get("href")),
    ):
        assert other_customer.get(address).status == 404, address
    assert "10001" not in other_customer.get("/orders").main
    assert customer.get(file).status == 200
