"""The pages that are timed, asked of a shop in this process through its whole WSGI stack."""

import random
import time
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder

from app.accounts import user_ids
from app.accounts.service import cards, devices
from app.accounts.service.visit import Visit
from app.foundation import clock, work
from app.foundation.acts import Act, Actor
from app.operations import demo
from bench.scale.filling import BROWSER, Place
from bench.scale.people import FREQUENT, PASSWORD, Somebody

DESK = demo.user_id_of(demo.PEOPLE["service"])


class Pages:
    """Each page by its name: a call takes one request's seconds, for somebody drawn by `random`."""

    def __init__(self, app: Flask, accounts: int) -> None:
        self._app, self._accounts = app, accounts
        self._base: str = app.extensions["shop.settings"].base_url
        self._desk = f"__Host-session={self._at_the_desk()}"
        self._desk_token = self._token_on("/staff/search", self._desk)
        self.asked: dict[str, Callable[[random.Random], float]] = {
            "sign-in": self._sign_in,
            "account page": self._own("/account"),
            "devices": self._own("/account/devices"),
            "address book": self._own("/account/addresses"),
            "search: whole name": self._search(lambda who: who.name),
            "search: beginnings of both names": self._search(lambda who: " ".join(w[:-1] for w in who.name.split())),
            "search: frequent last name": self._search(lambda _who: "smith"),
            "search: frequent whole name": self._search(lambda _who: "alex smith"),
            "search: beginning of a name": self._search(lambda _who: "may"),
            "search: e-mail": self._search(lambda who: who.email),
            "search: user ID": self._search(lambda who: who.user_id),
            "search: telephone": self._search(lambda who: who.phone),
            "search: last four digits": self._search(lambda who: who.phone[-4:]),
        }

    def hashing(self, _draw: random.Random) -> float:
        """What checking a password takes by itself, at every sign-in."""
        hasher = self._app.extensions["shop.hasher"]
        kept = hasher.hash(PASSWORD)
        begin = time.perf_counter()
        hasher.verify(kept, PASSWORD)
        return time.perf_counter() - begin

    def see(self, environ: dict[str, Any]) -> tuple[float, str, dict[str, str], bytes]:
        """Call the stack once: seconds, status, headers, body."""
        found: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *_rest: Any) -> Callable[[bytes], object]:
            found.extend([status, dict(headers)])
            return lambda _: None

        begin = time.perf_counter()
        body: Iterable[bytes] = self._app.wsgi_app(environ, start)
        content = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        return time.perf_counter() - begin, found[0], found[1], content

    def environ(self, path: str, cookie: str, form: dict[str, str] | None = None) -> dict[str, Any]:
        """A request as the server hands it over."""
        headers = [("User-Agent", BROWSER), ("Referer", f"{self._base}{path}")]
        headers += [("Cookie", cookie)] if cookie else []
        method = "GET" if form is None else "POST"
        made: dict[str, Any] = EnvironBuilder(
            path, base_url=self._base, headers=headers, method=method, data=form
        ).get_environ()
        return made | {"REMOTE_ADDR": "127.0.0.1"}

    def _anybody(self, draw: random.Random) -> Somebody:
        """Somebody who is not called Smith."""
        return Somebody(draw.randrange(self._accounts // FREQUENT) * FREQUENT + draw.randrange(1, FREQUENT))

    def _own(self, path: str) -> Callable[[random.Random], float]:
        def ask(draw: random.Random) -> float:
            who = self._anybody(draw)
            seconds, status, _, _ = self.see(self.environ(path, f"__Host-session={who.session_token}"))
            assert status.startswith("200"), (path, status)
            return seconds

        return ask

    def _sign_in(self, draw: random.Random) -> float:
        who = self._anybody(draw)
        _, _, headers, page = self.see(self.environ("/sign-in", ""))
        cookie = headers["Set-Cookie"].partition(";")[0]
        form = {"user_id": who.user_id, "password": PASSWORD, "csrf_token": _token(page)}
        seconds, status, headers, _ = self.see(self.environ("/sign-in", cookie, form))
        assert (status[:3], headers["Location"]) == ("303", "/account"), (status, headers)
        return seconds

    def _search(self, words: Callable[[Somebody], str]) -> Callable[[random.Random], float]:
        def ask(draw: random.Random) -> float:
            form = {"words": words(self._anybody(draw)), "csrf_token": self._desk_token}
            seconds, status, _, body = self.see(self.environ("/staff/search", self._desk, form))
            assert b'id="customers"' in body, (form, status)
            return seconds

        return ask

    def _at_the_desk(self) -> str:
        """Somebody of customer service signs in; gives what the cookie says."""
        signed: list[str] = []
        act, visit = Act(Actor("command", "bench"), clock.now(), 1), Visit("", "127.0.0.0/24", "Firefox on Linux")
        with self._app.app_context():
            account_id = cards.id_of(user_ids.key(DESK))
            assert account_id is not None
            work.unit(lambda: signed.append(devices.sign_in(act, account_id, visit, opening=True).session_token))
        return signed[0]

    def _token_on(self, path: str, cookie: str) -> str:
        _, status, _, page = self.see(self.environ(path, cookie))
        assert status.startswith("200"), (path, status)
        return _token(page)


def _token(page: bytes) -> str:
    found = page.partition(b'name="csrf_token" value="')[2].partition(b'"')[0].decode()
    assert found
    return found


def serve(where: Place, accounts: int, line: Connection) -> None:
    """In a process of its own: answer (page, seed, count) with so many seconds, until None comes."""
    app = where.shop()
    pages = Pages(app, accounts)
    line.send(list(pages.asked))
    while (asked := line.recv()) is not None:
        page, seed, count = asked
        draw = random.Random(seed)
        ask = pages.asked.get(page, pages.hashing)
        line.send([ask(draw) for _ in range(count)])
