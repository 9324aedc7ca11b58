"""Breaches of the checks of requests and of what people write to us."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import bindparam, text

from app.cases import service as cases
from app.foundation import clock, work
from app.foundation.acts import Act, Actor
from app.foundation.database import UtcDateTime
from tests.evidence.breach import Breach, edit


def somebody_wrote(_app: Flask) -> None:
    act = Act(Actor("visitor"), clock.now(), 1)
    new = cases.NewCase("contact", "other", "web", "Do you print on linen?")
    work.unit(lambda: cases.open_case(act, new) and None)


def _move(table: str, column: str, days: int) -> None:
    at = clock.now() + timedelta(days=days)
    statement = text(f"UPDATE {table} SET {column} = :at").bindparams(bindparam("at", type_=UtcDateTime))
    edit(statement, at=at)


CASES: dict[str, Breach] = {
    "requests-in-time": Breach(
        lambda _app, _patch: _move("case_file", "due_at", -1),
        prepare=somebody_wrote,
        mend=lambda _app: _move("case_file", "due_at", 3),
    ),
    "correspondence-not-older": Breach(
        lambda _app, _patch: _move("case_message", "at", -365 * 2 - 5),
        prepare=somebody_wrote,
        mend=lambda _app: _move("case_message", "at", -360),
    ),
}
