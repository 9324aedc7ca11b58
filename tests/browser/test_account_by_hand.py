"""Everything an account can do, by the keyboard alone, and on a narrow screen without script."""

import re
import time

import pyotp
from playwright.sync_api import Page, expect

from tests.browser.conftest import LiveShop, mailed_code
from tests.browser.hands import PASSWORD, Hands, Worker, register, worker

__all__ = ["worker"]

NEW_PASSWORD = "seven otters row past noon"


def said(page: Page, words: str) -> None:
    """The page says so."""
    expect(page.locator("main")).to_contain_text(words)


def begin_signing_in(page: Page, hands: Hands, user_id: str, password: str) -> None:
    page.goto("/sign-out")
    hands.press("Sign out")
    page.goto("/sign-in")
    hands.type("user_id", user_id)
    hands.type("password", password)
    hands.press("Sign in")


def second_factor(page: Page, hands: Hands, code: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")
    hands.type("code", code)
    hands.press("Sign in")
    expect(page.locator("main")).to_contain_text("Hello")


def change_what_was_given(page: Page, hands: Hands, live_shop: LiveShop, new_email: str) -> str:
    """Telephone, an address more, another e-mail address, another password; gives the code that was mailed."""
    page.goto("/account/profile")
    hands.type("phone", "612 555 0142")
    hands.press("Save")
    expect(page.locator("[name=phone]")).to_have_value("(612) 555-0142")
    page.goto("/account/addresses")
    hands.press("Add an address")
    for name, text in {"line1": "7 Mill Road", "city": "Victoria", "region": "MN", "postal_code": "55386"}.items():
        hands.type(name, text)
    hands.tick("for_billing")
    hands.press("Save")
    said(page, "7 Mill Road")
    page.goto("/account/security/email")
    hands.type("email", new_email)
    hands.press("Mail me the code")
    code = mailed_code(live_shop, new_email)
    hands.type("code", code)
    hands.press("Make it my address")
    said(page, new_email)
    page.goto("/account/security/password")
    hands.type("current", PASSWORD)
    hands.type("password", NEW_PASSWORD)
    hands.press("Save")
    said(page, "Your new password is set")
    return code


def set_up_an_app(page: Page, hands: Hands) -> tuple[pyotp.TOTP, list[str]]:
    """An authenticator app, by the key that is written below the picture; gives the app and the recovery codes."""
    page.goto("/account/security/factors")
    hands.press("Set up an app")
    app = pyotp.TOTP(page.locator("main code").first.inner_text().replace(" ", ""))
    hands.type("code", app.now())
    hands.press("Confirm")
    said(page, "Your authenticator app is set up.")
    codes = page.locator("main ol code").all_inner_texts()
    hands.press("I have kept them")
    return app, codes


def test_an_account_from_its_first_day_to_its_last(worker: Worker, live_shop: LiveShop) -> None:
    page, hands, user_id = worker
    user_id = user_id.replace("kim", "vale")
    email = f"new.{user_id}@example.com"
    register(page, hands, live_shop, user_id)
    first_code = change_what_was_given(page, hands, live_shop, email)
    app, codes = set_up_an_app(page, hands)

    begin_signing_in(page, hands, user_id, NEW_PASSWORD)
    second_factor(page, hands, app.at(time.time() + app.interval))  # the present code counted when it was set up
    begin_signing_in(page, hands, email, NEW_PASSWORD)
    second_factor(page, hands, codes[0])

    page.goto("/sign-out")
    hands.press("Sign out")
    page.goto("/sign-in/code")
    hands.type("email", email)
    hands.press("Mail me the code")
    hands.type("code", mailed_code(live_shop, email, other_than=first_code))
    hands.press("Sign in")
    second_factor(page, hands, codes[1])

    page.goto("/account/closing")
    hands.tick("sure")
    hands.press("Close my account")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("being closed"))
    page.goto("/sign-in")
    hands.type("user_id", user_id)
    hands.type("password", NEW_PASSWORD)
    hands.press("Sign in")
    second_factor(page, hands, codes[2])
