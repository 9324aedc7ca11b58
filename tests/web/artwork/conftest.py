"""People who look at files: two customers, and staff with and without the permission."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask

from app.accounts.service.factors import authenticator
from app.accounts.service.opening import NewAccount
from app.accounts.service.staff import create_staff
from app.artwork import service
from app.foundation import work
from app.foundation.acts import Act
from app.people import identifiers
from tests.pages import Browser
from tests.unit.artwork.print_files import card
from tests.unit.artwork.test_keeping_files import CardNeeds

PASSWORD = "ink paper register marks 88"
SignIn = Callable[..., Browser]
Keep = Callable[..., int]


@pytest.fixture
def sign_in(app: Flask, act: Act) -> SignIn:
    """Open an account with these roles and sign it in through the form, staff with an authenticator app afterwards;
    `account_id` is on the browser."""

    def run(user_id: str, *roles: str) -> Browser:
        opened: list[int] = []
        new = NewAccount(user_id, identifiers.email(f"{user_id}@example.com"), "Casey Example", "Casey")
        hasher = app.extensions["shop.hasher"]
        work.unit(lambda: opened.append(create_staff(act, new, PASSWORD, list(roles), hasher)))
        browser = Browser(app)
        answer = browser.get("/sign-in").form("/sign-in").submit(user_id=user_id, password=PASSWORD)
        assert answer.status == 303, answer.text
        if roles:
            work.unit(lambda: authenticator.give(act, opened[0]))
        browser.account_id = opened[0]  # type: ignore[attr-defined]
        return browser

    return run


@pytest.fixture
def customer(sign_in: SignIn) -> Browser:
    return sign_in("casey.prints")


@pytest.fixture
def other_customer(sign_in: SignIn) -> Browser:
    return sign_in("robin.prints")


@pytest.fixture
def keep(app: Flask, act: Act, customer: Browser, run_job: Callable[[str], None]) -> Keep:
    """Keep a file of the customer's and check it; gives its number."""

    def run(data: bytes | None = None, name: str = "card.pdf", check: bool = True, sides: int = 1) -> int:
        kept: list[int] = []
        stream = BytesIO(card(sides=sides) if data is None else data)
        needs = CardNeeds(pages_expected=sides)
        account_id: int = customer.account_id  # type: ignore[attr-defined]
        work.unit(lambda: kept.append(service.receive(act, account_id, name, stream, needs).id))
        if check:
            run_job("check-artwork")
        return kept[0]

    return run
