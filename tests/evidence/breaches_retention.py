"""Breaches of the checks of how long things stay."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import bindparam, text

from app.foundation import clock, jobs
from app.foundation.database import UtcDateTime
from tests.evidence.breach import Breach, edit


def carried_out(_app: Flask) -> None:
    """Every rule runs once."""
    jobs.run_now("keep-retention")


def move(statement: str, days: int) -> None:
    """Change rows behind the engine's back; `:at` is that many days before now."""
    at = clock.now() - timedelta(days=days)
    edit(text(statement).bindparams(bindparam("at", type_=UtcDateTime)), at=at)


def a_run_of_long_ago(days: int) -> None:
    """A run stands there that should have gone with its year."""
    move("INSERT INTO retention_run (rule, started_at, examined, removed, held) VALUES ('old', :at, 0, 0, 0)", days)


RETENTION: dict[str, Breach] = {
    "retention-kept": Breach(
        lambda _app, _patch: a_run_of_long_ago(13 * 31 + 5),
        prepare=lambda _app: a_run_of_long_ago(300),
        mend=lambda _app: move("DELETE FROM retention_run WHERE started_at < :at", 390),
    ),
    "retention-runs": Breach(
        lambda _app, _patch: move("UPDATE retention_run SET ended_at = :at", 3),
        prepare=carried_out,
        mend=lambda _app: move("UPDATE retention_run SET ended_at = :at", 0),
    ),
}
