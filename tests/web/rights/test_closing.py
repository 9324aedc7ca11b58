"""Closing an account: seen beforehand, signed out everywhere, called off by signing in, erased after the grace."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.accounts.service import account_card
from app.foundation import clock, jobs
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.mail.service import SEND
from app.rights.service import erasures
from tests.ordering import open_shop, paid
from tests.pages import Browser
from tests.people import PASSWORD, SignedIn
from tests.unit.rights.erasure_stage import keys_for_the_next_test

__all__ = ["keys_for_the_next_test"]


def close(customer: SignedIn) -> None:
    customer.get("/account/closing").form("/account/closing").submit(sure="y").follow()


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Move the clock."""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=days))


def grace_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, 15)
    for name in (erasures.JOB, SEND.name, erasures.JOB):
        jobs.run_now(name)


def letters() -> list[str]:
    return list(db.session.execute(text("SELECT template FROM outbox_mail ORDER BY id")).scalars())


def test_the_page_says_what_goes_and_what_stays_before_anything_happens(customer: SignedIn) -> None:
    page = customer.get("/account/security").open("Close your account")

    assert page.h1 == "Close your account"
    assert "Your address book (1)" in page.main
    assert "What you stopped and allowed" in page.main
    assert "14 days" in page.main


def test_a_button_pressed_by_a_slip_closes_nothing(customer: SignedIn) -> None:
    answer = customer.get("/account/closing").form("/account/closing").submit()

    assert answer.status == 422
    assert "slip" in answer.errors()["sure"]
    assert customer.get("/account").status == 200


def test_closing_signs_out_everywhere_and_tells_by_mail(app: Flask, customer: SignedIn) -> None:
    elsewhere = SignedIn(app, customer.account_id, customer.user_id)
    elsewhere.sign_in()

    answer = customer.get("/account/closing").form("/account/closing").submit(sure="y")

    assert answer.response.headers["Clear-Site-Data"] == '"cookies"'
    assert answer.follow().h1 == "Your account is being closed"
    assert customer.get("/account").status == 303
    assert elsewhere.get("/account").status == 303
    assert "rights/closing" in letters()


def test_signing_in_within_the_grace_keeps_the_account(customer: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    close(customer)

    answer = customer.get("/sign-in").form("/sign-in").submit(user_id=customer.user_id, password=PASSWORD)

    assert "Your account stays open" in answer.follow().text
    assert "rights/closing_called_off" in letters()
    grace_is_over(monkeypatch)
    assert account_card(customer.account_id).name == "Alex Kim"


def test_when_the_grace_is_over_the_account_is_erased_and_cannot_be_entered(
    customer: SignedIn, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(customer)

    grace_is_over(monkeypatch)

    assert account_card(customer.account_id).name == "(erased)"
    for who in ("alex.kim", f"erased:{customer.account_id}", f"erased-{customer.account_id}@erased.invalid"):
        answer = visitor.get("/sign-in").form("/sign-in").submit(user_id=who, password=PASSWORD)
        assert answer.status == 422
    assert "rights/erased" in letters()


def test_before_the_grace_is_over_nothing_is_erased(customer: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    close(customer)
    later(monkeypatch, 13)

    jobs.run_now(erasures.JOB)

    assert account_card(customer.account_id).name == "Alex Kim"


def test_an_open_order_is_named_with_the_way_out(customer: SignedIn) -> None:
    open_shop()
    number = paid(Act(Actor("customer", str(customer.account_id)), clock.now(), 1), customer.account_id)

    page = customer.get("/account/closing")

    assert f"We still work on an order for you: {number}" in page.main
    assert not page["button.danger"]


def test_an_account_of_staff_is_not_closed_by_its_owner(staff_member: Callable[[str], SignedIn]) -> None:
    sam = staff_member("service")

    answer = sam.get("/account/closing").form("/account/closing").submit(sure="y")

    assert "roles first" in answer.text


def test_closing_needs_a_recent_sign_in(customer: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=20))

    assert customer.get("/account/closing").location.startswith("/sign-in/again")


def test_the_stranger_reads_nothing_about_anybody(visitor: Browser) -> None:
    assert "14 days" in visitor.get("/account-closing").main
    assert visitor.get("/account/closing").location.startswith("/sign-in")


def test_staff_still_find_the_order_of_an_erased_customer(
    customer: SignedIn, staff_member: Callable[[str], SignedIn], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_shop()
    number = paid(Act(Actor("customer", str(customer.account_id)), clock.now(), 1), customer.account_id)
    desk = staff_member("service")
    db.session.execute(text("UPDATE print_order SET state = 'complete'"))
    db.session.execute(text("UPDATE order_job SET state = 'delivered'"))
    db.session.commit()
    close(customer)
    grace_is_over(monkeypatch)

    page = desk.get(f"/staff/orders/{number}")

    assert page.status == 200
    assert "(erased)" in page.main
    assert "950 Lake Drive" not in page.main
    for path in ("/staff", "/staff/orders", "/staff/cases"):
        assert desk.get(path).status == 200


def test_the_last_days_are_told_by_one_more_mail_and_signing_in_still_keeps_the_account(
    customer: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(customer)
    jobs.run_now(erasures.JOB)
    assert "rights/closing_soon" not in letters(), "it was told just now"
    later(monkeypatch, 12)
    for _ in range(2):
        jobs.run_now(erasures.JOB)
    assert letters().count("rights/closing_soon") == 1
    answer = customer.get("/sign-in").form("/sign-in").submit(user_id=customer.user_id, password=PASSWORD)
    assert "Your account stays open" in answer.follow().text
