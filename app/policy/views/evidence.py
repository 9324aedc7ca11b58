"""Reading evidence: how each check stands, its runs, held-back displays, and what was said when somebody doubted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.foundation.database import db
from app.policy.models import CheckDelay, CheckRun, CheckState, Concern

ASKED = "asked"
"""The state of a run that somebody asked for and that has not taken place yet."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """The newest result of one check; `since` is when it came into that state."""

    name: str
    state: str
    measured: str
    checked_at: datetime
    since: datetime


@dataclass(frozen=True, slots=True)
class RunLine:
    """One kept run of a check; `occasion` is the clock, staff or a case."""

    name: str
    state: str
    measured: str
    at: datetime
    occasion: str


@dataclass(frozen=True, slots=True)
class DelayLine:
    """A display that was held back: from when, until when at most, by whom, and why."""

    name: str
    at: datetime
    until: datetime
    reason: str
    actor_name: str


@dataclass(frozen=True, slots=True)
class ConcernView:
    """What somebody doubts, and what the clause's checks said then: one mapping with name, sentence, state,
    measured and at (ISO 8601) for each."""

    version_no: int
    anchor: str
    at: datetime
    results: tuple[dict[str, Any], ...]
    waiting: bool


def check_states() -> dict[str, CheckLine]:
    """Every check that was ever run, by name."""
    columns = (CheckState.name, CheckState.state, CheckState.measured, CheckState.checked_at, CheckState.since)
    return {row[0]: CheckLine(*row) for row in db.session.execute(select(*columns).order_by(CheckState.name))}


def delays(at: datetime) -> dict[str, DelayLine]:
    """The displays that are held back at that instant, by check."""
    return {line.name: line for line in _delays() if line.at <= at < line.until}


def newest_delays() -> tuple[DelayLine, ...]:
    """The last twenty displays that were held back, newest first."""
    return _delays()


def _delays() -> tuple[DelayLine, ...]:
    columns = (CheckDelay.name, CheckDelay.at, CheckDelay.until, CheckDelay.reason, CheckDelay.actor_name)
    rows = db.session.execute(select(*columns).order_by(CheckDelay.id.desc()).limit(20))
    return tuple(DelayLine(*row) for row in rows)


def runs(name: str, limit: int = 20) -> tuple[RunLine, ...]:
    """The newest kept runs of a check, newest first."""
    columns = (CheckRun.name, CheckRun.state, CheckRun.measured, CheckRun.at, CheckRun.occasion)
    rows = db.session.execute(
        select(*columns).where(CheckRun.name == name, CheckRun.state != ASKED).order_by(CheckRun.id.desc()).limit(limit)
    )
    return tuple(RunLine(*row) for row in rows)


def concern_of(case_number: int) -> ConcernView | None:
    """The doubt that opened the case; None for a case about something else."""
    columns = (Concern.version_no, Concern.anchor, Concern.at, Concern.results)
    row = db.session.execute(select(*columns).where(Concern.case_number == case_number)).one_or_none()
    if row is None:
        return None
    waiting = db.session.scalar(
        select(CheckRun.id).where(CheckRun.state == ASKED, CheckRun.occasion == occasion_of(case_number)).limit(1)
    )
    return ConcernView(row.version_no, row.anchor, row.at, tuple(row.results), waiting is not None)


def occasion_of(case_number: int) -> str:
    """What a run notes as its occasion when a case asked for it."""
    return f"case:{case_number}"
