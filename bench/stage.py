"""A demonstration shop in a temporary folder, called in this process through its whole WSGI stack."""

import io
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, Response
from sqlalchemy import event, update
from werkzeug.test import EnvironBuilder

from app import create_app
from app.accounts import user_ids
from app.accounts.factor_models import TotpFactor
from app.accounts.service import cards
from app.accounts.service.factors import authenticator
from app.config import load_settings
from app.foundation import access, clock
from app.foundation.database import db
from app.operations import demo

Environ = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """One answer: status, headers, body."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


class Stage:
    """The shop and whoever looks at it."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="bench-"))
        self.app: Flask = create_app(load_settings({}, instance=folder, env="demo"))
        demo.set_up(self.app)
        self.password = demo.demo_password(self.app.extensions["shop.settings"])
        self.base = self.app.extensions["shop.settings"].base_url
        self._literals = 0

    def signed_in(self, user_id: str) -> str:
        """The Cookie header of somebody who has signed in."""
        client = self.app.test_client()
        page = client.get("/sign-in", base_url=self.base).get_data(as_text=True)
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        answer = client.post(
            "/sign-in", data={"user_id": user_id, "password": self.password, "csrf_token": token}, base_url=self.base
        )
        assert answer.status_code == 303, answer.status
        if answer.location.endswith("/sign-in/second"):
            typed = {"code": self.app_code(user_id), "csrf_token": token}
            answer = client.post("/sign-in/second", data=typed, base_url=self.base)
            assert answer.status_code == 303, answer.status
        return "; ".join(f"{cookie.key}={cookie.value}" for cookie in client._cookies.values())

    def app_code(self, user_id: str) -> str:
        """What the authenticator app of a member of staff shows; each sign-in as after a wait for a fresh code."""
        with self.app.app_context():
            account_id = cards.id_of(user_ids.key(user_id)) or 0
            db.session.execute(update(TotpFactor).where(TotpFactor.account_id == account_id).values(last_step=0))
            db.session.commit()
            return str(authenticator.code_now(account_id, clock.now()))

    def environ(self, path: str, cookie: str = "", **more: str) -> Environ:
        """A request as the server hands it over."""
        headers = {"Accept-Encoding": "br", "User-Agent": "Mozilla/5.0 (bench)", **more}
        if cookie:
            headers["Cookie"] = cookie
        made: Environ = EnvironBuilder(path, base_url=self.base, headers=headers).get_environ()
        return made

    def see(self, environ: Environ) -> Seen:
        """Call the whole stack once."""
        found: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *_rest: Any) -> Callable[[bytes], object]:
            found.extend([status, headers])
            return lambda _: None

        body: Iterable[bytes] = self.app.wsgi_app({**environ, "wsgi.input": io.BytesIO()}, start)
        content = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        return Seen(found[0], found[1], content)

    def literal(self, like: Seen, mark: str) -> str:
        """The address of a route in the same application that gives those bytes and headers from a literal."""
        self._literals += 1
        path = f"/bench-literal-{self._literals}"
        own = {"set-cookie", "x-request-id", "content-length", "date"}
        headers = [(name, text) for name, text in like.headers if name.lower() not in own]
        status, body = int(like.status.split(maxsplit=1)[0]), like.body

        def view() -> Response:
            response = Response(body, status)
            for name, text in headers:
                response.headers[name] = text
            return response

        marks = {"public": access.public, "customer": access.customer}
        marked = (
            access.staff(next(iter(self.app.extensions["shop.permissions"].values())))
            if mark == "staff"
            else marks[mark]
        )
        # Routes are added after the first request here, which Flask forbids to applications, not to this bench.
        self.app._got_first_request = False
        self.app.add_url_rule(path, path[1:], marked(view))
        return path

    def queries(self, environ: Environ) -> int:
        """How many statements one request sends to the database."""
        sent: list[str] = []
        with self.app.app_context():
            engines = list(db.engines.values())

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith("PRAGMA"):
                sent.append(statement)

        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        self.see(environ)
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
        return len(sent)
