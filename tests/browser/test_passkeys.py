"""Passkeys in a real Chromium with its virtual authenticator, and an app on a phone beside them."""

import re
from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from tests.browser.conftest import LiveShop, mailed_code

FACTORS = "/account/security/factors"
PASSWORD = "nine kites over the mill"


def with_authenticator(page: Page) -> Callable[[str], None]:
    """Give the browser an authenticator of its own; gives how it is told who sits before it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def know(verified: str) -> None:
        session.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": made["authenticatorId"], "isUserVerified": verified == "owner"},
        )

    return know


def register(page: Page, live_shop: LiveShop, user_id: str) -> None:
    """Open an account of one's own, so that no other test meets its factors."""
    page.goto("/register")
    page.get_by_label("E-mail address").fill(f"{user_id}@example.com")
    page.get_by_role("button", name="Mail me the code").click()
    page.get_by_label("Code from the mail").fill(mailed_code(live_shop, f"{user_id}@example.com"))
    page.locator("main form button[type=submit]").first.click()
    page.locator("#user_id").fill(user_id)
    page.locator("#password").fill(PASSWORD)
    page.locator("#full_name").fill("Casey Key")
    for name, text in (("line1", "950 Lake Drive"), ("city", "Chanhassen"), ("region", "MN"), ("postal_code", "55317")):
        page.locator(f"#{name}").fill(text)
    page.locator("#agree").check()
    page.get_by_role("button", name="Open my account").click()
    expect(page).to_have_url(re.compile("/account$"))


def add_passkey(page: Page, name: str) -> None:
    page.goto(FACTORS)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill(name)
    page.get_by_role("button", name="Add it").click()


def sign_out(page: Page) -> None:
    page.goto("/account")
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("signed out", ignore_case=True)


def type_password(page: Page, user_id: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("User ID or e-mail address").fill(user_id)
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.fixture
def casey(window: Page, live_shop: LiveShop, request: pytest.FixtureRequest) -> tuple[Page, Callable[[str], None], str]:
    """Somebody with a passkey, signed in."""
    know = with_authenticator(window)
    user_id = "key." + request.node.name.split("[")[0].removeprefix("test_")[:20].replace("_", ".").rstrip(".")
    register(window, live_shop, user_id)
    add_passkey(window, "this laptop")
    expect(window.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    return window, know, user_id


def test_a_passkey_signs_in_alone(casey: tuple[Page, Callable[[str], None], str]) -> None:
    page, know, _ = casey
    assert page.locator(".sheet ol code").count() == 10
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator("#passkeys")).to_contain_text("this laptop")
    sign_out(page)
    page.goto("/sign-in")
    know("stranger")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("[data-passkey-said]")).to_contain_text("go another way")
    know("owner")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("/account$"))
    expect(page.locator("main")).to_contain_text("Hello Casey")


def test_the_same_device_is_not_added_twice(casey: tuple[Page, Callable[[str], None], str]) -> None:
    page, _, _ = casey
    add_passkey(page, "again")
    expect(page.locator("[data-passkey-said]")).to_contain_text("has a passkey for your account already")


def test_after_the_password_the_passkey_is_asked_for(casey: tuple[Page, Callable[[str], None], str]) -> None:
    page, _, user_id = casey
    sign_out(page)
    type_password(page, user_id)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")
    page.goto("/account")
    expect(page).to_have_url(re.compile("/sign-in"))
    page.goto("/sign-in/second")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile("/account$"))


def test_a_lost_device_is_replaced_by_a_recovery_code(casey: tuple[Page, Callable[[str], None], str]) -> None:
    page, _, user_id = casey
    codes = page.locator(".sheet ol code").all_inner_texts()
    sign_out(page)
    type_password(page, user_id)
    page.locator("#code").fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile("/account$"))
    page.goto(FACTORS)
    expect(page.locator("main")).to_contain_text("9 of 10")
    page.locator("#passkeys a").click()
    page.locator("#code").fill(codes[0])
    page.locator("#present").fill(PASSWORD)
    page.get_by_role("button", name="End it").click()
    expect(page.locator("#code-error")).to_contain_text("used before")
    page.locator("#code").fill(codes[1])
    page.locator("#present").fill(PASSWORD)
    page.get_by_role("button", name="End it").click()
    expect(page.locator("main")).to_contain_text("The passkey is ended")


def test_an_app_on_a_phone_works_without_script(chromium: Chromium, live_shop: LiveShop) -> None:
    context = chromium.new_context(base_url=live_shop.url, ignore_https_errors=True, java_script_enabled=False)
    context.set_default_timeout(15_000)
    page = context.new_page()
    register(page, live_shop, "app.on.a.phone")
    page.goto(FACTORS)
    page.get_by_role("button", name="Set up an app").click()
    picture = page.locator("img[src$='qr.svg']")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("picture => picture.naturalWidth") > 100
    phone = pyotp.TOTP(page.locator("section code").inner_text().replace(" ", ""))
    page.get_by_label("Code that the app shows now").fill(phone.now())
    page.get_by_role("button", name="Confirm").click()
    codes = page.locator(".sheet ol code").all_inner_texts()
    sign_out(page)
    type_password(page, "app.on.a.phone")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    page.locator("#code").fill(codes[9])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile("/account$"))
    context.close()
