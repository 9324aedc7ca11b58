"""Areas that need an account, and what registration asks for."""

import pytest
from sqlalchemy import select

from app.accounts.models import Account
from app.foundation.database import db
from tests.pages import Browser
from tests.promises import steps


@pytest.mark.promise("P8")
def test_purchase_areas_and_the_account_open_only_after_signing_in(visitor: Browser) -> None:
    for address in (steps.CARDS, "/orders", "/account", "/account/profile", "/staff/orders"):
        assert visitor.get(address).location.startswith("/sign-in"), address


@pytest.mark.promise("P9")
def test_buying_needs_the_user_id_and_its_password(visitor: Browser) -> None:
    steps.registered(visitor)
    visitor.get("/account").form("/sign-out").submit()
    wrong = visitor.get("/sign-in").form("/sign-in").submit(user_id="alex", password="not the password at all")
    assert wrong.status == 422
    assert visitor.get(steps.CARDS).location.startswith("/sign-in")
    wrong.form("/sign-in").submit(user_id="alex", password=steps.PASSWORD)
    assert visitor.get(steps.CARDS).h1 == "Order business cards"


@pytest.mark.promise("P17")
def test_what_a_registration_volunteers_is_kept_with_its_origin(visitor: Browser) -> None:
    steps.registered(visitor)
    profile = visitor.get("/account/profile")
    assert profile.form("/account/profile").values()["name"] == "Alex Kim"
    assert profile.main.count("Where this came from: you typed it") == 4


@pytest.mark.promise("P18")
def test_name_and_address_are_kept_as_given(visitor: Browser) -> None:
    steps.registered(visitor)
    assert "Alex Kim 100 Sample StreetChanhassen, MN 55317" in visitor.get("/account/addresses").main


@pytest.mark.promise("P35")
def test_registration_asks_for_name_address_email_and_billing_and_no_more(visitor: Browser) -> None:
    page = visitor.get("/register")
    assert page.form("/register").names() == {"csrf_token", "email"}
    page = steps.details_page(visitor)
    asked = {name.removeprefix("billing_") for name in page.form("/register/details").names()}
    assert asked == {
        "csrf_token", "user_id", "password", "full_name", "greeting", "agree", "marketing", "billing",
        "company", "line1", "line2", "city", "region", "postal_code", "country",
    }  # fmt: skip
    assert "phone" not in asked


@pytest.mark.promise("P87")
def test_registration_and_order_note_the_policy_version_in_force(visitor: Browser) -> None:
    steps.registered(visitor)
    assert db.session.scalar(select(Account.agreed_version)) == 1
    assert "version 1" in steps.ordered(visitor).main
