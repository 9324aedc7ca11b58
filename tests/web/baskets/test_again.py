"""Ordering a job again: the very same file, then and now side by side, a substitute for what is gone."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.catalogue import service as catalogue
from app.foundation import work
from app.foundation.acts import Act
from app.foundation.database import db
from tests.ordering import card_pdf, moved, with_file
from tests.pages import Page
from tests.people import SignedIn

AGAIN = "/orders/10001/jobs/1/again"


def changed_tables(act: Act, change: Any) -> None:
    """A new version of the price tables, in force at once."""
    body = json.loads(db.session.scalar(text("SELECT body FROM price_table ORDER BY id DESC LIMIT 1")) or "{}")
    change(body)
    work.unit(lambda: catalogue.load_tables(act, act.at - timedelta(minutes=1), json.dumps(body)))
    catalogue.versions.forget()


@pytest.fixture
def page(customer: SignedIn, act: Act) -> Page:
    """The page of 250 cards that were ordered with a file."""
    with_file(act, customer.account_id)
    return customer.get(AGAIN)


def test_everything_is_as_it_was_and_the_file_is_named(page: Page) -> None:
    assert page.h1 == "Order Cards for Alex again"
    assert "cards.pdf" in page.main
    assert page.form("/again").values()["quantity"] == "250"


def test_then_and_now_stand_side_by_side(page: Page) -> None:
    rows = {row[0].text_content(): [cell.text_content() for cell in row[1:]] for row in page["#then-now tbody tr"]}
    assert rows["Total"] == ["$51.14", "$51.14"]
    assert rows["Pieces"] == ["250", "250"]


def test_another_quantity_is_priced_by_a_button_that_saves_nothing(page: Page, customer: SignedIn) -> None:
    page = page.form("/again").submit("Update price", quantity="500")
    assert page.status == 200
    assert "$74.41" in page.main
    assert "Nothing in it yet" in customer.get("/basket").main


def test_it_goes_into_the_basket_with_the_very_same_file(page: Page, customer: SignedIn) -> None:
    basket = page.form("/again").submit("Put in basket", quantity="500").follow()
    assert "500 business cards" in basket.main
    assert "cards.pdf" in basket.main


def test_order_now_leads_to_the_checkout_of_this_job(page: Page, customer: SignedIn) -> None:
    checkout = page.form("/again").submit("Order now").follow()
    assert checkout.h1 == "Check out"
    checkout.form("/basket/checkout").submit()
    fingerprints = db.session.scalars(
        text("SELECT sha256 FROM artwork JOIN order_job ON order_job.artwork_id = artwork.id")
    ).all()
    assert len(fingerprints) == 2
    assert len(set(fingerprints)) == 1


def test_a_new_file_for_the_reorder_leaves_the_first_orders_file_alone(page: Page, customer: SignedIn) -> None:
    page.form("/again").submit("Order now").follow().form("/basket/checkout").submit()
    order = customer.get("/orders/10002")
    order.form("/artwork").submit(artwork=("other.pdf", card_pdf(pages=1)))
    assert "other.pdf" in customer.get("/orders/10002").main
    assert "cards.pdf" in customer.get("/orders/10001").main


def test_a_quantity_that_cannot_be_made_is_told(page: Page) -> None:
    page = page.form("/again").submit("Put in basket", quantity="3")
    assert page.status == 422
    assert "at least 25" in page.errors()["quantity"]
    assert page.form("/again").values()["quantity"] == "3"


def test_it_says_that_the_proof_was_approved(customer: SignedIn, act: Act, run_job: Any) -> None:
    number = with_file(act, customer.account_id)
    run_job("check-artwork")
    moved(act, number, "check", "proof", "approve")
    assert "You approved its proof on" in customer.get(AGAIN).main


def test_another_customers_job_is_not_found(page: Page, other_customer: SignedIn) -> None:
    assert other_customer.get(AGAIN).status == 404
    assert page.browser.get("/orders/10001/jobs/99/again").status == 404


@pytest.mark.parametrize("typed", ["x" * 4000, "\u202e", "-1", "9" * 30, "<script>"])
def test_strange_input_breaks_nothing(page: Page, typed: str) -> None:
    for name in ("quantity", "job_name"):
        assert page.form("/again").submit("Put in basket", **{name: typed}).status in {303, 422}
