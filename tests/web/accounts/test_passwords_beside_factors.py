"""A password of eight characters beside a second factor, and what happens when the factor ends."""

import pytest

from app.accounts.service.factors import ending, held
from app.foundation import work
from app.foundation.acts import Act
from tests.factors import HOME, set_up_app
from tests.pages import Page
from tests.people import PASSWORD, SignedIn, app_code, code_for

SHORT, LONG = "plum&kite7", "eleven herons in the fog"
PASSWORD_PAGE = "/account/security/password"


@pytest.fixture
def codes(customer: SignedIn) -> list[str]:
    """Alex's recovery codes; Alex has an authenticator app and a short password."""
    _, found = set_up_app(customer)
    page = customer.get(PASSWORD_PAGE)
    assert "At least 8 characters" in page.main
    answer = page.form(PASSWORD_PAGE).submit(current=PASSWORD, password=SHORT)
    assert answer.status == 303, answer.text
    return found


def ended(customer: SignedIn, code: str, present: str, new: str = "") -> Page:
    return customer.get(f"{HOME}/app/end").form("/app/end").submit(code=code, present=present, new=new)


def sign_in(app_of: SignedIn, password: str) -> Page:
    browser = SignedIn(app_of.app, app_of.account_id, "alex.kim")
    return browser.get("/sign-in").form("/sign-in").submit(user_id="alex.kim", password=password)


def test_without_a_factor_fifteen_characters_hold(customer: SignedIn) -> None:
    page = customer.get(PASSWORD_PAGE)
    assert "At least 15 characters" in page.main
    refused = page.form(PASSWORD_PAGE).submit(current=PASSWORD, password=SHORT)
    assert "at least 15" in refused.errors()["password"]


def test_a_short_password_signs_in_with_the_factor(customer: SignedIn, codes: list[str]) -> None:
    page = sign_in(customer, SHORT)
    assert page.location == "/sign-in/second"
    done = page.follow().form("/sign-in/second").submit(code=app_code(customer.account_id))
    assert done.location == "/account"


@pytest.mark.parametrize("common", ["baseball1", "trustno1!", "password"])
def test_a_common_short_password_is_refused(customer: SignedIn, common: str) -> None:
    set_up_app(customer)
    page = customer.get(PASSWORD_PAGE).form(PASSWORD_PAGE).submit(current=PASSWORD, password=common)
    assert page.errors()["password"]


def test_the_last_factor_ends_only_with_a_password_that_can_stand_alone(customer: SignedIn, codes: list[str]) -> None:
    assert "at least 15" in ended(customer, codes[0], SHORT).errors()["new"]
    assert "not your present password" in ended(customer, codes[0], "somebody else's password").errors()["present"]
    assert "type your password" in ended(customer, codes[0], "").errors()["present"]
    assert "repeats" in ended(customer, codes[0], SHORT, "aaaaaaaaaaaaaaaa").errors()["new"]
    assert held.of(customer.account_id).any
    assert ended(customer, codes[0], SHORT, LONG).location == HOME
    assert not held.of(customer.account_id).any
    assert sign_in(customer, LONG).location == "/account"


def test_a_password_that_is_long_enough_stays(customer: SignedIn) -> None:
    _, codes = set_up_app(customer)
    assert ended(customer, codes[0], PASSWORD).location == HOME
    assert sign_in(customer, PASSWORD).location == "/account"


def test_where_staff_ended_the_factors_a_short_password_alone_opens_nothing_but_a_mailed_code_does(
    customer: SignedIn, codes: list[str], act: Act
) -> None:
    work.unit(lambda: ending.added_since(act, customer.account_id, act.at.replace(year=2000)))
    refused = sign_in(customer, SHORT)
    assert "too short to stand alone" in refused.errors()["password"]
    browser = SignedIn(customer.app, customer.account_id, "alex.kim")
    page = browser.get("/sign-in/code").form("/sign-in/code").submit(email="alex.kim@example.com").follow()
    page.form("/sign-in/code/typed").submit(code=code_for("alex.kim@example.com", "sign-in"))
    page = browser.get(PASSWORD_PAGE)
    assert "At least 15 characters" in page.main
    assert page.form(PASSWORD_PAGE).submit(password=LONG).status == 303
    assert sign_in(customer, LONG).location == "/account"
