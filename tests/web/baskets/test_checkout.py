"""From the basket to an order that awaits payment."""

from sqlalchemy import text

from app.foundation.acts import Act
from app.foundation.database import db
from tests.baskets import POSTCARDS, put
from tests.ordering import card_pdf
from tests.pages import Page
from tests.people import SignedIn


def total(page: Page) -> str:
    return str(page["output"][0].text_content())


def orders() -> int:
    return int(db.session.scalar(text("SELECT count(*) FROM print_order")) or 0)


def filled(customer: SignedIn, act: Act) -> Page:
    """The checkout of cards and postcards."""
    put(act, customer.account_id, name="Cards for Alex")
    put(act, customer.account_id, name="Cards to send", **POSTCARDS)
    return customer.get("/basket").open("Check out")


def test_the_jobs_of_the_basket_become_one_order(customer: SignedIn, act: Act) -> None:
    page = filled(customer, act)
    assert page.h1 == "Check out"
    seen = total(page)
    placed = page.form("/basket/checkout").submit().follow()
    assert placed.h1 == "Check and pay order 10001"
    assert "Cards for Alex" in placed.main
    assert "Cards to send" in placed.main
    assert f"Pay {seen}" in placed.main
    assert "Nothing in it yet" in customer.get("/basket").main


def test_the_same_form_sent_twice_makes_one_order(customer: SignedIn, act: Act) -> None:
    form = filled(customer, act).form("/basket/checkout")
    assert form.submit().location == form.submit().location == "/checkout/10001"
    assert orders() == 1


def test_a_basket_that_changed_meanwhile_is_looked_at_again(customer: SignedIn, act: Act) -> None:
    form = filled(customer, act).form("/basket/checkout")
    put(act, customer.account_id)
    page = form.submit(po_number="PO 17")
    assert page.status == 422
    assert "has changed since you opened this page" in page.main
    again = page.form("/basket/checkout")
    assert again.values()["po_number"] == "PO 17"
    assert again.submit().location == "/checkout/10001"


def test_only_one_job_is_ordered_and_the_rest_stays(customer: SignedIn, act: Act) -> None:
    filled(customer, act)
    page = customer.get("/basket").open("Order only this: Cards for Alex")
    assert "Cards to send" not in page.main
    page.form("/basket/checkout").submit().follow()
    rest = customer.get("/basket").main
    assert "Cards to send" in rest
    assert "Cards for Alex" not in rest


def test_update_price_shows_the_sum_and_saves_nothing(customer: SignedIn, act: Act) -> None:
    page = filled(customer, act)
    before = total(page)
    page = page.form("/basket/checkout").submit("Update price", delivery="pick-up")
    assert page.status == 200
    assert total(page) != before
    assert orders() == 0


def test_several_addresses_are_shown_and_paid_for(customer: SignedIn, act: Act) -> None:
    number = put(act, customer.account_id, name="Cards for Alex")
    one = total(customer.get("/basket/checkout"))
    listed = "Robin Vale,,1 Main Street,,Portland,OR,97201,100\nKim Park,,950 Lake Drive,,Chanhassen,MN,55317,150"
    customer.get(f"/basket/jobs/{number}/addresses").form("/addresses/list").submit(pasted=listed)
    page = customer.get("/basket/checkout")
    assert "100 to Robin Vale, Portland" in page.main
    assert total(page) != one
    placed = page.form("/basket/checkout").submit().follow()
    assert f"Pay {total(page)}" in placed.main


def test_the_file_goes_with_the_job(customer: SignedIn, act: Act) -> None:
    form = customer.get("/basket/new?product=business-cards&quantity=250").form("/basket/jobs")
    form.submit(artwork=("cards.pdf", card_pdf()))
    customer.get("/basket/checkout").form("/basket/checkout").submit()
    assert "cards.pdf" in customer.get("/orders/10001").main


def test_an_empty_basket_has_nothing_to_check_out(customer: SignedIn) -> None:
    assert customer.get("/basket/checkout").location == "/basket"


def test_anothers_job_cannot_be_ordered(customer: SignedIn, other_customer: SignedIn, act: Act) -> None:
    number = put(act, customer.account_id)
    put(act, other_customer.account_id)
    assert other_customer.get(f"/basket/checkout?only={number}").location == "/basket"
    form = other_customer.get("/basket/checkout").form("/basket/checkout")
    assert form.submit(seen=f"{number}.1.5114").status == 422
