"""The people who look at the shop: customers and staff, each with an account and a browser that is signed in."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from app.accounts.addresses import PostalAddress
from app.accounts.factor_models import TotpFactor
from app.accounts.hashing import Hasher
from app.accounts.service import NewAccount, create_staff, mailed_codes, open_account
from app.accounts.service.factors import authenticator
from app.foundation import clock, work
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.people import identifiers
from app.permissions import service as permissions
from tests.pages import Browser

PASSWORD = "nine kites over the mill"
WEAK = Hasher(memory_kib=64, passes=1)
WEAK_HASH = WEAK.hash(PASSWORD)
LAKE_DRIVE = PostalAddress("Alex Kim", "950 Lake Drive", "Chanhassen", "MN", "55317")
ORIGINS = {
    "user_id": "For signing in.",
    "name": "For your orders.",
    "greeting": "For addressing you.",
    "email": "For your account.",
    "line1": "For sending your orders.",
}


class SignedIn(Browser):
    """A browser whose owner has an account and is signed in."""

    def __init__(self, app: Flask, account_id: int, user_id: str) -> None:
        super().__init__(app)
        self.account_id, self.user_id = account_id, user_id

    def sign_in(self, remember: bool = False) -> None:
        """Sign in by the forms: with the password, and with the code of the authenticator app where there is one."""
        form = self.get("/sign-in").form("/sign-in")
        answer = form.submit(user_id=self.user_id, password=PASSWORD, remember="y" if remember else None)
        assert answer.status == 303, answer.text
        if answer.location.startswith("/sign-in/second"):
            answer = answer.follow().form("/sign-in/second").submit(code=app_code(self.account_id))
            assert answer.status == 303, answer.text


def person(user_id: str, name: str, address: PostalAddress | None = LAKE_DRIVE) -> NewAccount:
    """What opens an account for somebody made up."""
    email = identifiers.email(f"{user_id}@example.com")
    return NewAccount(
        user_id, email, name, name.split(maxsplit=1)[0], shipping=address, billing=address, purposes=ORIGINS
    )


def new_account(user_id: str, name: str, address: PostalAddress | None = LAKE_DRIVE) -> int:
    """Open an account whose password is `PASSWORD`; gives its id."""
    made: list[int] = []
    act = act_under_version_1()
    work.unit(lambda: made.append(open_account(act, person(user_id, name, address), WEAK_HASH)))
    return made[0]


def act_under_version_1() -> Act:
    """An act under policy version 1, whose purposes are named as its publication names them."""
    act = Act(Actor("command", "test"), clock.now(), 1)
    work.unit(lambda: permissions.name_purposes(act, 1))
    return act


def _signed_in(app: Flask, account_id: int, user_id: str) -> SignedIn:
    browser = SignedIn(app, account_id, user_id)
    browser.sign_in()
    return browser


@pytest.fixture
def customer(app: Flask) -> SignedIn:
    """Alex, a customer with one address, signed in."""
    return _signed_in(app, new_account("alex.kim", "Alex Kim"), "alex.kim")


@pytest.fixture
def other_customer(app: Flask) -> SignedIn:
    """Robin, another customer, signed in."""
    return _signed_in(app, new_account("robin", "Robin Vale"), "robin")


@pytest.fixture
def staff_member(app: Flask) -> Callable[[str], SignedIn]:
    """A member of staff with the given role and an authenticator app, signed in."""

    def make(role: str) -> SignedIn:
        act, made = act_under_version_1(), []
        new = person(f"{role}.staff", f"Sam {role.title()}", None)
        work.unit(lambda: made.append(create_staff(act, new, PASSWORD, [role], WEAK)))
        work.unit(lambda: authenticator.give(act, made[0]))
        return _signed_in(app, made[0], new.user_id)

    return make


def app_code(account_id: int) -> str:
    """The code of an account's authenticator app, as `make code` tells it to somebody who waited for a fresh one."""
    db.session.execute(update(TotpFactor).where(TotpFactor.account_id == account_id).values(last_step=0))
    db.session.commit()
    return str(authenticator.code_now(account_id, clock.now()))


def code_for(who: str, purpose: str) -> str:
    """The code that waits for an e-mail address, as `make code` tells it."""
    found = mailed_codes.newest_open(identifiers.email(who).key, None)
    return next(digits for about, digits in found if about == purpose)
