"""Takes the pictures in `docs/pictures/` from a running demonstration shop.

.venv/bin/python -m tests.browser.pictures https://localhost:8443 "$(cat instance/secrets/demo_password)"
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, ROOT, sign_in

EDITOR, REVIEWER = "paige.turner", "reed.moore"
LOOKS = (("", "light"), ("-dark", "dark"))
BEFORE = "Saying so is easy, so the rest of this page says exactly what we do, and we keep it short enough to read."
AFTER = "Saying so is easy. The rest of this page says exactly what we do, and shows how we keep it."
FOLDER = ROOT / "docs" / "pictures"
PICTURES = [
    ("home", "/", "", "light"),
    ("home-dark", "/", "", "dark"),
    ("product", "/products/business-cards", "", "light"),
    ("order", "/orders/10003", "alex.example", "light"),
    *((f"policy{end}", "/privacy-policy#what-we-log", "", look) for end, look in LOOKS),
    *((f"difference{end}", "/privacy-policy/versions/2/changes?view=side", "", look) for end, look in LOOKS),
    *((f"history{end}", "/staff/policy", EDITOR, look) for end, look in LOOKS),
    *((f"editor{end}", "/staff/policy/draft", EDITOR, look) for end, look in LOOKS),
    *((f"evidence{end}", "/staff/policy/evidence", EDITOR, look) for end, look in LOOKS),
    ("queue", "/staff/orders", "sue.swift", "dark"),
]
"""Name of the picture, address, who looks (nobody in particular when empty), colour scheme."""


def main(shop: str, password: str) -> None:
    """Take them all, 1,280 by 900 pixels each, in at most 256 colours."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        second_version(browser, shop, password)
        for name, path, who, scheme in PICTURES:
            page = window(browser, shop, scheme)
            if who:
                sign_in(page, who, password)
            page.goto(path, wait_until="networkidle")
            if path.startswith("/privacy-policy#"):
                page.locator("#log-fields").locator("xpath=following::summary[1]").click()
            keep(page.screenshot(), FOLDER / f"{name}.png")
        browser.close()


def second_version(browser: Browser, shop: str, password: str) -> None:
    """One clearer sentence, by two people, so that there is a difference to show; a shop that has it keeps it."""
    editor = window(browser, shop, "light")
    sign_in(editor, EDITOR, password)
    if editor.goto("/privacy-policy/versions/2").status == 200:  # type: ignore[union-attr]  # it answered
        return
    editor.goto("/staff/policy/draft")
    source = editor.locator("[name=body_md]")
    source.fill(source.input_value().replace(BEFORE, AFTER))
    editor.locator("[name=change_note]").fill("One sentence became two. Nothing is kept or used differently.")
    editor.locator("[name=change_class][value=clarify]").check()
    editor.get_by_role("button", name="Save and send to review").click()
    reviewer = window(browser, shop, "light")
    sign_in(reviewer, REVIEWER, password)
    reviewer.goto("/staff/policy/draft/review")
    reviewer.get_by_role("button", name="Approve it").click()
    editor.goto("/staff/policy/draft/publication")
    editor.get_by_role("button", name="Publish version 2").click()


def window(browser: Browser, shop: str, scheme: str) -> Page:
    """A fresh window of the browser."""
    context = browser.new_context(
        base_url=shop,
        ignore_https_errors=True,
        viewport={"width": 1280, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    return context.new_page()


def keep(png: bytes, path: Path) -> None:
    """Save the picture with a palette: a fifth of the bytes."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    picture.save(path, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
