"""The same total to the cent wherever it stands: shown, placed, asked for, paid, and on the receipt."""

import random
from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select, text

from app.catalogue import service as catalogue
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models.outbox import OutboxMail
from app.orders import views
from app.orders.estimates import Estimate
from app.orders.service import Order, place
from app.orders.views import OrderView
from app.payments.news import PaymentNews, payment_event
from app.promotions import service as promotions
from app.tax import exemptions
from tests.ordering import card_pdf, done
from tests.random_orders import order
from tests.thorough import tries

CODES = ("SPRING10", "FIVEOFF")
TOGETHER = 20
PARTS = tries(4, 1)
"""Many orders go in parts, so that every core has its own."""


@pytest.fixture
def exempt(act: Act, robin: int) -> int:
    """Robin, who need not pay tax in Minnesota."""
    told = exemptions.Certificate("MN", "ST-3-1", act.at.date() - timedelta(days=9), date(2099, 1, 1))
    made = done(lambda: exemptions.send(act, robin, told, BytesIO(card_pdf())))
    done(lambda: exemptions.check(act, made))
    return robin


@pytest.fixture
def codes(act: Act) -> None:
    """Two promotions that run."""
    begun = act.at - timedelta(days=1)
    for wanted in (
        promotions.Wanted(CODES[0], "Ten percent off in spring", 10, None, begun),
        promotions.Wanted(CODES[1], "Five dollars off", None, 500, begun, least_cents=10000),
    ):
        done(lambda wanted=wanted: promotions.make(act, wanted))


@pytest.mark.thorough
@pytest.mark.usefixtures("app", "codes")
@pytest.mark.parametrize("part", range(PARTS))
def test_the_total_is_the_same_from_the_form_to_the_receipt(act: Act, alex: int, exempt: int, part: int) -> None:
    rules.set_value(act, "tax.delivery-fee", True, act.at - timedelta(hours=1), "sales passed the limit")
    chance, tables = random.Random(20261122 + part), catalogue.current_tables(act.at)

    def together() -> None:
        """Some orders in one transaction: waiting for the disk after each would be most of the time."""
        for _ in range(TOGETHER):
            account_id = chance.choice((alex, alex, exempt))
            wanted, shown = order(chance, tables, account_id, act.at, CODES)
            number = _placed_and_paid(act, account_id, wanted)
            check(shown, views.order_of(account_id, number), wanted)
        db.session.flush()
        db.session.expunge_all()

    for _ in range(tries(10_000, 40) // TOGETHER // PARTS):
        done(together)


def _placed_and_paid(act: Act, account_id: int, wanted: Order) -> int:
    """The order's number, once its payment of what it asks for was told."""
    number = place(act, account_id, wanted)
    asked = db.session.execute(text("SELECT total_cents FROM print_order WHERE number = :n"), {"n": number}).scalar()
    news = PaymentNews("paid", f"order:{number}", f"account:{account_id}", number, int(asked or 0), "usd", act.at)
    payment_event.send("payments", act=act, news=news)
    return number


def check(shown: Estimate, made: OrderView, wanted: Order) -> None:
    """Every sum of an order, against every other."""
    assert made.total_cents == shown.total_cents, wanted
    assert (made.paid_cents, made.attention) == (made.total_cents, ""), wanted
    assert sum(cents for job in made.jobs for _, cents in job.lines) == made.goods_cents == shown.goods_cents, wanted
    tax = sum(cents for _, cents in made.tax_lines)
    assert made.goods_cents - made.discount_cents + made.shipping_cents + tax == made.total_cents, wanted
    if made.deliveries:
        assert sum(one.cents for one in made.deliveries) == made.shipping_cents, wanted
        for job in made.jobs:
            sent = sum(pieces for one in made.deliveries for position, pieces in one.counts if position == job.position)
            assert sent == job.quantity, wanted
    letter = db.session.scalars(select(OutboxMail.content).where(OutboxMail.ref == f"order:{made.number}")).one()
    lines = [amount for *_, amount in [*letter["jobs"], *letter["lines"]]]
    assert sum(map(cents_of, lines)) == cents_of(letter["total"]) == made.total_cents, wanted


def cents_of(words: str) -> int:
    """`-$1,234.56` as cents."""
    sign = -1 if words.startswith("-") else 1
    return sign * int(words.lstrip("-$").replace(",", "").replace(".", ""))
