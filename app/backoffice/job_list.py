"""The jobs as staff see them: what each does, how its last run ended, when the next one is due."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from app.audit import service as audit
from app.foundation import job_runs, job_times, jobs
from app.foundation.acts import Act
from app.foundation.errors import Missing
from app.foundation.job_runs import Run
from app.foundation.jobs import Job


@dataclass(frozen=True)
class JobLine:
    """One job; `run` is None before its first, `waiting` where nobody can tell what waits."""

    name: str
    title: str
    run: Run | None
    next_at: datetime
    waiting: int | None


def lines(at: datetime) -> list[JobLine]:
    """Every job by its title."""
    known: dict[str, Job] = current_app.extensions["shop.jobs"]
    runs = job_runs.all_runs()
    found = [
        JobLine(
            job.name,
            job.title,
            runs.get(job.name),
            job_times.following(job.minutes, at),
            None if job.waiting is None else job.waiting(),
        )
        for job in known.values()
    ]
    return sorted(found, key=lambda line: line.title)


def ask_for(act: Act, name: str) -> None:
    """Have the job run as soon as this is committed.

    Raises:
        Missing: there is no such job.
    """
    if name not in current_app.extensions["shop.jobs"]:
        raise Missing
    audit.record(act, "job.asked", f"job:{name}")
    jobs.nudge(name)
