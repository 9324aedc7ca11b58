"""Changing the user ID: by it one signs in, so it asks for a fresh sign-in, is told by mail, and tells no others'."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.accounts.models import Account
from app.foundation import clock
from app.foundation.database import db
from app.mail.models import OutboxMail
from tests.pages import Browser, Page
from tests.people import PASSWORD, SignedIn

HERE = "/account/security/user-id"


def change(customer: SignedIn, user_id: str) -> Page:
    return customer.get(HERE).form(HERE).submit(user_id=user_id)


def enters(visitor: Browser, user_id: str) -> bool:
    return visitor.get("/sign-in").form("/sign-in").submit(user_id=user_id, password=PASSWORD).status == 303


def test_the_new_one_signs_in_and_the_old_one_no_longer_does(customer: SignedIn, visitor: Browser) -> None:
    elsewhere = SignedIn(customer.app, customer.account_id, customer.user_id)
    elsewhere.sign_in()
    page = customer.get("/account/profile").open("Change: user ID")
    assert "alex.kim" in page.main
    assert "you typed it" in page.main
    done = page.form(HERE).submit(user_id="kim.prints").follow()
    assert "You sign in by it from now on" in done.main
    assert elsewhere.get("/account").status == 200, "other devices stay signed in"
    assert enters(Browser(customer.app), "kim.prints")
    assert not enters(visitor, "alex.kim")
    told = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "accounts/user_id_changed")).one()
    assert told.recipient == "alex.kim@example.com"
    assert "kim.prints" not in str(told.content)
    kinds = db.session.scalars(text("SELECT kind FROM audit_entry WHERE subject_ref = 'account:1'")).all()
    assert "user-id.changed" in kinds
    assert "kim.prints" in customer.get("/account/provenance").main


def test_only_its_case_may_change_too(customer: SignedIn) -> None:
    assert change(customer, "Alex.Kim").status == 303
    assert db.session.scalars(select(Account.user_id)).one() == "Alex.Kim"


@pytest.mark.parametrize(
    ("typed", "words"), [("alex.kim", "already"), ("a@b", "e-mail"), ("x", "3 to 32"), ("staff", "kept for the shop")]
)
def test_one_that_cannot_be_had_is_told_beside_the_field(customer: SignedIn, typed: str, words: str) -> None:
    page = change(customer, typed)
    assert words in page.errors()["user_id"]
    assert page["#user_id"][0].get("value") == typed


def test_taken_ones_are_told_ten_times_an_hour(
    customer: SignedIn, other_customer: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentences = [change(customer, "robin").errors()["user_id"] for _ in range(11)]
    assert all("is taken" in sentence for sentence in sentences[:10])
    assert "in an hour" in sentences[10]
    assert change(customer, "free.to.have").status == 303, "one that is free can still be had"


def test_two_tabs_lose_neither(customer: SignedIn) -> None:
    first, second = (customer.get(HERE).form(HERE) for _ in range(2))
    first.submit(user_id="first.one")
    page = second.submit(user_id="second.one")
    assert page.status == 422
    assert "first.one" in page.main
    assert page.form(HERE).submit().status == 303


def test_it_needs_a_recent_sign_in(customer: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=20))
    assert customer.get(HERE).location.startswith("/sign-in/again")
