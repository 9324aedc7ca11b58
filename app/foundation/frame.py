"""What every template may use, and the error pages: the frame around each page."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import Flask, Response, current_app, get_flashed_messages, render_template, request
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from app.config import Settings
from app.foundation import assets, clock, money, rules
from app.foundation.access import Permission, viewer
from app.foundation.database import db
from app.foundation.envelopes import KeysUnavailable
from app.foundation.errors import Missing

log = logging.getLogger(__name__)
LAST_RESORT = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Something broke on our side</title>'
    "<h1>Something broke on our side</h1><p>Nothing you sent was kept half done. Please try again in a minute; "
    "if it stays, write to us and quote this reference: %s</p></html>"
)

for _rule in (
    rules.Rule("company.name", "Smartpress.com", "text", "The name of the shop"),
    rules.Rule("company.legal-name", "Smartpress.com", "text", "The company's legal name"),
    rules.Rule("company.street", "950 Lake Drive", "text", "The street of the postal address"),
    rules.Rule("company.city-line", "Chanhassen, MN 55317", "text", "City, state and ZIP of the postal address"),
    rules.Rule("company.phone", "", "text", "The telephone number shown on the site; empty shows none"),
    rules.Rule("company.hours", "Monday to Friday, 8:00 a.m. to 5:00 p.m. Central", "text", "When somebody answers"),
    rules.Rule(
        "company.newsletter", "newsletter@smartpress.com", "e-mail", "The desk for opt-outs, access and corrections"
    ),
    rules.Rule("company.mail-from", "orders@smartpress.com", "e-mail", "The sender of mail about orders and accounts"),
):
    rules.declare(_rule)


@dataclass(frozen=True)
class MenuItem:
    """One line of the staff menu, shown to those who hold the permission; lines of a `group` stand behind its word."""

    label: str
    href: str
    permission: Permission
    group: str = ""


@dataclass(frozen=True)
class Site:
    """Who we are, as the house rules say."""

    name: str
    legal_name: str
    street: str
    city_line: str
    phone: str
    hours: str
    newsletter: str
    mail_from: str
    public_url: str


@dataclass(frozen=True)
class Message:
    """A message to show once; `kind` is success, info, warning or error."""

    kind: str
    text: str


def site(settings: Settings) -> Site:
    """The company's name, address and mail addresses in force."""
    version = rules.version()
    kept: tuple[object, Site] | None = current_app.extensions.get("shop.site")
    if kept is None or kept[0] != version:
        names = ("name", "legal-name", "street", "city-line", "phone", "hours", "newsletter", "mail-from")
        found = {name.replace("-", "_"): rules.text(f"company.{name}") for name in names}
        kept = current_app.extensions["shop.site"] = (version, Site(**found, public_url=settings.base_url))
    return kept[1]


def bind(app: Flask, settings: Settings, menu: list[MenuItem], footer: list[tuple[str, str]]) -> None:
    """Give templates their context and the application its error pages."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = lambda path: assets.address(app, path)
    app.jinja_env.globals["rule"] = rules.value
    app.jinja_env.filters.update(
        dollars=money.dollars, spoken=clock.spoken, spoken_date=clock.spoken_date, iso=clock.iso
    )
    stamp: Callable[[], object] = app.extensions["shop.policy_stamp"]
    strip: Callable[[], object] = app.extensions["shop.policy_strip"]

    @app.context_processor
    def context() -> dict[str, Any]:
        who = viewer()
        return {
            "site": site(settings),
            "viewer": who,
            "staff_menu": grouped([item for item in menu if who.may(item.permission)]) if who.is_staff else [],
            "staff_here": place_in(menu, request.path) if who.is_staff else "",
            "messages": Messages(),
            "demo": not settings.production,
            "policy_stamp": stamp(),
            "policy_strip": strip,
            "footer_links": footer,
            "request_id": request.environ.get("shop.request_id", ""),
            "current_path": request.path,
            "csrf_token": generate_csrf,
        }

    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Missing, _missing)
    app.register_error_handler(KeysUnavailable, _without_keys)
    app.register_error_handler(Exception, _broken)


def grouped(menu: list[MenuItem]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Lines that follow each other in a group, as label and address; a group of one line needs no word of its own."""
    groups = [
        (group, [(item.label, item.href) for item in items]) for group, items in groupby(menu, lambda item: item.group)
    ]
    return [(group if len(lines) > 1 else "", lines) for group, lines in groups]


def place_in(menu: list[MenuItem], path: str) -> str:
    """The address of the menu's line that leads nearest to that page; empty where none does."""
    around = [item.href for item in menu if f"{path}/".startswith(f"{item.href}/")]
    nearest = max(around, key=len, default="")
    return nearest if path == nearest or nearest.count("/") > 1 else ""


class Messages:
    """The messages of this page, asked for only when the template shows them."""

    def __iter__(self) -> Iterator[Message]:
        pairs: list[tuple[str, str]] = get_flashed_messages(with_categories=True)  # type: ignore[assignment]
        return (Message("info" if kind == "message" else kind, text) for kind, text in pairs)


def _missing(_error: Missing) -> Response:
    return _error_page(404)


def _without_keys(error: KeysUnavailable) -> Response:
    log.error("%s", error)
    return _error_page(503)


def _http_error(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response  # type: ignore[return-value]  # an abort() with its own answer
    response = _error_page(error.code or 500)
    for name, text in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = text
    return response


def _broken(error: Exception) -> Response:
    log.exception("a request failed: %s", type(error).__name__)
    db.session.rollback()  # the error page reads too, which a broken transaction would refuse
    return _error_page(500)


KNOWN = {400, 403, 404, 410, 413, 422, 429, 500, 503}


def _error_page(code: int) -> Response:
    shown = code if code in KNOWN else 400 if code < 500 else 500
    reference = request.environ.get("shop.request_id", "")
    try:
        body = render_template(f"errors/{shown}.html", code=code)
    except Exception:
        log.exception("the error page for %s failed", code)
        body = LAST_RESORT % reference
    response = Response(body, code, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


@dataclass(frozen=True)
class PolicyNotice:
    """A changed policy version that pages announce: to come (`ahead`) or in force, with so many new `uses`."""

    number: int
    effective_at: datetime
    ahead: bool
    uses: int

    @property
    def date_text(self) -> str:
        return clock.spoken_date(self.effective_at)

    @property
    def iso(self) -> str:
        return clock.iso(self.effective_at)


@dataclass(frozen=True)
class PolicyStamp:
    """The policy version in force, for the footer of every page; `notice` is what every visitor is told."""

    number: int
    effective_at: datetime
    notice: PolicyNotice | None = None

    @property
    def date_text(self) -> str:
        return clock.spoken_date(self.effective_at)

    @property
    def iso(self) -> str:
        return clock.iso(self.effective_at)
