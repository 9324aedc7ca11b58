"""The parsing client: every page it fetches is checked, forms are filled as found, nothing is guessed."""

import hashlib
import os
import re
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
import lxml.html
from flask import Flask
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from app.foundation.database import db

BASE = "https://localhost:8443"
Upload = tuple[str, bytes]
"""File name and content."""


class Page:
    """One answer, parsed. `page["css selector"]` gives the elements."""

    def __init__(self, browser: "Browser", response: TestResponse, path: str) -> None:
        self.browser, self.response, self.path = browser, response, path
        self.status = response.status_code
        self.is_html = (response.content_type or "").startswith("text/html") and bool(response.data)
        self.tree: HtmlElement = (
            lxml.html.fromstring(response.data.decode()) if self.is_html else lxml.html.Element("html")
        )
        # A mail in its shut frame is laid out for mail programs, not as a page of ours.
        if self.is_html and "sandbox" not in response.headers.get("Content-Security-Policy", ""):
            check(self)

    def __getitem__(self, selector: str) -> list[HtmlElement]:
        found: list[HtmlElement] = self.tree.cssselect(selector)
        return found

    @property
    def h1(self) -> str:
        return spaced(self["h1"][0])

    @property
    def text(self) -> str:
        """All words of the page's body."""
        return spaced(self.tree)

    @property
    def main(self) -> str:
        """The words of the page's main part."""
        return spaced(self["main"][0])

    @property
    def location(self) -> str:
        """Where a redirect leads, without the host when it is ours."""
        return str(self.response.headers.get("Location", "")).removeprefix(BASE)

    def follow(self) -> "Page":
        """Open the address of the redirect."""
        assert self.location, f"{self.path} answered {self.status} without a redirect: {self.text[:400]}"
        return self.browser.get(self.location)

    def link(self, words: str) -> str:
        """The address of the link with those words."""
        for element in self["a[href]"]:
            if words.lower() in spaced(element).lower():
                return urljoin(self.path, str(element.get("href")))
        raise AssertionError(f"{self.path} has no link “{words}”")

    def open(self, words: str) -> "Page":
        """Open the link with those words."""
        return self.browser.get(self.link(words))

    def form(self, action: str = "", button: str = "") -> "Form":
        """The form whose action ends with `action` and that has the button with those words."""
        for element in self["main form"] + self["form"]:
            target = urljoin(self.path, element.get("action") or self.path)
            words = " ".join(spaced(item) for item in element.cssselect("button"))
            if urlsplit(target).path.endswith(action) and button.lower() in words.lower():
                return Form(self, element)
        raise AssertionError(f"{self.path} has no form to “{action}” with a button “{button}”")

    def errors(self) -> dict[str, str]:
        """Sentence beside each field that has one, by field name."""
        found = {}
        for element in self['[aria-invalid="true"]']:
            ids = str(element.get("aria-describedby", "")).split()
            sentences = [spaced(self.tree.get_element_by_id(item)) for item in ids if item.endswith("-error")]
            found[str(element.get("name"))] = " ".join(sentences)
        return found


class Form:
    """A form as it stands in the page: `submit` sends what is in it, changed by what is given."""

    def __init__(self, page: Page, element: HtmlElement) -> None:
        self.page, self.element = page, element
        self.action = urljoin(page.path, element.get("action") or page.path)
        self.method = (element.get("method") or "get").lower()
        self.upload = element.get("enctype") == "multipart/form-data"

    def values(self) -> dict[str, Any]:
        """What a browser would send; a field that stands several times has all its values in a list."""
        found: dict[str, Any] = {}
        for name, value in self.element.form_values():
            found[name] = value if name not in found else [*_listed(found[name]), value]
        return found

    def names(self) -> set[str]:
        return {str(item.get("name")) for item in self.element.cssselect("[name]")}

    def submit(self, button: str = "", **given: Any) -> Page:
        """Send it; `None` leaves a field out, a pair of name and bytes is a file."""
        unknown = set(given) - self.names()
        assert not unknown, f"the form {self.action} has no field {unknown}; it has {self.names()}"
        values = self.values() | given
        if button:
            pressed = [
                item for item in self.element.cssselect("button[name]") if button.lower() in spaced(item).lower()
            ]
            values[str(pressed[0].get("name"))] = pressed[0].get("value") or ""
        data = {name: _sent(value) for name, value in values.items() if value is not None}
        if self.method == "get":
            return self.page.browser.get(self.action, query=data)
        return self.page.browser.post(self.action, data)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _sent(value: Any) -> Any:
    if isinstance(value, tuple):
        return BytesIO(value[1]), value[0]
    return value


