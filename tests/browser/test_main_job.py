"""The main job in a real Chromium: once by keyboard alone, once on a narrow screen with script switched off."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LiveShop
from tests.browser.hands import PASSWORD, Hands, Worker, register, worker
from tests.ordering import card_pdf

__all__ = ["worker"]


def sign_in_again(page: Page, hands: Hands, user_id: str) -> None:
    page.goto("/sign-out")
    hands.press("Sign out")
    page.goto("/sign-in")
    hands.type("user_id", user_id)
    hands.type("password", PASSWORD)
    hands.tick("remember")
    hands.press("Sign in")
    assert {cookie["name"] for cookie in page.context.cookies()} == {"__Host-session", "__Host-remember"}


def order_cards(page: Page, hands: Hands) -> None:
    page.goto("/products/business-cards?quantity=250")
    hands.press("Order this")
    hands.type("job_name", "Cards for Kim")
    page.locator('[name="artwork"]').set_input_files(
        {"name": "cards.pdf", "mimeType": "application/pdf", "buffer": card_pdf()}
    )
    hands.press("Continue to payment")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check and pay order")


def pay(page: Page, hands: Hands, number: str) -> None:
    hands.press("Pay $")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pay")
    hands.type("number", number)
    hands.type("expiry", "04/31")
    hands.type("cvc", "123")
    hands.press("Pay $")


def test_the_main_job(worker: Worker, live_shop: LiveShop) -> None:
    page, hands, user_id = worker
    register(page, hands, live_shop, user_id)
    sign_in_again(page, hands, user_id)
    page.goto("/account/profile")
    hands.type("greeting", "Ms. Vale")
    hands.press("Save")
    expect(page.locator("main")).to_contain_text("saved")
    order_cards(page, hands)
    pay(page, hands, "4242424242424242")
    for _ in range(40):
        if "is paid" in page.get_by_role("heading", level=1).inner_text():
            break
        page.wait_for_timeout(250)
        page.reload()
    hands.press("See the order")
    expect(page.locator("main")).to_contain_text("Cards for Kim")
    expect(page.locator("main")).to_contain_text("cards.pdf")


def test_nothing_is_asked_from_another_host(context_requests: list[str], live_shop: LiveShop) -> None:
    assert context_requests
    assert [url for url in context_requests if not url.startswith(live_shop.url)] == []


@pytest.fixture
def context_requests(chromium: Browser, live_shop: LiveShop) -> Iterator[list[str]]:
    """Every address that the shop window's pages make the browser ask for."""
    context = chromium.new_context(base_url=live_shop.url, ignore_https_errors=True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    for path in ("/", "/products/business-cards", "/privacy-policy", "/sign-in", "/register", "/help/artwork"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    yield asked
    context.close()
