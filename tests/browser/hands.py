"""How somebody works with a page: by the keyboard alone, or by touching a narrow screen without script."""

import json
import re
from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LiveShop, mailed_code

PASSWORD = "a kite over the old mill"
Worker = tuple[Page, "Hands", str]
"""A page, the hands that work with it, and a user ID of their own."""


def beginning(words: str) -> str:
    """What begins with these words: `Save` is not `Saved cards`."""
    return rf"^\s*{re.escape(words)}" + (r"\b" if words[-1].isalnum() else "")


class Hands(Protocol):
    """How somebody works with a page."""

    def type(self, name: str, text: str) -> None:
        """Type into the field of that name."""

    def tick(self, name: str) -> None:
        """Tick the box of that name."""

    def press(self, words: str) -> None:
        """Press the button or follow the link with those words, and wait for the next page."""


class Keyboard:
    """Tab, type, Enter, Space; never the mouse. Each step checks that the focus can be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def _reach(self, found: str) -> None:
        for _ in range(150):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(f"(() => {{ const e = document.activeElement; return {found}; }})()"):
                outline = self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none", f"the focus cannot be seen on {found}"
                return
        raise AssertionError(f"the keyboard does not reach {found} on {self.page.url}")

    def type(self, name: str, text: str) -> None:
        self._reach(f"e.name === {name!r}")
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(text)

    def tick(self, name: str) -> None:
        self._reach(f"e.name === {name!r}")
        self.page.keyboard.press("Space")

    def press(self, words: str) -> None:
        self._reach(
            f"['A', 'BUTTON'].includes(e.tagName) && new RegExp({json.dumps(beginning(words))}).test(e.textContent)"
        )
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


class Finger:
    """Touching fields and buttons on a narrow screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def type(self, name: str, text: str) -> None:
        self.page.locator(f'[name="{name}"]').fill(text)

    def tick(self, name: str) -> None:
        self.page.locator(f'[name="{name}"]').check()

    def press(self, words: str) -> None:
        starts = re.compile(beginning(words))
        main = self.page.locator("main")
        wanted = main.get_by_role("button", name=starts).or_(main.get_by_role("link", name=starts))
        with self.page.expect_navigation():
            wanted.first.click()


WAYS = ["by keyboard, 1280 px, dark", "without script, 320 px, light"]


@pytest.fixture(params=WAYS)
def worker(request: pytest.FixtureRequest, chromium: Browser, live_shop: LiveShop) -> Iterator[Worker]:
    """Somebody who works in one of the two ways."""
    narrow = "320" in request.param
    context = chromium.new_context(
        base_url=live_shop.url,
        ignore_https_errors=True,
        java_script_enabled=not narrow,
        viewport={"width": 320 if narrow else 1280, "height": 800},
        color_scheme="light" if narrow else "dark",
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    yield page, Finger(page) if narrow else Keyboard(page), "narrow.kim" if narrow else "wide.kim"
    context.close()


def register(page: Page, hands: Hands, live_shop: LiveShop, user_id: str) -> None:
    page.goto("/register")
    hands.type("email", f"{user_id}@example.com")
    hands.press("Mail me the code")
    hands.type("code", mailed_code(live_shop, f"{user_id}@example.com"))
    hands.press("Go on")
    typed = {
        "user_id": user_id,
        "password": PASSWORD,
        "full_name": "Kim Vale",
        "line1": "100 Sample Street",
        "city": "Chanhassen",
        "region": "MN",
        "postal_code": "55317",
    }
    for name, text in typed.items():
        hands.type(name, text)
    hands.tick("agree")
    hands.press("Open my account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
