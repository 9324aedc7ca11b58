"""The customer's own orders."""

import pytest
from flask import Flask

from app.foundation.acts import Act
from app.orders import service
from app.orders.views import order_for_staff
from tests.ordering import card_pdf, done, drafted, letters, moved, paid, with_file
from tests.pages import Browser
from tests.people import SignedIn, new_account


def test_without_orders_the_list_says_what_to_do(customer: SignedIn) -> None:
    assert "See the products" in customer.get("/orders").main


def test_the_list_goes_by_pages_newest_first(act: Act, customer: SignedIn) -> None:
    for _ in range(45):
        drafted(act, customer.account_id)
    first = customer.get("/orders")
    numbers = [cell.text_content() for cell in first["main tbody th"]]
    assert numbers == [str(number) for number in range(10045, 10025, -1)]
    last = first.open("Older").open("Older")
    assert [cell.text_content() for cell in last["main tbody th"]] == [str(n) for n in range(10005, 10000, -1)]
    assert not last["a[rel=next]"]
    back = last.open("Newer").open("Newer")
    assert [cell.text_content() for cell in back["main tbody th"]] == numbers
    assert not back["a[rel=prev]"]


@pytest.mark.parametrize("typed", ["x", "-1", "9" * 30, "1.5", "\u0660"])
def test_a_strange_place_in_the_list_is_the_beginning(act: Act, customer: SignedIn, typed: str) -> None:
    drafted(act, customer.account_id)
    assert "10001" in customer.get("/orders", query={"before": typed}).main


def test_an_order_shows_its_story_its_price_and_its_addresses(act: Act, customer: SignedIn) -> None:
    number = with_file(act, customer.account_id, phone="+16125550142")
    page = customer.get(f"/orders/{number}")
    for words in ("Files received", "Placed", "Set-up", "950 Lake Drive", "(612) 555-0142", "cards.pdf", "Minnesota"):
        assert words in page.main, words
    assert page["main time[datetime]"]


def test_every_state_has_its_page(act: Act, customer: SignedIn) -> None:
    number = with_file(act, customer.account_id)
    for code in ("problem",):
        moved(act, number, code)
        assert "The text is too close to the edge." in customer.get(f"/orders/{number}").main
    number = with_file(act, customer.account_id)
    for code in ("check", "proof", "approve", "print", "finish", "pack", "ship", "deliver"):
        order = moved(act, number, code)
        assert order.shown_state.sentence in customer.get(f"/orders/{number}").main
    assert "1Z999" in customer.get(f"/orders/{number}").main


def test_a_file_is_sent_from_the_orders_page(act: Act, customer: SignedIn) -> None:
    number = paid(act, customer.account_id)
    page = customer.get(f"/orders/{number}")
    refused = page.form("/artwork", "Send the file").submit()
    assert refused.status == 422
    assert refused.errors() == {"artwork": "Please choose the PDF to send."}
    sent = page.form("/artwork", "Send the file").submit(artwork=("cards.pdf", card_pdf()))
    assert "We have your file" in sent.follow().main


def test_the_proof_is_approved_by_button(act: Act, customer: SignedIn) -> None:
    number = with_file(act, customer.account_id)
    moved(act, number, "check", "proof")
    page = customer.get(f"/orders/{number}").form("/approval").submit().follow()
    assert "Ships by" in page.main
    assert letters(number)[-1] == "orders/approved"


def test_changes_are_asked_for_in_words(act: Act, customer: SignedIn) -> None:
    number = with_file(act, customer.account_id)
    moved(act, number, "check", "proof")
    page = customer.get(f"/orders/{number}")
    assert page.form("/changes").submit().errors() == {"note": "Please write what should be different."}
    answer = page.form("/changes").submit(note="The logo is too low.").follow()
    assert "The logo is too low." in answer.main
    assert "Changes requested" in answer.main


def test_cancelling_says_first_what_comes_back(act: Act, customer: SignedIn) -> None:
    number = paid(act, customer.account_id)
    total = order_for_staff(number).total_cents
    page = customer.get(f"/orders/{number}").open("Cancel this order")
    assert f"${total / 100:.2f} back" in page.main
    after = page.form("/cancellation").submit().follow()
    assert "Refund due" in after.main
    assert customer.get(f"/orders/{number}/cancellation").status == 303


def test_an_order_on_the_press_has_no_cancel_button_and_refuses_the_form(act: Act, customer: SignedIn) -> None:
    number = with_file(act, customer.account_id)
    form = customer.get(f"/orders/{number}/cancellation").form("/cancellation")
    moved(act, number, "check", "proof", "approve", "print")
    assert "Cancel this order" not in customer.get(f"/orders/{number}").main
    refused = form.submit()
    assert refused.status == 422
    assert "begun to print" in refused.main


def test_the_receipt_stands_only_for_what_was_paid(act: Act, customer: SignedIn) -> None:
    number = drafted(act, customer.account_id)
    assert customer.get(f"/orders/{number}/receipt").status == 404
    number = paid(act, customer.account_id)
    page = customer.get(f"/orders/{number}").open("Receipt")
    order = order_for_staff(number)
    for words in ("950 Lake Drive", f"${order.total_cents / 100:.2f}", "Minnesota sales tax"):
        assert words in page.main


ADDRESSES = (
    "/orders/{n}",
    "/orders/{n}/receipt",
    "/orders/{n}/payment-return",
    "/orders/{n}/cancellation",
    "/checkout/{n}",
)
POSTS = (
    "/checkout/{n}/pay",
    "/orders/{n}/cancellation",
    "/orders/{n}/jobs/1/artwork",
    "/orders/{n}/jobs/1/approval",
    "/orders/{n}/jobs/1/changes",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_customers_order_is_not_found(
    act: Act, customer: SignedIn, other_customer: SignedIn, address: str
) -> None:
    number = paid(act, customer.account_id)
    assert other_customer.get(address.format(n=number)).status == 404
    assert other_customer.get(address.format(n=2**40)).status == 404


@pytest.mark.parametrize("address", POSTS)
def test_nothing_can_be_done_to_another_customers_order(
    act: Act, customer: SignedIn, other_customer: SignedIn, address: str
) -> None:
    number = paid(act, customer.account_id)
    before = order_for_staff(number)
    token = other_customer.get("/orders/new?product=business-cards").form("/orders/new").values()["csrf_token"]
    assert other_customer.post(address.format(n=number), {"csrf_token": token, "note": "x"}).status == 404
    assert order_for_staff(number) == before


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_visitor_has_no_orders(app: Flask, act: Act, visitor: Browser, address: str) -> None:
    number = paid(act, new_account("alex.kim", "Alex Kim"))
    answer = visitor.get(address.format(n=number))
    assert answer.status in {302, 303}
    assert "/sign-in" in answer.location


@pytest.mark.parametrize("address", POSTS[2:])
def test_a_job_of_another_order_is_not_found(act: Act, customer: SignedIn, address: str) -> None:
    number = with_file(act, customer.account_id)
    token = customer.get("/orders/new?product=business-cards").form("/orders/new").values()["csrf_token"]
    sent = {"csrf_token": token, "note": "x", "artwork": ""}
    assert customer.post(address.format(n=number).replace("jobs/1", "jobs/999"), sent).status in {404, 422}


def test_a_cancelled_order_is_not_payable(act: Act, customer: SignedIn) -> None:
    number = drafted(act, customer.account_id)
    done(lambda: service.cancel(act, customer.account_id, number))
    assert customer.get(f"/checkout/{number}").location == f"/orders/{number}"
