"""Background jobs on Huey: each is a sweep over rows that wait, so a lost nudge costs a minute, never the work.

A room lists its `Job`s; `registry` collects them. A job's `run` may yield: each yield is a commit point.
"""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab

from app.config import Settings
from app.foundation import clock, job_runs, job_times, work
from app.foundation.acts import Act, system_act
from app.foundation.job_store import PostgresStorage

log = logging.getLogger(__name__)
Run = Callable[[Act], "Iterator[None] | None"]


@dataclass(frozen=True)
class Job:
    """A sweep: `name` in kebab-case, `minutes` between runs (it may also be nudged).

    What it handles is declared to the inventory: `purposes` (codes parted by spaces) and the `clause` that permits
    it, or `nobody`, why it touches nothing about anybody.
    """

    name: str
    run: Run
    minutes: int
    title: str
    purposes: str = ""
    clause: str = ""
    nobody: str = ""
    waiting: Callable[[], int] | None = None
    """How many rows wait for it, where that can be told."""


def bind(app: Flask, settings: Settings, jobs: list[Job]) -> None:
    """Make the application's queue and give it the jobs."""
    queue = _queue(settings)
    app.extensions["shop.huey"] = queue
    app.extensions["shop.jobs"] = {job.name: job for job in jobs}

    def run_job(name: str) -> None:
        with app.app_context():
            run_now(name)

    def run_when_due(name: str) -> None:
        with app.app_context():
            run_now(name, job_times.due(app.extensions["shop.jobs"][name].minutes, clock.now()))

    task = queue.task(name="run_job", retries=3, retry_delay=20)(run_job)
    for job in jobs:
        minute = (
            crontab(minute=f"*/{job.minutes}")
            if job.minutes < 60
            else crontab(minute=str(job_times.PAST), hour=f"*/{job.minutes // 60}")
        )
        queue.periodic_task(minute, name=f"each {job.name}")(_caller(run_when_due, job.name))
    app.extensions["shop.run_job"] = task


def _caller(run: Callable[[str], None], name: str) -> Callable[[], None]:
    def call() -> None:
        run(name)

    return call


def _queue(settings: Settings) -> Huey:
    """Where nudges wait. Results are kept nowhere: what a job did is in its rows."""
    if settings.jobs_url:
        return Huey("shop", storage_class=PostgresStorage, url=settings.jobs_url, results=False)
    if settings.redis_url:
        return RedisHuey("shop", url=settings.redis_url, results=False)
    settings.instance.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("shop", filename=str(settings.instance / "jobs.sqlite"), journal_mode="wal", results=False)


def nudge(name: str) -> None:
    """Ask for a run of the job as soon as this work is committed."""
    task = current_app.extensions["shop.run_job"]
    work.afterwards(lambda: task(name))


def run_now(name: str, due: datetime | None = None) -> bool:
    """Run the job here and note how it ended; False when it is under way elsewhere, which then runs once more.

    With `due` it runs only if no run has begun since then: each worker's clock strikes, one of them runs.

    Raises:
        Exception: whatever the job raised, after it has been noted, so that the queue tries again.
    """
    job: Job = current_app.extensions["shop.jobs"][name]
    runner, taken = job_runs.me(), False

    def take() -> None:
        nonlocal taken
        taken = job_runs.take(name, runner, clock.now(), due)

    work.unit(take)
    if taken and _run(job, runner):
        run_now(name)
    return taken


def _run(job: Job, runner: str) -> bool:
    """One whole run; whether somebody asked meanwhile for another."""
    progress, again = Progress(job.name, runner), False
    outcome, message = "done", ""

    def end() -> None:
        nonlocal again
        again = job_runs.end(job.name, runner, clock.now(), outcome, message, progress.steps)

    try:
        _in_steps(job, progress)
    except Exception as error:
        outcome, message = "failed", type(error).__name__
        log.exception("job %s failed", job.name)
        raise
    finally:
        work.unit(end)
    return again


class Progress:
    """How far a run is; written into its row at most once a second, within the step's own commit."""

    def __init__(self, name: str, runner: str) -> None:
        self.name, self.runner, self.steps, self.written = name, runner, 0, time.monotonic()

    def step(self) -> None:
        """One more step is done."""
        self.steps += 1
        if time.monotonic() - self.written >= 1:
            job_runs.beat(self.name, self.runner, clock.now(), self.steps)
            self.written = time.monotonic()


def _in_steps(job: Job, progress: Progress) -> None:
    act = system_act("job", job.name, current_app.extensions["shop.policy_version"]())
    steps: Iterator[None] | None = None
    done = object()
    ended = False

    def begin() -> None:
        nonlocal steps
        steps = job.run(act)

    def step() -> None:
        nonlocal ended
        ended = next(steps, done) is done if steps is not None else True
        progress.step()

    work.unit(begin)
    while not ended:
        work.unit(step)
