"""Companies of customers are kept apart: what belongs to one is not there for another."""

import pytest
from flask import Flask

from tests.companies import People, lakeside, member, waiting
from tests.pages import Browser
from tests.people import SignedIn


@pytest.fixture
def lake(opened: None) -> People:
    """A company with one person in each role."""
    return lakeside()


@pytest.fixture
def hill(lake: People) -> People:
    """Another company, which came later."""
    return lakeside(prefix="hill")


def signed_in(app: Flask, account_id: int, user_id: str) -> Browser:
    browser = SignedIn(app, account_id, user_id)
    browser.sign_in()
    return browser


@pytest.mark.promise("P45")
@pytest.mark.parametrize("role", ["administrator", "viewer"])
def test_whatever_somebody_is_in_one_company_another_company_is_not_there(
    app: Flask, lake: People, hill: People, role: str
) -> None:
    number = waiting(lake)
    own = signed_in(app, lake.approver, "lake.approver")
    seen = own.get(f"/orders/company/{number}").main
    assert "Lake Buyer" in seen
    stranger = signed_in(app, hill.role(role), "hill.owner" if role == "administrator" else f"hill.{role}")
    assert "Hillside Design" in stranger.get("/account/company").main
    row = member(lake, "buyer").id
    addresses = [f"/orders/company/{number}", f"/orders/{number}", f"/checkout/{number}"]
    for address in [*addresses, f"/account/company/members/{row}", f"/account/company/members/{row}/ending"]:
        page = stranger.get(address)
        assert page.status == 404, address
        assert "Lake" not in page.main, address
    for verdict in ("approval", "refusal"):
        token = stranger.get("/account/profile").form("/account/profile").values()["csrf_token"]
        sent = stranger.post(f"/orders/company/{number}/{verdict}", {"csrf_token": token, "reason": "It is not ours."})
        assert sent.status == 404, verdict
    assert "Lake" not in stranger.get("/orders/company").main
    assert own.get(f"/orders/company/{number}").main == seen, "nothing was decided"
