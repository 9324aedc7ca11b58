"""A look at data reads only the newest rows, says what it saw, and makes nobody wait."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import aliased

from app.audit import service as audit
from app.foundation import clock, recent, rules, work
from app.foundation.acts import Act, Actor
from app.foundation.checks import Result, State
from app.foundation.database import db, looking
from app.foundation.rules import HouseRule

AT = HouseRule.set_at


def ruled(count: int, days_ago: int = 0) -> None:
    """So many rows of a table, all made that long ago."""
    at = clock.now() - timedelta(days=days_ago)
    rows = [HouseRule(name="company.hours", value="", effective_at=at, set_by="test", set_at=at) for _ in range(count)]
    work.unit(lambda: db.session.add_all(rows))


def seen(most: int = 0) -> int:
    return len(db.session.scalars(select(HouseRule.id).where(recent.newest(HouseRule, AT, most))).all())


def test_an_empty_table_has_no_newest_rows(app: Flask) -> None:
    assert seen() == 0


def test_only_so_many_rows_are_read_and_none_that_is_too_old(app: Flask) -> None:
    ruled(3, days_ago=100)
    ruled(4, days_ago=89)
    assert seen() == 4
    assert seen(most=2) == 2
    assert seen(most=6) == 4


def test_how_many_and_how_far_back_are_house_rules(app: Flask, act: Act) -> None:
    ruled(3)
    work.unit(lambda: rules.set_value(act, "evidence.rows", 1, act.at, "try it"))
    assert seen() == 1
    assert recent.days() == 90


def test_an_alias_is_bounded_like_its_table(app: Flask) -> None:
    ruled(5)
    other = aliased(HouseRule)
    assert len(db.session.scalars(select(other.id).where(recent.newest(other, other.set_at, 3))).all()) == 3


@pytest.mark.parametrize(("number", "words"), [(0, "0 stops"), (1, "1 stop"), (1200, "1,200 stops")])
def test_a_count_has_its_word(number: int, words: str) -> None:
    assert recent.counted(number, "stop") == words


def test_a_verdict_names_the_fault_with_its_number_or_none() -> None:
    assert recent.judged("5 mails", 0, "without a permit") == Result(State.KEPT, "5 mails; none without a permit.")
    assert recent.judged("5 mails", 2, "without a permit") == Result(State.FAILING, "5 mails; 2 without a permit.")


def test_a_look_cannot_write(app: Flask) -> None:
    with looking(), pytest.raises(DBAPIError):
        audit.record(Act(Actor("job", "test"), clock.now()), "test.done", "test:1")


def test_whoever_writes_does_not_wait_for_a_look(app: Flask) -> None:
    written = threading.Event()

    def write() -> None:
        with app.app_context():
            ruled(1)
            written.set()

    with looking():
        assert seen() == 0
        writer = threading.Thread(target=write)
        writer.start()
        assert written.wait(10)
        writer.join()
    assert seen() == 1
