"""Draws every mail of the catalogue from its samples, as its readers would see it: wide and narrow, light and dark.

.venv/bin/python -m tests.browser.mail_pictures FOLDER [room/name ...]
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Route, sync_playwright

from app import create_app
from app.config import load_settings
from app.mail import previews
from tests.browser.conftest import CHROMIUM, FLAGS

WIDTHS = {"wide": 640, "narrow": 320}
LOOKS = ("light", "dark")


def main(folder: Path, wanted: list[str]) -> list[str]:
    """Draw them all; gives what a mail asked the network for, which must be nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    asked: list[str] = []
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, html in documents(wanted):
            for width, pixels in WIDTHS.items():
                for look in LOOKS:
                    keep(browser, html, folder / f"{name}-{width}-{look}.png", pixels, look, asked)
        browser.close()
    return asked


def documents(wanted: list[str]) -> Iterator[tuple[str, str]]:
    """The name of each picture, and the HTML of each case of each mail."""
    with tempfile.TemporaryDirectory() as instance:
        app = create_app(load_settings({}, instance=Path(instance), env="test"))
        with app.app_context():
            from app.foundation.database import db

            db.create_all(bind_key=None)
            for template, letter in sorted(previews.catalogue().items()):
                for sample in previews.samples(template) if not wanted or template in wanted else []:
                    name = f"{template.replace('/', '-')}-{sample.number}"
                    yield name, previews.preview(letter, sample).html


def keep(browser: Browser, html: str, path: Path, width: int, look: str, asked: list[str]) -> None:
    """One picture of the whole mail; whatever it asks for from outside is noted and refused."""
    context = browser.new_context(
        viewport={"width": width, "height": 480},
        color_scheme="dark" if look == "dark" else "light",
        java_script_enabled=False,
    )
    page = context.new_page()

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("**/*", refuse)
    page.set_content(html)
    page.screenshot(path=path, full_page=True)
    context.close()


if __name__ == "__main__":
    for address in main(Path(sys.argv[1]), sys.argv[2:]):
        print("asked for", address)
