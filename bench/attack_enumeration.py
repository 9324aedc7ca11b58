"""Whether anything tells who has an account: both kinds of address in turn, in every way that takes one.

For each way the words, the status and the headers of both answers are compared, the mails counted, and the medians of
the time that they took. Whole requests through the whole stack in one process, with their commits.
"""

import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import count

from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.foundation import rules, work
from app.foundation.acts import Act, system_act
from app.foundation.database import db
from app.operations import demo
from bench.stage import Stage

TRIES = 200
BAR = 0.10
"""The medians may differ by this part of the smaller one."""
FREE = (
    *("account.sign-in-tries", "account.network-sign-in-tries"),
    *("account.mails-per-hour", "account.mails-per-hour-address", "account.mails-per-hour-network"),
    *("rights.requests-an-hour", "rights.mails-a-day"),
)
"""Limits that would hold the measuring back: the waits after them are the same for both, and tested elsewhere."""
OWN = re.compile(r"^(date|x-request-id|server)$", re.I)
"""Headers that differ from any answer to the next."""


@dataclass(frozen=True)
class Way:
    """One form that takes a name or an address."""

    what: str
    path: str
    field: str
    rest: dict[str, str] = field(default_factory=dict)
    by_user_id: bool = False
    signed_in: bool = False
    """Whether only somebody who is signed in can open it."""


WAYS = (
    Way("sign-up", "/register", "email"),
    Way("sign-in by user ID", "/sign-in", "user_id", {"password": "not the right password"}, by_user_id=True),
    Way("sign-in by address", "/sign-in", "user_id", {"password": "not the right password"}),
    Way("mailed code (reset)", "/sign-in/code", "email"),
    Way("e-mail change", "/account/security/email", "email", signed_in=True),
    Way("access desk", "/my-information/requests/new", "email", {"wish": "information"}),
)


@dataclass
class Side:
    """What came of the tries with one kind of address."""

    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    statuses: set[int] = field(default_factory=set)
    headers: set[tuple[tuple[str, str], ...]] = field(default_factory=set)
    mails: int = 0


@dataclass(frozen=True)
class Found:
    """Both sides of one way."""

    way: Way
    known: Side
    unknown: Side

    @property
    def apart(self) -> float:
        """By which part of the smaller one the medians differ."""
        first, second = statistics.median(self.known.seconds), statistics.median(self.unknown.seconds)
        return abs(first - second) / min(first, second)

    @property
    def differing(self) -> list[str]:
        """What tells the two apart."""
        pairs = {
            "words": (self.known.words, self.unknown.words),
            "status": (self.known.statuses, self.unknown.statuses),
            "headers": (self.known.headers, self.unknown.headers),
            "mails": (self.known.mails, self.unknown.mails),
        }
        return [name for name, (known, unknown) in pairs.items() if known != unknown]


def main(tries: int = TRIES) -> int:
    """Measure every way and print the table; 1 where something tells the two apart."""
    stage = Stage()
    known = _prepare(stage)
    print(
        f"{'way':<22} {'words':>6} {'status':>7} {'headers':>8} {'mails':>9} {'known':>9} {'unknown':>9} {'apart':>6}"
    )
    failed = 0
    for way in WAYS:
        found = measured(stage, way, known, tries)
        if found.apart > BAR:
            # The machine may have been busy with something else: the second measuring counts.
            found = measured(stage, way, known, 2 * tries)
        failed += bool(found.differing) or found.apart > BAR
        print(_line(found), flush=True)
    return int(failed > 0)


def _line(found: Found) -> str:
    same = {name: "DIFFER" if name in found.differing else "same" for name in ("words", "status", "headers")}
    times = [f"{statistics.median(side.seconds) * 1e3:>6.2f} ms" for side in (found.known, found.unknown)]
    mails = f"{found.known.mails}/{found.unknown.mails}"
    over = "" if found.apart <= BAR else f" MORE THAN {BAR:.0%}"
    return (
        f"{found.way.what:<22} {same['words']:>6} {same['status']:>7} {same['headers']:>8} {mails:>9} "
        f"{times[0]:>9} {times[1]:>9} {found.apart:>6.1%}{over}"
    )


