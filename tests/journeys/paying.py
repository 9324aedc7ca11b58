"""Waiting for what the processor's message brings about on another thread."""

import time

from tests.pages import Browser, Page
from tests.practice_processor.running import PATIENCE


def settled(browser: Browser, number: int) -> Page:
    """The return page once it says that the order is paid."""
    return return_page(browser, number, "is paid")


def return_page(browser: Browser, number: int, words: str) -> Page:
    """The return page once its heading holds those words."""
    end = time.monotonic() + PATIENCE
    while True:
        page = browser.get(f"/orders/{number}/payment-return")
        if words in page.h1:
            return page
        assert time.monotonic() < end, page.main
        time.sleep(0.05)
