"""What the order form collects, and the card number that it never does."""

import pytest
from sqlalchemy import text

from app.foundation.database import db
from tests.pages import Browser
from tests.people import SignedIn
from tests.promises import steps

CARD = "4242 4242 4242 4242"


@pytest.mark.promise("P19")
def test_a_telephone_number_is_asked_for_one_order_and_the_form_says_so(customer: SignedIn) -> None:
    page = customer.get(steps.CARDS)
    (phone,) = page["#phone"]
    assert "required" not in phone.attrib
    beside = [page.tree.get_element_by_id(name).text_content() for name in phone.get("aria-describedby", "").split()]
    assert "Only about this order. We never call to sell anything." in beside
    assert "(612) 555-0142" in steps.ordered(customer, phone="612 555 0142").main


@pytest.mark.promise("P20")
def test_a_card_number_is_refused_wherever_it_is_typed_and_never_kept(customer: SignedIn) -> None:
    order = customer.get(steps.CARDS).form("/orders/new").submit(job_name=CARD)
    assert order.status == 422
    assert "job_name" in order.errors()
    assert CARD not in order.response.get_data(as_text=True)
    profile = customer.get("/account/profile").form("/account/profile").submit(greeting=CARD)
    assert "greeting" in profile.errors()
    assert db.session.scalar(text("SELECT count(*) FROM print_order")) == 0


@pytest.mark.promise("P20")
def test_no_form_of_the_shop_asks_for_a_card(customer: SignedIn, visitor: Browser) -> None:
    steps.ordered(customer)
    pages = [customer.get(path) for path in (steps.CARDS, "/checkout/10001", "/account/billing", "/account/profile")]
    for page in [*pages, visitor.get("/sign-in"), visitor.get("/register")]:
        assert not page['[autocomplete^="cc-"]'], page.path
    refused = customer.get("/account/profile").form("/account/profile").submit(name=CARD)
    assert refused.status == 422


@pytest.mark.promise("P21")
def test_the_order_shows_everything_that_its_form_took(customer: SignedIn) -> None:
    order = steps.ordered(customer, job_name="Cards for the mill", phone="612 555 0142")
    for words in ("Cards for the mill", "250", "950 Lake Drive", "Chanhassen, MN 55317", "(612) 555-0142", "$66.14"):
        assert words in order.main, words
