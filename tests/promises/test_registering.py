"""Areas that need an account, and what registration asks for."""

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.accounts.models import Account
from app.foundation.access import mark_of
from app.foundation.database import db
from tests.pages import BASE, Browser
from tests.promises import steps
from tests.rules.driving import rules, sample_path


@pytest.mark.promise("P8")
def test_purchase_areas_and_the_account_open_only_after_signing_in(visitor: Browser) -> None:
    for address in (steps.CARDS, "/orders", "/account", "/account/profile", "/staff/orders"):
        assert visitor.get(address).location.startswith("/sign-in"), address


@pytest.mark.promise("P8")
def test_every_closed_area_asks_a_stranger_for_a_sign_in_and_names_nobody(app: Flask, visitor: Browser) -> None:
    closed = [rule for rule in rules(app) if mark_of(app.view_functions[rule.endpoint]).kind != "public"]
    for rule in closed:
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        answer = visitor.client.open(sample_path(rule.rule, {}), method=method, base_url=BASE, buffered=True)
        led = str(answer.headers.get("Location", "")).removeprefix(BASE).startswith("/sign-in")
        assert led or (method == "POST" and answer.status_code in {303, 403, 422}), f"{method} {rule.rule}"
    assert len(closed) > 150


@pytest.mark.promise("P9")
def test_buying_needs_the_user_id_and_its_password(visitor: Browser) -> None:
    steps.registered(visitor)
    visitor.get("/account").form("/sign-out").submit()
    wrong = visitor.get("/sign-in").form("/sign-in").submit(user_id="alex", password="not the password at all")
    assert wrong.status == 422
    assert visitor.get(steps.CARDS).location.startswith("/sign-in")
    for who in ("robin", "alex.kim", ""):
        other = wrong.form("/sign-in").submit(user_id=who, password=steps.PASSWORD)
        assert other.status == 422, f"the password of alex beside {who}"
    wrong.form("/sign-in").submit(user_id="alex", password=steps.PASSWORD)
    assert visitor.get(steps.CARDS).h1 == "Order business cards"


@pytest.mark.promise("P9")
def test_no_order_is_filed_by_whoever_gave_no_password(visitor: Browser) -> None:
    steps.registered(visitor)
    form = visitor.get(steps.CARDS).form("/orders/new")
    visitor.get("/account").form("/sign-out").submit()
    filed = form.submit()
    page = (filed.follow() if filed.location else filed).form("/sign-in")
    assert page.submit(user_id="alex", password="not the password at all").status == 422
    assert db.session.scalar(text("SELECT count(*) FROM print_order")) == 0


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
