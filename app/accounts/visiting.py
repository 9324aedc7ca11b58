"""From the request in hand to what verbs take: the visit, the hasher, the present session."""

from typing import cast

from flask import current_app, request, session

from app.accounts.hashing import Hasher
from app.accounts.relying import Asking, RelyingParty
from app.accounts.service.visit import Visit
from app.accounts.sessions import ServerSession
from app.config import Settings
from app.foundation import rules
from app.foundation.networks import network_of
from app.visits.agents import family


def present_session() -> ServerSession:
    """The session of this request."""
    return cast(ServerSession, session._get_current_object())  # type: ignore[attr-defined]  # flask's proxy


def visit() -> Visit:
    """From where this request comes; one that may write begins a session, so its answer may set the cookie."""
    present, network = present_session(), network_of(request.remote_addr or "")
    digest = present.digest if present.token or request.method == "POST" else ""
    return Visit(digest, network, family(request.headers.get("User-Agent", "")))


def hasher() -> Hasher:
    """The application's password hasher."""
    found: Hasher = current_app.extensions["shop.hasher"]
    return found


def relying_party() -> RelyingParty:
    """Whom passkeys are made for; without an id there are none."""
    settings: Settings = current_app.extensions["shop.settings"]
    return RelyingParty(settings.passkeys_for, settings.base_url, rules.text("company.name"))


def asking(purpose: str) -> Asking:
    """A question to a passkey, for the browser of this request."""
    return Asking(purpose, visit().session_sha256)
