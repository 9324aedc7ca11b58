"""The order form, without script."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.foundation.acts import Act
from app.foundation.database import db
from app.promotions import service as promotions
from tests.ordering import card_pdf, done
from tests.pages import Page
from tests.people import SignedIn

FORM = "/orders/new?product=business-cards&quantity=250"
ELSEWHERE = {
    "to_name": "Robin Vale",
    "to_line1": "1 Main Street",
    "to_city": "Portland",
    "to_region": "OR",
    "to_postal_code": "97201",
}


def orders() -> int:
    return int(db.session.scalar(text("SELECT count(*) FROM print_order")) or 0)


def test_it_shows_the_job_its_price_and_what_each_field_is_for(customer: SignedIn) -> None:
    page = customer.get(FORM)
    assert page.h1 == "Order business cards"
    assert "250" in page.main
    assert "$51.14" not in page["output"][0].text_content()
    for name in ("job_name", "to_line1", "bill_line1", "phone", "artwork"):
        described = str(page[f'main [name="{name}"]'][0].get("aria-describedby"))
        assert f"{name}-purpose" in described.split()
    assert "Only about this order" in page.main


def test_the_usual_address_and_the_cheapest_shipping_are_chosen_already(customer: SignedIn) -> None:
    form = customer.get(FORM).form("/orders/new")
    values = form.values()
    assert values["delivery"].startswith("address-")
    assert (values["shipping"], values["billing"]) == ("ground", "same")
    assert form.submit().location == "/checkout/10001"


def test_update_price_shows_the_form_again_and_saves_nothing(customer: SignedIn) -> None:
    form = customer.get(FORM).form("/orders/new")
    page = form.submit("Update price", delivery="new", job_name="Mine", shipping="ground", **ELSEWHERE)
    assert page.status == 200
    assert orders() == 0
    again = page.form("/orders/new").values()
    assert (again["job_name"], again["to_line1"], again["to_region"]) == ("Mine", "1 Main Street", "OR")
    assert "Minnesota sales tax" not in page.main
    assert page.form("/orders/new").submit().status == 303


def test_pick_up_costs_no_shipping(customer: SignedIn) -> None:
    form = customer.get(FORM).form("/orders/new")
    page = form.submit("Update price", delivery="pick-up")
    assert "Pick up in Chanhassen$0.00" in page.main
    back = page.form("/orders/new").submit("Update price", delivery=form.values()["delivery"])
    assert back.form("/orders/new").values()["shipping"] == "ground"
    refused = page.form("/orders/new").submit()
    assert "You pick the order up" in refused.main
    assert page.form("/orders/new").submit(billing=form.values()["delivery"]).status == 303


def test_an_order_with_every_field_empty_says_what_is_missing(customer: SignedIn) -> None:
    form = customer.get(FORM).form("/orders/new")
    page = form.submit(delivery=None, billing=None, shipping=None, job_name="", phone="")
    assert page.status == 422
    assert "Please choose how we ship this order." in page.main
    assert "Please choose where this order goes." in page.main
    assert "Please choose whom we bill." in page.main
    assert orders() == 0


def test_a_typed_address_is_checked_and_kept(customer: SignedIn) -> None:
    form = customer.get(FORM).form("/orders/new")
    page = form.submit(delivery="new", **{**ELSEWHERE, "to_postal_code": "55317", "to_city": ""})
    assert page.status == 422
    assert "belongs to Minnesota" in page.errors()["to_postal_code"]
    assert page.errors()["to_city"] == "Please type the city."
    assert page.form("/orders/new").values()["to_line1"] == "1 Main Street"
    assert page["details[open] [name=to_city]"]


@pytest.mark.parametrize(
    "typed", ["x" * 5000, "\u0000\u0001", "🎉🎉", "\u202etxt", "'; DROP TABLE print_order; --", "<script>"]
)
def test_strange_input_is_answered_never_broken(customer: SignedIn, typed: str) -> None:
    form = customer.get(FORM).form("/orders/new")
    names = [name for name in form.names() if name not in {"csrf_token", "artwork", "update"}]
    for name in names:
        page = form.submit(**{"delivery": "new", "billing": "new"} | {name: typed})
        assert page.status in {200, 303, 422}, name


def test_an_unusable_telephone_number_is_refused_beside_its_field(customer: SignedIn) -> None:
    page = customer.get(FORM).form("/orders/new").submit(phone="12")
    assert "digits" in page.errors()["phone"] or "telephone" in page.errors()["phone"]


def test_a_file_that_is_no_pdf_is_refused_and_the_rest_is_kept(customer: SignedIn) -> None:
    form = customer.get(FORM).form("/orders/new")
    page = form.submit(artwork=("cards.docx", b"hello"), job_name="Mine")
    assert page.status == 422
    assert "PDF" in page.errors()["artwork"]
    assert page.form("/orders/new").values()["job_name"] == "Mine"
    assert orders() == 0


def test_a_pdf_goes_with_the_order(customer: SignedIn) -> None:
    form = customer.get(FORM).form("/orders/new")
    assert form.submit(artwork=("cards.pdf", card_pdf())).status == 303
    assert "cards.pdf" in customer.get("/orders/10001").main


def test_sending_the_same_form_twice_makes_one_order(customer: SignedIn) -> None:
    form = customer.get(FORM).form("/orders/new")
    assert [form.submit().location for _ in range(2)] == ["/checkout/10001"] * 2
    assert orders() == 1


def test_a_page_open_too_long_saves_nothing_and_keeps_what_was_typed(customer: SignedIn) -> None:
    form = customer.get(FORM).form("/orders/new")
    page = form.submit(csrf_token="stale", job_name="Mine")
    assert page.status == 422
    assert orders() == 0
    again = page.form("/orders/new")
    assert again.values()["job_name"] == "Mine"
    assert again.submit().status == 303


@pytest.mark.parametrize(
    "query", ["", "product=boats", "product=business-cards&quantity=3", "product=postcards&size=9"]
)
def test_a_job_that_cannot_be_made_is_mended_on_its_products_page(customer: SignedIn, query: str) -> None:
    answer = customer.get(f"/orders/new?{query}")
    assert answer.status == 303
    assert answer.location.startswith("/products")


def test_signed_out_it_asks_to_sign_in(customer: SignedIn, visitor: SignedIn) -> None:
    assert visitor.get(FORM).status in {302, 303}


def test_the_form_asks_the_database_at_most_four_times(customer: SignedIn, statements: list[str]) -> None:
    customer.get(FORM)
    statements.clear()
    customer.get(FORM)
    # Who looks, their addresses, what their company demands, their exemption from tax.
    assert len(statements) <= 4, "\n".join(statements)


def shown_total(page: Page) -> str:
    return " ".join(page["output"][0].text_content().split())


def test_the_total_is_the_same_at_form_checkout_and_order(customer: SignedIn) -> None:
    page = customer.get(FORM)
    total = shown_total(page)
    checkout = page.form("/orders/new").submit().follow()
    assert f"Pay {total}" in checkout.main
    assert total in customer.get("/orders/10001").main


def test_what_few_orders_need_stands_behind_a_line_and_says_what_it_is_for(customer: SignedIn) -> None:
    page = customer.get(FORM)
    assert page["details:not([open]) [name=po_number]"]
    for name in ("po_number", "blind", "carrier_account"):
        assert f"{name}-purpose" in str(page[f'main [name="{name}"]'][0].get("aria-describedby")).split()
    sent = page.form("/orders/new").submit(po_number="PO 77", blind="y", carrier_account="4711-22").follow()
    for words in ("Purchase order PO 77", "the sender shown is Alex Kim", "4711-22", "$5.00"):
        assert words in sent.main, words


def test_a_promotion_is_shown_before_anything_is_ordered(act: Act, customer: SignedIn) -> None:
    spring = promotions.Wanted("SPRING", "Ten percent off in spring", 10, None, act.at - timedelta(days=1))
    done(lambda: promotions.make(act, spring))
    page = customer.get(FORM).form("/orders/new").submit("Update price", promotion="spring")
    assert "Ten percent off in spring-$5.11" in page.main
    assert orders() == 0
    total = shown_total(page)
    assert f"Pay {total}" in page.form("/orders/new").submit().follow().main


def test_a_code_that_does_not_hold_gets_its_sentence_and_nothing_is_ordered(customer: SignedIn) -> None:
    form = customer.get(FORM).form("/orders/new")
    for button in ("Update price", "Continue"):
        page = form.submit(button, promotion="nonesuch") if button == "Update price" else form.submit(promotion="none")
        assert "promotion" in page.errors(), button
        assert page["details[open] [name=promotion]"]
        assert orders() == 0


def test_a_visitor_can_put_the_job_in_a_basket_instead(customer: SignedIn) -> None:
    assert customer.get(FORM).link("Put it in the basket").startswith("/basket/new?product=business-cards")
