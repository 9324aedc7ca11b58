"""A quote from the product page to the processor, and an order by telephone that is paid by its mailed link."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

from pypdf import PdfReader
from sqlalchemy import text

from app.catalogue import service as catalogue
from app.catalogue.loading import body_from_files
from app.foundation import clock
from app.foundation.acts import Act
from app.foundation.clock import spoken_date
from app.foundation.database import db
from tests.journeys.paying import settled
from tests.ordering import done
from tests.pages import Browser, Page
from tests.people import SignedIn
from tests.practice_processor.beside_the_shop import PracticeBeside

GOOD = "4242424242424242"


def dearer_from_now(act: Act) -> None:
    """The next version of the tables, in force at once, makes business cards dearer."""
    prices = json.loads(body_from_files())
    prices["products"]["business-cards"]["price"]["setup"] = "50"
    done(lambda: catalogue.load_tables(act, clock.now(), json.dumps(prices)))


def total_of(page: Page) -> str:
    """The total in the table of costs."""
    return str(page["#costs strong"][0].text)


def charged(number: int) -> str:
    """What the processor was asked for, as the pages write it."""
    cents = db.session.scalar(
        text("SELECT amount_cents FROM payment_attempt WHERE order_ref = :ref"), {"ref": f"order:{number}"}
    )
    db.session.rollback()
    return f"${cents / 100:,.2f}"


def test_a_quote_from_the_product_page_to_the_processor(
    act: Act, customer: SignedIn, visitor: Browser, practice: PracticeBeside
) -> None:
    form = customer.get("/quotes/new?product=business-cards&quantity=250").form("/quotes/new")
    address = next(value for value in form.element.inputs["delivery"].value_options if value.startswith("address-"))
    form = form.submit("Show shipping", delivery=address, name="Cards for the fair").form("/quotes/new")
    quote = form.submit().follow()
    total = total_of(quote)

    words = PdfReader(BytesIO(customer.get("/quotes/20001/quote.pdf").response.data)).pages[0].extract_text()
    assert "Q-20001" in words
    assert total in words
    assert spoken_date(clock.now() + timedelta(days=30)) in words

    shared = quote.form("/link").submit().follow()
    link = next(str(a.get("href")) for a in shared["main a"] if "/q/" in str(a.get("href")))
    assert total in visitor.get(link).main

    dearer_from_now(act)
    today = customer.get("/products/business-cards?quantity=250").main
    goods = re.search(r"\$[\d.]+", quote["#costs td.num"][0].text or "")
    assert goods is not None
    assert goods[0] not in today

    checkout = customer.get("/quotes/20001").open("Turn it into an order").form("/order").submit().follow()
    assert total in checkout.main
    practice.pay_at(checkout.form("/pay").submit().location, GOOD)
    settled(customer, 10001)
    assert charged(10001) == total
    assert total in customer.get("/orders/10001/receipt").main
    assert "Order 10001" in customer.get("/quotes/20001").main
    assert visitor.get(link).status == 410


def test_an_order_by_telephone_is_paid_by_its_mailed_link(
    customer: SignedIn,
    visitor: Browser,
    staff_member: Callable[[str], SignedIn],
    run_job: Callable[[str], None],
    practice: PracticeBeside,
) -> None:
    clerk = staff_member("service")
    form = clerk.get("/staff/quotes/new").form("/staff/quotes/new")
    quote = form.submit(
        customer="alex.kim",
        product_page="/products/business-cards?quantity=250",
        price="45.00",
        words="As agreed by telephone",
        reason="A regular customer",
    ).follow()
    quote.open("Order it for the customer").form("/order").submit()
    run_job("send-mail")
    letter = visitor.get("/local-mail").open("waits to be paid").main
    link = re.search(r"/pay/[0-9a-f]{64}", letter)
    assert link is not None
    page = visitor.get(link[0])
    total = total_of(page)
    answer = practice.pay_at(page.form(link[0]).submit().location, GOOD)
    assert answer.status == 303
    settled(customer, 10001)
    assert charged(10001) == total
    assert "As agreed by telephone" in customer.get("/orders/10001").main
    assert "is paid" in visitor.get(link[0]).main
    assert visitor.get("/pay/thank-you").h1 == "Thank you"
