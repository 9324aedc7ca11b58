"""One row for each job: who runs it now, how far it is, how its last run ended.

The row is also the lock: however many workers ask, one runs the job. A worker that was killed gives the row up at
once on its own machine, where its process is seen to be gone, and after `LEASE` elsewhere.
"""

import os
import platform
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, String, Text, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, not_personal
from app.foundation.retention import Keep

LEASE = timedelta(minutes=15)
"""A run that has not moved for so long, on another machine, counts as dead; no single step may take longer."""


class JobRun(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A job's run: `runner` is empty while none is under way, `again` asks for another one after it."""

    __tablename__ = "job_run"
    __retention__ = Keep("one row a job")
    __person__ = "nobody: how a job ran"

    name: Mapped[str] = mapped_column(String(80), primary_key=True, info=KEY)
    runner: Mapped[str] = mapped_column(String(200), default="", info=not_personal("a machine, a process, a number"))
    again: Mapped[bool] = mapped_column(default=False, info=STATE)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    beat_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    steps: Mapped[int] = mapped_column(default=0, info=STATE)
    outcome: Mapped[str] = mapped_column(String(20), default="", info=STATE)
    message: Mapped[str] = mapped_column(Text, default="", info=not_personal("the kind of error, without its values"))


def me() -> str:
    """A name for one run in this process: machine, process, when that process began, a random number."""
    return f"{platform.node()}:{os.getpid()}:{_born(os.getpid())}:{secrets.token_hex(4)}"


def _born(pid: int) -> str:
    """When a process of this machine began, in the kernel's own count; empty if there is none or no telling."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""


def _gone(runner: str) -> bool:
    """Whether the runner's process was on this machine and is no more."""
    host, pid, born, _ = runner.rsplit(":", 3)
    return host == platform.node() and bool(born) and _born(int(pid)) != born


def take(name: str, runner: str, at: datetime, due: datetime | None) -> bool:
    """Begin a run, unless another is under way or, with `due`, one has begun since then."""
    _ensure(name)
    holder = db.session.scalar(select(JobRun.runner).where(JobRun.name == name)) or ""
    free: list[ColumnElement[bool]] = [JobRun.runner == "", JobRun.beat_at < at - LEASE]
    if holder and _gone(holder):
        free.append(JobRun.runner == holder)
    begin = update(JobRun).where(JobRun.name == name, or_(*free))
    if due is not None:
        begin = begin.where(or_(JobRun.started_at.is_(None), JobRun.started_at < due, JobRun.runner != ""))
    began = db.session.execute(begin.values(runner=runner, again=False, started_at=at, beat_at=at, steps=0))
    if began.rowcount:  # type: ignore[attr-defined]  # an update's result has a row count
        return True
    if due is None:
        db.session.execute(update(JobRun).where(JobRun.name == name, JobRun.runner != "").values(again=True))
    return False


def _ensure(name: str) -> None:
    if db.session.scalar(select(JobRun.name).where(JobRun.name == name)) is None:
        try:
            with db.session.begin_nested():
                db.session.add(JobRun(name=name))
        except IntegrityError:
            pass  # another worker was faster


def beat(name: str, runner: str, at: datetime, steps: int) -> None:
    """The run is alive, and so far."""
    mine = (JobRun.name == name, JobRun.runner == runner)
    db.session.execute(update(JobRun).where(*mine).values(beat_at=at, steps=steps))


def end(name: str, runner: str, at: datetime, outcome: str, message: str, steps: int) -> bool:
    """Note how the run ended; whether somebody asked meanwhile for another."""
    mine = (JobRun.name == name, JobRun.runner == runner)
    again = bool(db.session.scalar(select(JobRun.again).where(*mine).with_for_update()))
    ended = {"ended_at": at, "beat_at": at, "outcome": outcome, "message": message, "steps": steps}
    db.session.execute(update(JobRun).where(*mine).values(runner="", again=False, **ended))
    return again


@dataclass(frozen=True)
class Run:
    """How a job stands: the run under way, or the last one."""

    name: str
    under_way: bool
    started_at: datetime | None
    ended_at: datetime | None
    steps: int
    outcome: str
    message: str


def all_runs() -> dict[str, Run]:
    """Every job that ever ran, by name."""
    columns = (JobRun.name, JobRun.runner != "", JobRun.started_at, JobRun.ended_at)
    query = select(*columns, JobRun.steps, JobRun.outcome, JobRun.message)
    return {row[0]: Run(*row) for row in db.session.execute(query)}