class Browser:
    """A browser's cookie jar and manners around the application's test client."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def get(self, path: str, query: dict[str, Any] | None = None, **rest: Any) -> Page:
        return self._send("GET", path, query_string=query, **rest)

    def post(self, path: str, data: dict[str, Any] | None = None, **rest: Any) -> Page:
        """Post raw data; tests of forms use `page.form(...).submit(...)` instead."""
        return self._send("POST", path, data=data or {}, **rest)

    def _send(self, method: str, path: str, **rest: Any) -> Page:
        """Each request in an application context of its own, as on the server; it finds what the test has written."""
        path = path.removeprefix(BASE)
        db.session.commit()
        with self.app.app_context():
            response = self.client.open(path, method=method, base_url=BASE, buffered=True, **rest)
        db.session.expire_all()
        return Page(self, response, path)

    def cookies(self) -> dict[str, str]:
        """Name and value of every cookie held."""
        return {cookie.key: cookie.value for cookie in self.client._cookies.values()}


def spaced(element: HtmlElement) -> str:
    """The words of an element, single spaces between them."""
    return " ".join(str(element.text_content()).split())


CHANGING = re.compile(
    rb'(?<=name="csrf_token" value=")[^"]+|(?<=name="nonce" value=")[^"]+|(?<=<code>)[0-9a-f]{16}(?=<)'
)
"""What alone differs between two showings of the same page: form tokens, and the reference at the foot."""
WORDS = re.compile(rb"[A-Za-z0-9][A-Za-z0-9 .,:;!?()/_-]*")
"""Plain words: whatever they are, a reader of HTML makes the same of them, except inside the angles of a tag."""
TEXT = re.compile(rb'(?<=>)[^<>&]+(?=<)|(?<==")(?<!type=")[^"<>&]*(?=")')
"""Text between two tags, and values of attributes but `type`, which decides where an input may stand."""
PARSED_ELSEWHERE = os.environ.get("DATABASE_URL", "").startswith("postgres")
"""Pages are the same on every database, and the slow parser has read them in the run on SQLite."""
_checked: set[bytes] = set()
_parsed: set[bytes] = set()


def check(page: Page) -> None:
    """What holds for every page of the shop; a page that passed is not read again in the same words."""
    words = hashlib.sha256(CHANGING.sub(b"", page.response.data)).digest()
    if words in _checked:
        return
    problems = [*_html_errors(page.response.data), *_problems(page)]
    assert not problems, f"{page.path}: {'; '.join(problems)}"
    _checked.add(words)


def _html_errors(data: bytes) -> Any:
    """What a strict parser says against the page. It is slow, so a page that passed is not parsed with other words."""
    shape = hashlib.sha256(TEXT.sub(lambda found: WORDS.sub(b"w", found.group()), data)).digest()
    if PARSED_ELSEWHERE or shape in _parsed:
        return
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(data, transport_encoding="utf-8")
    for position, code, details in parser.errors:
        yield f"HTML error {code} {details} at {position}"
    if not parser.errors:
        _parsed.add(shape)


def _problems(page: Page) -> Any:
    heads = page["h1"]
    if len(heads) != 1:
        yield f"{len(heads)} h1 elements"
    elif not spaced(page["title"][0]).startswith(spaced(heads[0])):
        yield f"the title {spaced(page['title'][0])!r} does not begin with the h1 {spaced(heads[0])!r}"
    ids = [str(item.get("id")) for item in page["[id]"]]
    if double := {item for item in ids if ids.count(item) > 1}:
        yield f"ids stand twice: {double}"
    for control in page["input, select, textarea"]:
        if control.get("type") not in {"hidden", "submit"} and not _labelled(page, control):
            yield f"the field {control.get('name')} has no label"
    for element in page["[style], style"]:
        yield f"inline style on {element.tag}"
    for element in page["script"]:
        if not element.get("src"):
            yield "inline script"
    for element in page.tree.iter():
        if isinstance(element.tag, str) and any(name.startswith("on") for name in element.attrib):
            yield f"inline handler on {element.tag}"
    for text in re.findall(r"\{\{|\{%|None\b(?= *<)", page.response.get_data(as_text=True)):
        yield f"the template shows through: {text}"


def _labelled(page: Page, control: HtmlElement) -> bool:
    if control.get("aria-label") or control.get("aria-labelledby"):
        return True
    if any(parent.tag == "label" for parent in control.iterancestors()):
        return True
    return bool(control.get("id")) and bool(page[f'label[for="{control.get("id")}"]'])
