"""Pages behind a sign-in keep to themselves and offer the way out; secrets are typed where managers find them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from lxml.html import HtmlElement

from app.config import ROOT
from app.foundation.access import mark_of
from tests.pages import Browser, Page
from tests.people import code_for
from tests.rules.driving import CHOICE, instead, rules, sample_path
from tests.rules.people import known_values, somebody

TOKENS: dict[str, tuple[str, ...]] = {
    "password": ("current-password", "new-password"),
    "user_id": ("username", "username webauthn"),
    "code": ("one-time-code",),
    "email": ("email",),
    "phone": ("tel",),
}
"""Names of fields, and what they tell the browser about themselves."""
NOT_FOR_MANAGERS = {"code": "off"}
"""A promotion's code and a number to follow a case by are codes, too, but not of one use."""
FRAGMENTS = {"/products/<slug:slug>/price"}
"""Pieces of pages that a script fetches."""
PASTING = re.compile(r"""(on|["'])(paste|copy|cut|contextmenu)["'(]?""")


def opened(app: Flask, browser: Browser, kinds: set[str]) -> Iterator[Page]:
    """Every page with such an access mark that opens for this browser."""
    for rule in rules(app):
        if rule.rule in FRAGMENTS:
            continue
        if "GET" in (rule.methods or ()) and mark_of(app.view_functions[rule.endpoint]).kind in kinds:
            page = browser.get(sample_path(rule.rule, known_values(app)), CHOICE)
            if page.status == 200:
                yield page


def strays(page: Page) -> Iterator[str]:
    """What lets a page out of its reader's hands, or its reader not out of it."""
    headers = page.response.headers
    if headers.get("Cache-Control") != "no-store":
        yield f"{page.path} may be kept: {headers.get('Cache-Control')}"
    if headers.get("Referrer-Policy") != "no-referrer":
        yield f"{page.path} tells its address: {headers.get('Referrer-Policy')}"
    if "as-visitor" in page.path:
        return  # a draft as a visitor will see it, who has nothing to leave
    ways = page['form[action="/sign-out"] button, a[href="/sign-out"]']
    if page.is_html and "sandbox" not in headers.get("Content-Security-Policy", "") and not ways:
        yield f"{page.path} has no way out"


def odd_fields(page: Page) -> Iterator[str]:
    """Fields in which a secret is typed and that a browser or a password manager cannot tell."""
    for form in page["form"]:
        passwords = form.cssselect('input[type="password"]')
        for field in form.cssselect("input[name]"):
            yield from _odd(page, field)
        owners = form.cssselect('input[autocomplete^="username"]')
        if passwords and not owners:
            yield f"{page.path}: a password whose owner no password manager can tell"


SOMEBODY_ELSES = {"/account/company/invitations/new"}
"""Where the address that is typed is not one's own, and must not be filled in as if it were."""


def _odd(page: Page, field: HtmlElement) -> Iterator[str]:
    name, told = str(field.get("name")), field.get("autocomplete", "")
    wanted = TOKENS["password"] if field.get("type") == "password" else TOKENS.get(name)
    if page.path in SOMEBODY_ELSES and told == "off":
        return
    if wanted and field.get("type") != "hidden" and told not in {*wanted, NOT_FOR_MANAGERS.get(name)}:
        yield f"{page.path}: {name} says {told or 'nothing'} instead of {wanted[0]}"
    if name == "password" and field.get("type") != "password":
        yield f"{page.path}: a password is shown while it is typed"
    if field.get("type") == "password" and (field.get("maxlength") or field.get("readonly")):
        yield f"{page.path}: a password field cuts what is pasted"


@pytest.mark.parametrize("who", ["customer", "administrator"])
def test_every_page_behind_a_sign_in_is_kept_to_its_reader_and_offers_the_way_out(
    app: Flask, request: pytest.FixtureRequest, who: str
) -> None:
    browser = somebody(request, who)
    pages = list(opened(app, browser, {"customer"} if who == "customer" else {"staff"}))
    assert len(pages) > 20
    assert [stray for page in pages for stray in strays(page)] == []


def test_every_secret_is_typed_where_password_managers_find_it(
    app: Flask, request: pytest.FixtureRequest, visitor: Browser
) -> None:
    pages = [*opened(app, somebody(request, "customer"), {"customer"}), *opened(app, visitor, {"public"})]
    page = visitor.get("/register").form("/register").submit(email="casey@example.com").follow()
    pages += [page, page.form("/register/code").submit(code=code_for("casey@example.com", "register")).follow()]
    assert sum(len(page['input[type="password"]']) for page in pages) >= 4
    assert [odd for page in pages for odd in odd_fields(page)] == []


def test_a_page_that_strays_is_noticed(app: Flask, request: pytest.FixtureRequest) -> None:
    browser = somebody(request, "customer")

    def planted(**_arguments: str) -> str:
        return (
            "<!doctype html><html lang=en><title>A page</title><h1>A page</h1>"
            '<form><label for="p">Password</label>'
            '<input id="p" name="password" maxlength="8" autocomplete="new-password"></form>'
        )

    with instead(app, "accounts.profile_page", planted):
        page = browser.get("/account/profile")
    assert list(strays(page)) == ["/account/profile has no way out"]
    assert list(odd_fields(page)) == ["/account/profile: a password is shown while it is typed"]
    page.response.headers["Cache-Control"] = "public"
    page.response.headers.pop("Referrer-Policy")
    assert len(list(strays(page))) == 3
    (field,) = page['[name="password"]']
    field.set("type", "password")
    assert len(list(odd_fields(page))) == 2, "what is pasted is cut, and nobody knows whose it is"


def in_the_way(root: Path) -> set[str]:
    """Scripts that listen to pasting or copying."""
    found = (path for path in (root / "static" / "js").rglob("*.js") if PASTING.search(path.read_text()))
    return {path.name for path in found}


WANTED_PASTE = {"inserting.js"}
"""The policy's editor turns what is pasted from a word processor into its own words; nothing secret is typed there."""


def test_no_script_stands_in_the_way_of_pasting(tmp_path: Path) -> None:
    assert in_the_way(ROOT) <= WANTED_PASTE
    (tmp_path / "static" / "js").mkdir(parents=True)
    (tmp_path / "static" / "js" / "planted.js").write_text('field.addEventListener("paste", stop)')
    assert in_the_way(tmp_path) == {"planted.js"}


TOLD = ["/welcome/", "/pay/", "/q/", "/u/"]


@pytest.mark.parametrize("beginning", TOLD)
def test_an_address_that_holds_a_token_is_told_to_nobody(app: Flask, visitor: Browser, beginning: str) -> None:
    token = next(rule.rule for rule in rules(app) if rule.rule.startswith(beginning) and "<token" in rule.rule)
    page = visitor.get(sample_path(token, {}))
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.response.headers["Cache-Control"] == "no-store"


def test_password_managers_are_led_to_where_a_password_is_changed(visitor: Browser) -> None:
    assert visitor.get("/.well-known/change-password").location == "/account/security"
    told = visitor.get("/.well-known/security.txt").response.get_data(as_text=True)
    assert re.search(r"^Contact: mailto:\S+@\S+$", told, re.MULTILINE)
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT", told, re.MULTILINE)
