"""The bars of every page: no violation by axe-core in four windows, no error by the Nu Html Checker."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.browser.conftest import ROOT, LiveShop, sign_in

MODULES = ROOT / ".ci" / "npm" / "node_modules"
AXE, VNU = MODULES / "axe-core" / "axe.min.js", MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WINDOWS = [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")]
NOBODY, CUSTOMER, EDITOR, SERVICE = "", "alex.example", "paige.turner", "sue.swift"
PAGES = {
    NOBODY: [
        "/",
        "/products",
        "/products/business-cards",
        "/products/postcards",
        "/products/postcards?quantity=3&size=custom",
        "/products/postcards?job=product%3Dflyers%26quantity%3D100",
        "/products/brochures?fold=gate",
        "/products/booklets?pages=24",
        "/products/booklets?pages=10",
        "/products/coil-booklets",
        "/products/stickers",
        "/products/business-cards/dates?by=2030-01-04&zip=553",
        "/products/business-cards/dates?by=&zip=5",
        "/search?q=foil",
        "/search?q=zeppelin",
        "/help",
        "/help/artwork",
        "/help/turnaround",
        "/help/paying",
        "/help/privacy",
        "/contact",
        "/contact/message",
        "/contact/follow",
        "/privacy-policy",
        "/privacy-policy/versions/1",
        "/privacy-policy/changes",
        "/privacy-policy/versions/1/changes",
        "/privacy-policy/verify",
        "/privacy-policy/measures",
        "/privacy-policy/other-sites",
        "/privacy-policy/concerns/new?clause=log-fields",
        "/privacy-policy/what-we-hold",
        "/register",
        "/sign-in",
        "/sign-in/code",
        "/local-mail",
        "/no-such-page",
    ],
    CUSTOMER: [
        "/account",
        "/account/profile",
        "/account/addresses",
        "/account/addresses/new",
        "/account/billing",
        "/account/security",
        "/account/new-uses",
        "/orders",
        "/orders/new?product=business-cards",
        "/orders/10001",
        "/orders/10003",
        "/orders/10003/receipt",
        "/artwork/1",
        "/sign-out",
    ],
    EDITOR: [
        "/staff",
        "/staff/policy",
        "/staff/policy/draft",
        "/staff/policy/draft/as-visitor",
        "/staff/policy/documents",
        "/staff/policy/versions/1",
        "/staff/policy/evidence",
    ],
    SERVICE: [
        "/staff/orders",
        "/staff/orders/10001",
        "/staff/orders/10003",
        "/staff/artwork/1",
        "/staff/cases",
        "/staff/cases/new",
        "/staff/permissions?who=alex.example",
    ],
}
"""Addresses of the demonstration shop by who looks at them."""
LOOKS = [pytest.param(who, path, id=path) for who, paths in PAGES.items() for path in paths]


def needed(path: Path) -> None:
    """Skip where the tool is not installed, unless this run must have it."""
    if not path.exists() or (path == VNU and not shutil.which("java")):
        if os.environ.get("NEED_BROWSER"):
            pytest.fail(f"{path.name} is not installed, but this run needs it.")
        pytest.skip(f"{path.name} is not installed; the continuous integration installs it")


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, live_shop: LiveShop) -> dict[str, StorageState | None]:
    """The cookies of each person who looks."""
    kept: dict[str, StorageState | None] = {NOBODY: None}
    for who in (CUSTOMER, EDITOR, SERVICE):
        context = chromium.new_context(base_url=live_shop.url, ignore_https_errors=True)
        page = context.new_page()
        sign_in(page, who, live_shop.demo_password)
        kept[who] = context.storage_state()
        context.close()
    return kept


def violations(page: Page) -> list[Any]:
    """What axe-core finds: the rule, how often, and the first place."""
    page.evaluate(AXE.read_text())
    found: list[Any] = page.evaluate(
        "rules => axe.run({runOnly: rules}).then(r => r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html]))",
        RULES,
    )
    return found


@pytest.mark.parametrize(("who", "path"), LOOKS)
def test_axe_finds_nothing_on_the_page(
    chromium: Browser, live_shop: LiveShop, signed_in: dict[str, StorageState | None], who: str, path: str
) -> None:
    needed(AXE)
    context = chromium.new_context(base_url=live_shop.url, ignore_https_errors=True, storage_state=signed_in[who])
    page = context.new_page()
    page.goto(path, wait_until="load")
    for width, scheme in WINDOWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
        assert violations(page) == [], (path, width, scheme)
    context.close()


def test_axe_notices_a_page_with_a_fault(chromium: Browser) -> None:
    needed(AXE)
    page = chromium.new_page()
    page.set_content("<main><h1>A</h1><img src='data:,'></main>")
    assert "image-alt" in [rule for rule, _, _ in violations(page)]
    page.close()


def complaints(*arguments: str) -> list[str]:
    """What the Nu Html Checker says, errors and warnings alike."""
    command = ["java", "-jar", str(VNU), "--format", "json", "--exit-zero-always", *arguments]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stderr or "{}")
    return [f"{item.get('url', '').rpartition('/')[2]}: {item['message']}" for item in said.get("messages", [])]


def test_every_page_is_valid_html(
    chromium: Browser, live_shop: LiveShop, signed_in: dict[str, StorageState | None], tmp_path: Path
) -> None:
    needed(VNU)
    for who, paths in PAGES.items():
        context = chromium.new_context(base_url=live_shop.url, ignore_https_errors=True, storage_state=signed_in[who])
        for path in paths:
            name = path.strip("/").replace("/", "_").partition("?")[0] or "home"
            (tmp_path / f"{name}.html").write_text(context.request.get(path).text())
        context.close()
    assert complaints(*(str(item) for item in sorted(tmp_path.iterdir()))) == []


def test_the_style_sheet_is_valid() -> None:
    needed(VNU)
    assert complaints("--css", str(ROOT / "static" / "css" / "site.css")) == []


def test_the_checker_notices_a_fault(tmp_path: Path) -> None:
    needed(VNU)
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=en><title>A</title><p><div></p>")
    assert complaints(str(tmp_path / "bad.html"))
