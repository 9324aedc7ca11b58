"""A job's row is its lock, and the clock of two workers strikes once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.foundation import job_runs, job_times, jobs, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.job_runs import LEASE, JobRun
from app.foundation.jobs import Job

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def counted(app: Flask) -> Iterator[Callable[[], int]]:
    """A job that counts its runs."""
    runs: list[Act] = []
    app.extensions["shop.jobs"]["count"] = Job("count", runs.append, 1, "A test")
    yield lambda: len(runs)
    del app.extensions["shop.jobs"]["count"]


def take(runner: str, at: datetime, due: datetime | None = None) -> bool:
    taken: list[bool] = []
    work.unit(lambda: taken.append(job_runs.take("count", runner, at, due)))
    return taken[0]


def test_the_same_stroke_of_two_clocks_runs_a_job_once(counted: Callable[[], int]) -> None:
    due = job_times.due(1, datetime.now(UTC))
    assert [jobs.run_now("count", due), jobs.run_now("count", due)] == [True, False]
    assert counted() == 1
    assert jobs.run_now("count", due + timedelta(minutes=1))
    assert counted() == 2


def test_a_nudge_runs_a_job_whenever_it_comes(counted: Callable[[], int]) -> None:
    assert jobs.run_now("count")
    assert jobs.run_now("count")
    assert counted() == 2


def test_a_nudge_during_a_run_asks_for_another(app: Flask, counted: Callable[[], int]) -> None:
    runs: list[bool] = []

    def nudged_once(_act: Act) -> None:
        runs.append(jobs.run_now("count") if not runs else True)

    app.extensions["shop.jobs"]["count"] = Job("count", nudged_once, 1, "A test")
    # The first run's own nudge comes while it is under way.
    work_in_steps = jobs.run_now("count")
    assert work_in_steps
    assert runs == [False, True]


def test_a_run_that_moves_is_left_alone_and_a_dead_one_is_not(app: Flask) -> None:
    elsewhere = "another-machine:7:99:abcd"
    assert take(elsewhere, NOON)
    assert not take(job_runs.me(), NOON + LEASE)
    work.unit(lambda: job_runs.beat("count", elsewhere, NOON + timedelta(minutes=10), 3))
    assert not take(job_runs.me(), NOON + LEASE + timedelta(minutes=5))
    assert take(job_runs.me(), NOON + LEASE + timedelta(minutes=11))


def test_whoever_lost_a_run_cannot_end_it(app: Flask) -> None:
    lost, mine = "another-machine:7:99:abcd", job_runs.me()
    assert take(lost, NOON)
    later = NOON + LEASE + timedelta(seconds=1)
    assert take(mine, later)
    work.unit(lambda: job_runs.end("count", lost, later, "done", "", 1) and None)
    assert db.session.get_one(JobRun, "count").runner == mine


@pytest.mark.parametrize(
    ("minutes", "at", "due", "following"),
    [
        (1, "12:00:30", "12:00", "12:01"),
        (5, "12:09:59", "12:05", "12:10"),
        (60, "12:06:00", "11:07", "12:07"),
        (60, "12:07:00", "12:07", "13:07"),
        (720, "13:00:00", "12:07", "00:07"),
        (1440, "13:00:00", "00:07", "00:07"),
    ],
)
def test_jobs_are_due_by_the_clock(minutes: int, at: str, due: str, following: str) -> None:
    now = datetime.fromisoformat(f"2026-11-22T{at}+00:00")
    assert f"{job_times.due(minutes, now):%H:%M}" == due
    assert f"{job_times.following(minutes, now):%H:%M}" == following
    assert job_times.due(minutes, now) <= now < job_times.following(minutes, now)
