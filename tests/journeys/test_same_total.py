"""The same total wherever a person reads it: order form, checkout, the processor's page, order, receipt and mail."""

import random
import re
import urllib.request
from datetime import timedelta

import pytest

from app.catalogue import reading
from app.catalogue import service as catalogue
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.promotions import service as promotions
from tests.journeys.paying import settled
from tests.ordering import done
from tests.pages import Page, spaced
from tests.people import SignedIn
from tests.practice_processor.beside_the_shop import PracticeBeside
from tests.random_orders import TOWNS, spec
from tests.thorough import tries

GOOD = "4242424242424242"
AMOUNT = re.compile(r"-?\$[\d,]+\.\d\d")


@pytest.fixture
def extras(act: Act) -> None:
    """A promotion, and the fee for deliveries in Minnesota."""
    begun = act.at - timedelta(hours=1)
    done(lambda: promotions.make(act, promotions.Wanted("SPRING", "Ten percent off", 10, None, begun)))
    done(lambda: rules.set_value(act, "tax.delivery-fee", True, begun, "sales passed the limit"))


def filled(chance: random.Random) -> dict[str, object]:
    """What somebody types into the order form beyond what stands there."""
    city, state, zip_code = chance.choice(TOWNS)
    there = {"to_name": "Robin Vale", "to_line1": "1 Main Street", "to_city": city, "to_region": state}
    typed: dict[str, object] = {"delivery": "new", **there, "to_postal_code": zip_code}
    typed |= {"promotion": "spring"} if chance.random() < 0.4 else {}
    typed |= {"carrier_account": "4711-22"} if chance.random() < 0.2 else {}
    return typed | ({"blind": "y", "po_number": "PO 4"} if chance.random() < 0.3 else {})


def cents(page: Page, selector: str) -> list[int]:
    """Every amount in the elements of that selector."""
    return [as_cents(words) for element in page[selector] for words in AMOUNT.findall(spaced(element))]


def as_cents(words: str) -> int:
    return int(re.sub(r"[^\d-]", "", words))


@pytest.mark.thorough
@pytest.mark.usefixtures("extras")
def test_the_total_that_is_shown_is_the_total_everywhere(
    act: Act, customer: SignedIn, practice: PracticeBeside
) -> None:
    chance, tables = random.Random(1122), catalogue.current_tables(act.at)
    for number in range(10001, 10001 + tries(100, 2)):
        query = reading.query_of(spec(chance, tables))
        db.session.rollback()
        form = customer.get("/orders/new", query=query).form("/orders/new")
        page = form.submit("Update price", **filled(chance))
        (total,) = cents(page, "output")
        assert sum(cents(page, ".price .lines dd")) == total, query
        checkout = page.form("/orders/new").submit().follow()
        assert cents(checkout, "main form[action$='/pay'] button") == [total], query
        pay_at = checkout.form("/pay").submit().location
        with urllib.request.urlopen(pay_at) as answer:
            asked = AMOUNT.search(answer.read().decode())
        assert asked is not None
        assert as_cents(asked[0]) == total, query
        practice.pay_at(pay_at, GOOD)
        assert total in cents(settled(customer, number), ".lead"), query
        receipt = customer.get(f"/orders/{number}/receipt")
        *lines, last = cents(receipt, "main table td.num")
        assert sum(lines) == last == total, query
