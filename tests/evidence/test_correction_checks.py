"""The check of corrections: what was corrected stands, and whoever got the wrong one is told in time."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import bindparam, text

from app.foundation import clock
from app.foundation.checks import Result, State
from app.foundation.database import UtcDateTime
from app.rights.correction_checks import CHECKS
from tests.evidence.breach import edit, seen
from tests.evidence.breaches_corrections import move, somebody_corrected

pytestmark = pytest.mark.usefixtures("opened")


def result() -> Result:
    return seen(CHECKS[0])


def task(days_ago: int, done: bool = False) -> None:
    """A supplier who was to be told so many days ago."""
    at = clock.now() - timedelta(days=days_ago)
    statement = text(
        "INSERT INTO correction_task (correction_id, kind, about, made_at, done_at, done_by) "
        "SELECT id, 'supplier', 'Prairie Parcel', :made, :done, '' FROM correction"
    )
    times = [bindparam(name, type_=UtcDateTime) for name in ("made", "done")]
    edit(statement.bindparams(*times), made=at, done=clock.now() if done else None)


def test_an_empty_shop_proves_nothing(app: Flask) -> None:
    assert result().state == State.UNCHECKED


def test_a_correction_that_stands_keeps_the_clause(app: Flask) -> None:
    somebody_corrected(app)
    assert result().state == State.KEPT
    assert "0 of them not standing" in result().measured


def test_an_older_value_in_its_place_breaks_it(app: Flask) -> None:
    somebody_corrected(app)
    move(-1)
    assert result().state == State.FAILING
    move(1)
    assert result().state == State.KEPT, "what the person said later stands above"


@pytest.mark.parametrize(
    ("days", "done", "state"), [(9, False, State.KEPT), (11, False, State.FAILING), (11, True, State.KEPT)]
)
def test_a_supplier_who_was_not_told_in_time_breaks_it(app: Flask, days: int, done: bool, state: State) -> None:
    somebody_corrected(app)
    task(days, done)
    assert result().state == state


def test_a_decision_that_waits_too_long_breaks_it(app: Flask) -> None:
    somebody_corrected(app)
    at = clock.now() - timedelta(days=11)
    waits = text("UPDATE correction SET state = 'asked', asked_at = :at").bindparams(bindparam("at", type_=UtcDateTime))
    edit(waits, at=at)
    assert result().state == State.FAILING
