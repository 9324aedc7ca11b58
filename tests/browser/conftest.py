"""A whole shop on free ports, started as `make run` starts it, and a real Chromium to look at it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class LiveShop:
    """A running shop: its address, its folder, what it printed when it opened."""

    url: str
    plain_url: str
    instance: Path
    banner: str

    @property
    def demo_password(self) -> str:
        return (self.instance / "secrets" / "demo_password").read_text().strip()


def free_ports(count: int) -> list[int]:
    """Ports that nobody uses at this moment."""
    sockets = [socket.socket() for _ in range(count)]
    for item in sockets:
        item.bind(("127.0.0.1", 0))
    found = [item.getsockname()[1] for item in sockets]
    for item in sockets:
        item.close()
    return found


@pytest.fixture(scope="session")
def live_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveShop]:
    """`python app.py` on free ports with a folder of its own."""
    instance = tmp_path_factory.mktemp("live")
    web, plain, processor = free_ports(3)
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("SHOP_", "DATABASE"))} | {
        "SHOP_INSTANCE": str(instance),
        "SHOP_PORT": str(web),
        "SHOP_PLAIN_PORT": str(plain),
        "SHOP_PROCESSOR_PORT": str(processor),
        "SHOP_WORKERS": "1",
        "PYTHONUNBUFFERED": "1",
    }
    said = instance / "said.txt"
    with said.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        banner = _await_banner(process, said)
        yield LiveShop(f"https://localhost:{web}", f"http://localhost:{plain}", instance, banner)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(40)


def _await_banner(process: "subprocess.Popen[bytes]", said: Path) -> str:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        if "Ctrl-C" in (text := said.read_text()):
            return text
        time.sleep(0.1)
    raise AssertionError("the shop did not open:\n" + said.read_text())


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless Chromium."""
    if CHROMIUM is None:
        if os.environ.get("NEED_BROWSER"):
            pytest.fail("Chromium is not installed, but this run needs it.")
        pytest.skip("Chromium is not installed; the continuous integration installs it")
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, live_shop: LiveShop) -> Iterator[BrowserContext]:
    """A fresh cookie jar in the browser."""
    made = chromium.new_context(base_url=live_shop.url, ignore_https_errors=True)
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def window(context: BrowserContext) -> Page:
    """An empty page of the browser."""
    return context.new_page()


def mailed_code(live_shop: LiveShop, address: str, other_than: str = "") -> str:
    """The newest six-digit code that was mailed to the address; waits for another one where one came before."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        mails = sorted((live_shop.instance / "mail" / "new").glob("*"), key=lambda path: path.stat().st_mtime)
        for path in reversed(mails):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            words = mail.get_body(("plain",))
            if address in str(mail["To"]) and words and (found := re.search(r"\b(\d{6})\b", words.get_content())):
                if found[1] != other_than:
                    return found[1]
                break
        time.sleep(0.2)
    raise AssertionError(f"no code was mailed to {address}")


_cookies: dict[tuple[str, str], list[Any]] = {}
"""Who is signed in to which shop: a code of an authenticator app works once, and the next takes half a minute."""


def sign_in(page: Page, who: str, password: str) -> None:
    """Sign in by the forms, with the code that `/local-codes` shows; later pages of the same person go on with that."""
    page.goto("/sign-in")
    key = (page.url, who)
    if key in _cookies:
        page.context.add_cookies(_cookies[key])
        page.goto("/account")
        if "/sign-in" not in page.url:
            return
        page.context.clear_cookies()
        page.goto("/sign-in")
    page.get_by_label("User ID or e-mail address").fill(who)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))
    if "/sign-in/second" in page.url:
        page.locator("[name=code]").fill(app_code(page, who))
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    _cookies[key] = list(page.context.cookies())


def app_code(page: Page, who: str) -> str:
    """What the authenticator app of a demonstration account shows; waits for a code that was not used."""
    codes = page.context.new_page()
    until = time.monotonic() + 60
    while time.monotonic() < until:
        codes.goto("/local-codes")
        row = codes.get_by_role("row").filter(has=codes.get_by_text(who, exact=True))
        if found := re.search(r"\b\d{6}\b", row.inner_text()):
            codes.close()
            return found[0]
        time.sleep(1)
    raise AssertionError(f"no code was shown for {who}")
