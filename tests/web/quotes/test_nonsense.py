"""Nothing that a client sends to the pages of quotes breaks them."""

from collections.abc import Callable

import pytest

from app.foundation.acts import Act
from tests.pages import Browser
from tests.people import SignedIn
from tests.quoting import saved

ODD = (
    "",
    "\0",
    "9" * 40,
    "-1",
    "http://[",
    "/products/",
    "/products/business-cards?quantity=%00",
    "ß" * 3000,
    "💥",
    "1e9",
)


@pytest.mark.parametrize("odd", ODD)
def test_odd_forms_of_staff_are_answered_with_sentences(
    act: Act, customer: SignedIn, staff_member: Callable[[str], SignedIn], odd: str
) -> None:
    saved(act, customer.account_id)
    clerk = staff_member("service")
    token = clerk.get("/staff/quotes/new").form("/staff/quotes/new").values()["csrf_token"]
    names = ("customer", "case_number", "product_page", "price", "words", "reason", "name", "line", "version", "nonce")
    for path in ("new", "20001/prices", "20001/lines", "20001/order"):
        page = clerk.post(f"/staff/quotes/{path}", {"csrf_token": token} | dict.fromkeys(names, odd))
        assert page.status == 422, path
    assert (
        clerk.get("/staff/quotes", query={"q": odd, "state": odd, "case": odd, "before": odd, "after": odd}).status
        == 200
    )


@pytest.mark.parametrize("odd", ODD)
def test_odd_forms_of_customers_and_visitors_too(act: Act, customer: SignedIn, visitor: Browser, odd: str) -> None:
    saved(act, customer.account_id)
    for browser in (customer, visitor):
        form = browser.get("/quotes/requests/new").form("/requests/new")
        names = ("what", "quantity", "wanted_by", "name", "email")
        assert form.submit(**dict.fromkeys(names, odd)).status == 422
    token = customer.get("/quotes/20001/order").form("/order").values()["csrf_token"]
    names = ("delivery", "shipping", "billing", "promotion", "nonce", "name")
    for path in ("20001/order", "new?product=business-cards&quantity=250"):
        page = customer.post(f"/quotes/{path}", {"csrf_token": token} | dict.fromkeys(names, odd))
        assert page.status in {422, 303}, path
    assert customer.get("/quotes", query={"before": odd, "after": odd}).status == 200
