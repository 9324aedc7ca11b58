"""Flask-Login on our own rows: the session, the remember cookie, and what happens when a sign-in is needed.

Flask-Login's remember cookie carries a random token (and its signature) instead of an account's id.
"""

import re
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g
from flask_login import LoginManager, decode_cookie, encode_cookie, login_user, logout_user

from app.accounts import terms, views
from app.accounts.hashing import Hasher
from app.accounts.service import devices
from app.accounts.service.devices import SignedIn
from app.accounts.sessions import ServerSessions
from app.accounts.visiting import present_session
from app.config import Settings
from app.foundation import clock, codes, database, facts, work
from app.foundation.access import Viewer
from app.foundation.acts import Act, Actor

SEEN_EVERY = 600
"""Seconds between two notes that a device was seen."""


class ShopLogin(LoginManager):  # type: ignore[misc]  # flask-login is untyped
    """Reads the viewer from the session row, and exchanges a remember token for a session."""

    def _session_protection_failed(self) -> bool:
        return False  # our session is a server-side row; an address or a browser version may change

    def _load_user_from_remember_cookie(self, cookie: str) -> Viewer | None:
        """The one thing that a safe request writes (house.md, *The life of a request*)."""
        # Flask-Login's check of the signature raises on letters outside ASCII.
        token = decode_cookie(cookie) if _SHAPE.fullmatch(cookie) else None
        signed_in = _exchange(token) if token else None
        session = present_session()
        if signed_in is None:
            session["_remember"] = "clear"
            return None
        _adopt(signed_in)
        session["_remember"] = "set"
        return session.viewer

    def _set_cookie(self, response: Response) -> None:
        response.set_cookie(
            current_app.config["REMEMBER_COOKIE_NAME"],
            encode_cookie(g.remember_token),
            max_age=terms.remember().sliding,
            **_COOKIE,
        )

    def _clear_cookie(self, response: Response) -> None:
        response.delete_cookie(current_app.config["REMEMBER_COOKIE_NAME"], **_COOKIE)


_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}\|[0-9a-f]{128}")
_COOKIE: dict[str, Any] = {"path": "/", "secure": True, "httponly": True, "samesite": "Lax"}


def _exchange(token: str) -> SignedIn | None:
    version = current_app.extensions["shop.policy_version"]()
    act = Act(Actor("visitor"), clock.now(), version, g.get("request_id", ""))
    found: list[SignedIn | None] = []
    with database.writing():
        work.unit(lambda: found.append(devices.exchange(act, token)))
    return found[0]


def _viewer(_user_id: str) -> Viewer | None:
    session = present_session()
    row = session.row
    if row is None or not row.viewer.signed_in:
        return None
    if (clock.now() - row.last_seen_at).total_seconds() > SEEN_EVERY:
        facts.append("device.seen", session=row.id, device=row.viewer.device_id)
    return row.viewer


def enter(signed_in: SignedIn) -> Viewer:
    """Give the browser what signing in made: the new session, and the remember cookie if asked for."""
    viewer = _adopt(signed_in)
    login_user(viewer, remember=signed_in.remember_token is not None)
    return viewer


def _adopt(signed_in: SignedIn) -> Viewer:
    session = present_session()
    row = views.open_session(codes.digest(signed_in.session_token), terms.session_bounds(clock.now()), views.work_rows)
    session.adopt(signed_in.session_token, row)
    g.remember_token = signed_in.remember_token
    return session.viewer


def leave(response: Response) -> Response:
    """End both sides: the rows are gone already, now the cookies go."""
    logout_user()
    present_session().end()
    response.headers["Clear-Site-Data"] = '"cookies"'
    return response


def bind(app: Flask, settings: Settings) -> None:
    """Bind sessions, Flask-Login and the password hasher to the application."""
    app.session_interface = ServerSessions()
    app.config["SESSION_PROTECTION"] = None
    app.extensions["shop.hasher"] = Hasher(
        settings.password_memory_kib,
        settings.password_passes,
        locks=Path(app.instance_path) / "locks",
        # The other half of the threads answers whatever needs no password.
        places=max(1, settings.threads // 2),
    )
    login = ShopLogin(app)
    login.anonymous_user = Viewer
    login.user_loader(_viewer)