def measured(stage: Stage, way: Way, known: tuple[str, str], tries: int) -> Found:
    """Try so often with each kind, in turn and not always the same one first."""
    client = _browser(stage, way)
    name, unknown = known[0 if way.by_user_id else 1], _strangers(known, way)
    found = Found(way, Side(), Side())
    for _ in range(5):
        for warm in (name, next(unknown)):
            _once(stage, client, way, warm, Side())
    for number in range(tries):
        sides = [(found.known, name), (found.unknown, next(unknown))]
        for side, who in sides if number % 2 else reversed(sides):
            _once(stage, client, way, who, side)
    return found


def _strangers(known: tuple[str, str], way: Way) -> Iterator[str]:
    """Names and addresses of nobody, each as long as the known one, so that the answers have the same length."""
    user_id, email = known
    local, _, domain = email.partition("@")
    for number in count():
        stranger = f"q{number:0>{(len(user_id) if way.by_user_id else len(local)) - 1}}"
        yield stranger if way.by_user_id else f"{stranger}@{domain}"


def _once(stage: Stage, client: FlaskClient, way: Way, who: str, side: Side) -> None:
    data = {way.field: who, "csrf_token": _token(client, stage, way.path), **way.rest}
    before = _mails(stage)
    began, cpu = time.perf_counter(), time.process_time()
    answer = client.post(way.path, data=data, base_url=stage.base)
    side.seconds.append(time.perf_counter() - began)
    side.cpu.append(time.process_time() - cpu)
    side.mails += _mails(stage) - before
    side.statuses.add(answer.status_code)
    side.headers.add(_headers(answer))
    side.words.add(_plain(answer.get_data(as_text=True), who))
    if answer.status_code == 303:
        next_page = client.get(answer.headers["Location"], base_url=stage.base)
        side.words.add(_plain(next_page.get_data(as_text=True), who))


def _headers(answer: TestResponse) -> tuple[tuple[str, str], ...]:
    kept = [(name.lower(), text) for name, text in answer.headers if not OWN.match(name)]
    # Cases are numbered one after the other, and a session's number is random.
    plain = [
        (name, text.partition("=")[0] if name == "set-cookie" else re.sub(r"\d+", "#", text)) for name, text in kept
    ]
    return tuple(sorted(plain))


def _plain(page: str, who: str) -> str:
    """The page without what was typed, its token and its case number."""
    page = re.sub(r'name="csrf_token" value="[^"]*"', "", page)
    return re.sub(r"request(s/| )\d+", "#", page.replace(who, "WHO"), flags=re.I)


def _token(client: FlaskClient, stage: Stage, path: str) -> str:
    page = client.get(path, base_url=stage.base).get_data(as_text=True)
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def _browser(stage: Stage, way: Way) -> FlaskClient:
    client = stage.app.test_client()
    if way.signed_in:
        data = {"user_id": demo.CUSTOMER, "password": stage.password, "csrf_token": _token(client, stage, "/sign-in")}
        assert client.post("/sign-in", data=data, base_url=stage.base).status_code == 303
    return client


def _mails(stage: Stage) -> int:
    with stage.app.app_context():
        return int(db.session.execute(text("SELECT count(*) FROM outbox_mail")).scalar_one())


def _prepare(stage: Stage) -> tuple[str, str]:
    """Lift the limits; gives user ID and address of somebody known, who is not the one that is signed in."""
    with stage.app.app_context():
        act = system_act("command", "bench", stage.app.extensions["shop.policy_version"]())
        for name in FREE:
            work.unit(partial(_lift, act, name))
        rules.forget()
        query = text(
            "SELECT user_id, email FROM account WHERE user_id <> :own AND user_id NOT LIKE 'own-%' ORDER BY id"
        )
        user_id, email = db.session.execute(query, {"own": demo.CUSTOMER}).first() or ("", "")
    return str(user_id), str(email)


def _lift(act: Act, name: str) -> None:
    rules.set_value(act, name, 999_999, act.at - timedelta(hours=1), "measuring")
