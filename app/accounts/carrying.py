"""What was typed into a form whose sender turned out to be signed out: carried through the sign-in page.

The fields travel in hidden inputs, never through the database, and are sent by the person's own press of a
button afterwards. Secrets and uploads are not carried.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from app.foundation.forms import NEVER_SHOWN

PREFIX = "carried."
TARGET = "carried-to"
MOST = 100_000
"""Characters; a form with more is not carried."""


@dataclass(frozen=True)
class Carried:
    """The address of the form and its fields."""

    address: str
    fields: list[tuple[str, str]]

    def hidden(self) -> list[tuple[str, str]]:
        """Name and value of the hidden inputs that carry it through the sign-in page."""
        return [(TARGET, self.address), *((PREFIX + name, value) for name, value in self.fields)]


def from_refused() -> Carried | None:
    """What the refused request in hand had typed; None if it was no form of ours, or too much."""
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return None
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    if urlsplit(origin).netloc not in {"", request.host}:
        return None
    return _checked(request.full_path.rstrip("?"), request.form)


def from_form() -> Carried | None:
    """What the sign-in form in hand carries."""
    fields = MultiDict(
        (name.removeprefix(PREFIX), value) for name, value in request.form.items(multi=True) if name.startswith(PREFIX)
    )
    return _checked(request.form.get(TARGET, ""), fields)


def _checked(address: str, form: MultiDict[str, str]) -> Carried | None:
    typed = [(name, value) for name, value in form.items(multi=True) if not _secret(name)]
    fields = [(NEVER_SHOWN.sub("", name), NEVER_SHOWN.sub("", value)) for name, value in typed]
    if not fields or sum(len(name) + len(value) for name, value in fields) > MOST or not _takes_posts(address):
        return None
    return Carried(address, fields)


def _secret(name: str) -> bool:
    return name in {"csrf_token", "code", "credential", TARGET} or "password" in name or name.startswith(PREFIX)


def _takes_posts(address: str) -> bool:
    if safe_next(address) != address:
        return False
    try:
        current_app.url_map.bind("").match(urlsplit(address).path, method="POST")
    except HTTPException:
        return False
    return True


def next_page() -> str:
    """The page that was wanted before somebody had to sign in or to open an account; empty where there is none."""
    return safe_next(request.args.get("next"))


def safe_next(address: str | None) -> str:
    """The address if it is a path of this site, else an empty text."""
    if not address or not address.startswith("/") or address.startswith("//") or len(address) > 2000:
        return ""
    if "\\" in address or any(ord(character) < 33 or ord(character) == 127 for character in address):
        return ""
    parts = urlsplit(address)
    return "" if parts.scheme or parts.netloc else address
