"""The first administrator and invited staff; the commands."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.accounts.models import Account, StaffInvitation, StaffRole
from app.foundation.database import db
from tests.pages import BASE, Browser, Page
from tests.people import SignedIn, code_for

CHOSEN = {"user_id": "pat", "full_name": "Pat Vale", "email": "pat@example.com", "password": "nine kites over the mill"}


def run(app: Flask, *words: str) -> str:
    """What a command prints."""
    with app.app_context():
        result = app.test_cli_runner().invoke(args=list(words))
    return result.output.strip()


@pytest.fixture
def welcome(visitor: Browser) -> Page:
    """The page of the first administrator's one-time address."""
    address = run(visitor.app, "accounts", "first-admin")
    assert address.startswith(f"{BASE}/welcome/")
    return visitor.get(address)


def test_the_first_administrator_chooses_user_id_and_password_and_is_signed_in(welcome: Page) -> None:
    page = welcome.form(welcome.path).submit(**CHOSEN).follow()
    assert "Hello Pat Vale" in page.main
    assert list(db.session.scalars(select(StaffRole.role))) == ["administrator"]


def test_opening_the_page_changes_nothing(welcome: Page) -> None:
    welcome.browser.get(welcome.path)
    assert db.session.scalar(select(StaffInvitation.used_at)) is None
    assert db.session.scalar(select(func.count(Account.id))) == 0


def test_the_invitation_works_once(welcome: Page) -> None:
    form = welcome.form(welcome.path)
    form.submit(**CHOSEN)
    again = Browser(welcome.browser.app).get(welcome.path)
    assert (again.status, again.h1) == (410, "This invitation cannot be used any more")
    assert form.submit(**CHOSEN | {"user_id": "two", "email": "two@example.com"}).status == 410


def test_the_invitation_ends_after_a_week(welcome: Page) -> None:
    expired = db.session.scalars(select(StaffInvitation.expires_at)).one() - timedelta(days=8)
    db.session.execute(update(StaffInvitation).values(expires_at=expired))
    page = welcome.browser.get(welcome.path)
    assert (page.status, "Its time is over" in page.main) == (410, True)


def test_the_database_holds_no_invitation_that_can_be_used(welcome: Page) -> None:
    assert db.session.scalars(select(StaffInvitation.token_sha256)).one() not in welcome.path


@pytest.mark.parametrize("token", ["x", "a" * 43, "é"])
def test_a_made_up_invitation_is_not_found(visitor: Browser, token: str) -> None:
    assert visitor.get(f"/welcome/{token}").status == 404


def test_a_second_first_administrator_needs_to_be_meant(welcome: Page) -> None:
    welcome.form(welcome.path).submit(**CHOSEN)
    assert "--again" in run(welcome.browser.app, "accounts", "first-admin")


def test_the_code_command_tells_the_code_that_waits(visitor: Browser) -> None:
    visitor.get("/register").form("/register").submit(email="alex@example.com")
    printed = run(visitor.app, "accounts", "code", "alex@example.com")
    assert printed == f"{code_for('alex@example.com', 'register')}  (register)"


def test_the_code_command_takes_a_user_id(customer: SignedIn) -> None:
    visitor = Browser(customer.app)
    visitor.get("/sign-in/code").form("/sign-in/code").submit(email="alex.kim@example.com")
    assert run(customer.app, "accounts", "code", "Alex.Kim").endswith("(sign-in)")


def test_the_code_command_says_when_nothing_waits(app: Flask) -> None:
    assert "No code waits" in run(app, "accounts", "code", "nobody")
    assert "such as alex@example.com" in run(app, "accounts", "code", "a@b")


def test_in_production_the_code_command_refuses(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    production = replace(app.extensions["shop.settings"], env="production")
    monkeypatch.setitem(app.extensions, "shop.settings", production)
    assert "production" in run(app, "accounts", "code", "alex")
