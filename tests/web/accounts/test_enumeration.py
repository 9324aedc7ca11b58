"""Nothing tells who has an account: the same answer, the same mails and the same work for everybody.

Clocks are for `python -m bench.attack enumeration`; here the work itself is compared: statements, hashes, mails.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from app.accounts.hashing import Hasher
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import OutboxMail
from tests import factors
from tests.pages import Browser, Page
from tests.people import SignedIn, code_for, new_account

TABLE = re.compile(r"(?:FROM|INTO|UPDATE)\s+\(?(\w+)", re.I)
CHANGING = {"date", "x-request-id", "set-cookie", "content-length"}


@dataclass(frozen=True)
class Told:
    """What one try tells, and what it cost."""

    status: int
    headers: tuple[tuple[str, str], ...]
    words: str
    mails: int
    hashes: int
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """A form that takes a name or an address."""

    path: str
    field: str
    known: str
    unknown: str
    rest: tuple[tuple[str, str], ...] = ()


WRONG = (("password", "not the password"),)
WAYS = {
    "sign-up": Way("/register", "email", "robin@example.com", "nobdy@example.com"),
    "sign-in by user ID": Way("/sign-in", "user_id", "robin", "nobdy", WRONG),
    "sign-in by address": Way("/sign-in", "user_id", "robin@example.com", "nobdy@example.com", WRONG),
    "sign-in with two factors": Way("/sign-in", "user_id", "twofa", "nobdy", WRONG),
    "a mailed code": Way("/sign-in/code", "email", "robin@example.com", "nobdy@example.com"),
    "a mailed code with two factors": Way("/sign-in/code", "email", "twofa@example.com", "nobdy@example.com"),
    "a change of address": Way("/account/security/email", "email", "robin@example.com", "nobdy@example.com"),
    "the access desk": Way(
        "/my-information/requests/new", "email", "robin@example.com", "nobdy@example.com", (("wish", "information"),)
    ),
}


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that is hashed or checked, by what was done with it."""
    done: list[str] = []
    for name in ("hash", "verify"):
        whole: Callable[..., object] = getattr(Hasher, name)
        monkeypatch.setattr(
            Hasher, name, lambda self, *given, _name=name, _whole=whole: (done.append(_name), _whole(self, *given))[1]
        )
    return done


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """What is sent to the database: verb and table."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        table = TABLE.search(statement)
        sent.append(f"{statement.split(maxsplit=1)[0]} {table[1] if table else ''}")

    engines = list(db.engines.values())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def mails() -> int:
    return db.session.scalar(select(func.count(OutboxMail.id))) or 0


def told(browser: Browser, way: Way, who: str, hashes: list[str]) -> Told:
    """Try once; the page that follows belongs to the answer."""
    form = browser.get(way.path).form(way.path)
    before = mails()
    hashes.clear()
    with statements(browser.app) as sent:
        answer = form.submit(**{way.field: who}, **dict(way.rest))
    headers = tuple(sorted((name, plain(text, who)) for name, text in headers_of(answer)))
    words = answer.text + (answer.follow().text if answer.location else "")
    # Sorted: what a try is counted by is looked up in the order of digests, which is by chance.
    return Told(answer.status, headers, plain(words, who), mails() - before, len(hashes), tuple(sorted(sent)))


def headers_of(page: Page) -> list[tuple[str, str]]:
    return [(name.lower(), text) for name, text in page.response.headers if name.lower() not in CHANGING]


def plain(text: str, who: str) -> str:
    """Without what was typed, and without the number of a request, which counts on."""
    return re.sub(r"(requests?[/ ])\d+", r"\1#", text.replace(who, "WHO"), flags=re.I)


@pytest.mark.parametrize("name", WAYS)
def test_known_and_unknown_get_the_same_answer_for_the_same_work(
    customer: SignedIn, act: Act, hashes: list[str], name: str
) -> None:
    way = WAYS[name]
    new_account("robin", "Robin Vale")
    factors.with_app(act, new_account("twofa", "Toni Faber"))
    db.session.commit()
    browser = customer if way.path.startswith("/account") else Browser(customer.app)
    told(browser, way, "somebody@example.com" if "@" in way.known else "somebody", hashes)
    known, unknown = told(browser, way, way.known, hashes), told(browser, way, way.unknown, hashes)
    more, less = Counter(known.statements), Counter(unknown.statements)
    assert (more - less, less - more) == (Counter(), Counter())
    assert known == unknown
    assert known.mails == (0 if way.rest == WRONG else 1)
    assert known.hashes == (1 if way.rest == WRONG else 0)


@pytest.mark.parametrize("path", ["/register", "/sign-in/code"])
def test_a_wrong_code_is_told_alike_until_it_is_worn_out(visitor: Browser, path: str) -> None:
    new_account("robin", "Robin Vale")
    said = []
    for who in ("robin@example.com", "nobdy@example.com"):
        browser = Browser(visitor.app)
        page = browser.get(path).form(path).submit(email=who).follow()
        answers = [page.form(page.path.partition("?")[0]).submit(code="000 000") for _ in range(6)]
        said.append([(answer.status, answer.errors(), plain(answer.main, who)) for answer in answers])
    assert said[0] == said[1]
    assert said[0][4] != said[0][5], "the sixth try is told that the code no longer works"


def test_the_sixth_mail_of_an_hour_is_left_out_alike(visitor: Browser) -> None:
    new_account("robin", "Robin Vale")
    pages = {}
    for who in ("robin@example.com", "nobdy@example.com"):
        browser = Browser(visitor.app)
        pages[who] = [
            (answer.status, answer.location)
            for answer in (browser.get("/sign-in/code").form("/sign-in/code").submit(email=who) for _ in range(7))
        ]
        assert db.session.scalar(select(func.count()).where(OutboxMail.recipient == who)) == 5
    assert pages["robin@example.com"] == pages["nobdy@example.com"]


def test_the_code_of_an_hour_s_last_mail_still_works_after_more_were_asked_for(visitor: Browser) -> None:
    new_account("robin", "Robin Vale")
    for _ in range(7):
        page = visitor.get("/sign-in/code").form("/sign-in/code").submit(email="robin@example.com").follow()
    done = page.form("/sign-in/code/typed").submit(code=code_for("robin@example.com", "sign-in"))
    assert done.location == "/account"
