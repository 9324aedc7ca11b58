"""The proof that answers are complete, in a scratch shop: made-up people, their answers, and every byte beside them."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import Connection, connect

from flask import Flask, current_app
from sqlalchemy import inspect

from app.config import Settings
from app.foundation import work
from app.foundation.acts import Act, system_act
from app.foundation.database import db
from app.foundation.keys import store
from app.rights.answers import write
from app.rights.service import completeness, marking, planting, scanning
from app.rights.service.completeness import Answer, Outcome
from app.rights.service.marking import Marked
from app.rights.service.proofs import Proof

NETWORK, OTHER_NETWORK = "192.0.2.17", "198.51.100.4"
"""Where the made-up people visit from: addresses that lead nowhere."""
PAGE = "/contact"


def prove(app: Flask) -> Outcome:
    """Mark two people and two addresses in this (scratch) shop, answer them, and hold the answers against the bytes."""
    with _logs_kept(app):
        people = _people(app)
        found = scanning.finder(frozenset(word for person in people for word in person.words), store())
        sights = scanning.sights(Path(app.instance_path), found)
    outcome = Outcome(0, 0, 0, completeness.undeclared_tables(set(inspect(db.engine).get_table_names())))
    for place, person in enumerate(people):
        others = people[:place] + people[place + 1 :]
        outcome += _judged(person, others, sights)
    return outcome


def _judged(person: Marked, others: list[Marked], sights: completeness.Sights) -> Outcome:
    try:
        return completeness.judge(person, others, _answer(person), sights)
    except LookupError as trouble:
        # A source that keeps silent, or that nobody declared: there is no answer that could be complete.
        return Outcome(0, 0, 0, (str(trouble),))


def _answer(person: Marked) -> Answer:
    """What the person would be given, by the words and files that everybody gets."""
    account = bool(person.keys.accounts)
    proved = Proof(0, "values" if account else "mailbox", max(person.keys.persons, default=0), "", person.keys)
    given = write(proved, NETWORK if account else "")
    return completeness.read(given.download, given.page)


@contextmanager
def _logs_kept(app: Flask) -> Iterator[Connection]:
    """Keep a reader open, so that the database's write-ahead log stays on disk to be looked at."""
    with closing(connect(Path(app.instance_path) / scanning.DATABASE)) as reader:
        reader.execute("SELECT count(*) FROM account").fetchone()
        yield reader


def _people(app: Flask) -> list[Marked]:
    settings: Settings = app.extensions["shop.settings"]
    act = system_act("command", "certify", current_app.extensions["shop.policy_version"]())
    people: list[Marked] = []
    work.unit(lambda: people.extend(_made(act, settings)))
    for person, network in zip(people, (NETWORK, OTHER_NETWORK), strict=False):
        _visit(app, person, network)
    return people


def _made(act: Act, settings: Settings) -> Iterator[Marked]:
    for make in (marking.mark_everything, marking.mark_everything, marking.mark_address, marking.mark_address):
        person = make(act)
        planting.plant(act, person, settings)
        yield person


def _visit(app: Flask, person: Marked, network: str) -> None:
    """Read a page as somebody with a telling browser: what the access log keeps of it."""
    planted = marking.word()
    settings: Settings = app.extensions["shop.settings"]
    with app.app_context():
        app.test_client().get(
            PAGE,
            base_url=settings.base_url,
            headers={"User-Agent": planted},
            environ_base={"REMOTE_ADDR": network},
            buffered=True,
        )
    planting.note(person, planting.LOG, planted)
