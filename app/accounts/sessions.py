"""The session behind `__Host-session`: one random number outside, a row inside (privacy.md section 14; P54 to P58).

The cookie is set only where a page holds a POST form (its token is derived from the number) or after signing in.
A row exists once somebody signs in or there is a message to show.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, Response, g
from flask.sessions import SessionInterface, SessionMixin

from app.accounts import terms, views
from app.accounts.service import devices
from app.accounts.views import OpenSession
from app.foundation import access, clock, codes
from app.foundation.access import Viewer

SHOWN_FOR = timedelta(seconds=60)
"""How long a message waits at the address to which its redirect leads."""
_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


class ServerSession(SessionMixin):
    """What Flask, Flask-WTF and Flask-Login see as the session; only messages are ever stored by it."""

    def __init__(self, cookie: str, path: str) -> None:
        self.token = cookie if _SHAPE.fullmatch(cookie) else ""
        self.path = path
        self.cookie_due = self.ended = False
        self._own: dict[str, Any] = {}
        self._hidden: set[str] = set()
        self._row: OpenSession | None = None
        self._looked = False
        self._told: dict[str, Any] | None = None
        self.modified = False

    @property
    def digest(self) -> str:
        """What names this session in the database; begins one (and its cookie) when there is none."""
        return codes.digest(self._begun())

    @property
    def row(self) -> OpenSession | None:
        """The row, read when first asked for."""
        if not self._looked:
            self._looked = True
            if self.token:
                self._row = views.open_session(codes.digest(self.token), terms.session_bounds(clock.now()))
        return self._row

    @property
    def viewer(self) -> Viewer:
        """Who is signed in; a viewer without id when nobody is."""
        return self.row.viewer if self.row else Viewer()

    def adopt(self, token: str, row: OpenSession | None) -> None:
        """Go on under a new number: at every sign-in."""
        self.token, self.cookie_due, self.ended = token, True, False
        self._row, self._looked, self._told = row, True, None
        self._own.pop("_user_id", None)
        self._hidden.clear()
        g.pop("csrf_token", None)

    def end(self) -> None:
        """Forget the number; the browser is told to do the same."""
        self.token, self._row, self._looked, self._told, self.ended = "", None, True, None, True
        self._own = {key: value for key, value in self._own.items() if key == "_remember"}

    def _begun(self) -> str:
        if not self.token:
            self.token, self.cookie_due, self._looked = codes.random_token(256), True, True
        return self.token

    def _kept(self) -> dict[str, Any]:
        """What the row says, under the names that the extensions use."""
        if self._told is None:
            self._told = self._told_by_row()
        return self._told

    def _told_by_row(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.viewer.signed_in:
            found |= {"_user_id": str(self.viewer.id), "_fresh": access.is_fresh(self.viewer)}
        if messages := self._messages():
            found["_flashes"] = messages
        return found

    def _messages(self) -> list[tuple[str, str]]:
        """Messages that belong to the address in hand."""
        kept = _recent(self.row.messages, clock.now()) if self.row else []
        return [(kind, text) for kind, text, address, _at in kept if address == self.path]

    def __getitem__(self, key: str) -> Any:
        if key == "csrf_token":
            return codes.keyed_hex("csrf", self._begun())
        if key in self._own:
            return self._own[key]
        if key in self._hidden:
            raise KeyError(key)
        return self._kept()[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._own[key] = value
        self._hidden.discard(key)
        self.modified = self.modified or key == "_flashes"

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self._own.pop(key, None)
        self._hidden.add(key)

    def __contains__(self, key: object) -> bool:
        if key == "csrf_token" or key in self._own:
            return True
        return key not in self._hidden and key in self._kept()

    def __iter__(self) -> Iterator[str]:
        return iter([*self._own, *(key for key in self._kept() if key not in self._own and key not in self._hidden)])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def fresh_messages(self) -> list[tuple[str, str]]:
        """Messages flashed in this request and not shown in it."""
        shown: list[tuple[str, str]] = self._own.get("_flashes", [])
        return shown


def _recent(messages: list[list[str]], at: datetime) -> list[list[str]]:
    return [message for message in messages if at - datetime.fromisoformat(message[3]) < SHOWN_FOR]


class ServerSessions(SessionInterface):
    """Opens and saves `ServerSession`s."""

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        return ServerSession(request.cookies.get(self.get_cookie_name(app), ""), request.path)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Store messages (writing requests only) and set or remove the cookie."""
        if not isinstance(session, ServerSession):
            return
        response.vary.add("Cookie")
        if session.modified and g.get("work_begun", False) and response.status_code < 400:
            _store_messages(session, response)
        settings: dict[str, Any] = {"path": "/", "secure": True, "httponly": True, "samesite": "Lax"}
        name = self.get_cookie_name(app)
        if session.ended and not session.token:
            response.delete_cookie(name, **settings)
        elif session.cookie_due:
            response.set_cookie(name, session.token, **settings)


def _store_messages(session: ServerSession, response: Response) -> None:
    """A message belongs to the address to which the answer leads, since a reading request cannot remove it."""
    at, address = clock.now(), urlsplit(response.headers.get("Location", "")).path
    waiting = session.fresh_messages()
    if not address or not waiting:
        return
    kept = _recent(session.row.messages, at) if session.row else []
    stored = [message for message in kept if message[2] != address]
    stored += [[kind, text, address, at.isoformat()] for kind, text in waiting]
    devices.keep_messages(access.act(), session.digest, stored)
