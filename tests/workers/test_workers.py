"""Two workers on each storage of jobs: every queued job is done once, and a killed worker's work is taken up."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from app import create_app
from app.audit.models import AuditEntry
from app.config import ROOT, Settings
from app.foundation import job_runs, jobs
from app.foundation.database import db, dispose
from tests.conftest import Stage
from tests.workers.worker import COUNT, add_jobs

# One Redis serves all processes of the run: this folder runs in one of them (tests/conftest.py).
REDIS = "redis://127.0.0.1:6379"
POSTGRES = os.environ.get("DATABASE_URL", "")
Worker = subprocess.Popen[bytes]


def redis_answers() -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", 6379)) == 0


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("redis", marks=pytest.mark.skipif(not redis_answers(), reason="no Redis on this machine")),
        pytest.param("postgresql", marks=pytest.mark.skipif(not POSTGRES, reason="DATABASE_URL is not set")),
    ]
)
def queued(
    request: pytest.FixtureRequest, app: Flask, stage: Stage, settings: Settings, tmp_path: Path
) -> Iterator[Flask]:
    """A shop on the test's database whose jobs wait in that storage, in a folder of its own."""
    # Each test has a database of its own there: nothing that a killed worker still holds reaches the next test.
    number = 1 + len(request.node.name) % 15
    where = {"redis": {"redis_url": f"{REDIS}/{number}"}, "postgresql": {"jobs_url": stage.url}}.get(request.param, {})
    url = stage.url or f"sqlite:///{settings.instance / 'shop.sqlite'}"
    shop = create_app(replace(settings, instance=tmp_path, database_url=url, **where))  # type: ignore[arg-type]  # texts only
    add_jobs(shop)
    shop.extensions["shop.huey"].flush()
    with shop.app_context():
        yield shop
        db.session.remove()
        dispose()
    shop.extensions["shop.huey"].flush()
    shop.extensions["shop.huey"].storage.close()
    stage.dirty = True


@pytest.fixture
def start(queued: Flask) -> Iterator[Callable[[], Worker]]:
    """Start a worker process; all are ended with the test."""
    settings, started = queued.extensions["shop.settings"], []
    named = {
        "SHOP_INSTANCE": str(settings.instance),
        "SHOP_DATABASE_URL": settings.database_url,
        "SHOP_REDIS_URL": settings.redis_url,
        "SHOP_JOBS_URL": settings.jobs_url,
        "SHOP_SECRET_KEY": settings.secret_key,
    }

    def begin() -> Worker:
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "tests.workers.worker"],
                cwd=ROOT,
                env={**os.environ, **named},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        return started[-1]

    yield begin
    for worker in started:
        if worker.poll() is None:
            worker.kill()
        worker.wait(20)


def done() -> list[str]:
    """What the jobs have done, in order."""
    db.session.rollback()
    query = select(AuditEntry.subject_ref).where(AuditEntry.kind == "test.done").order_by(AuditEntry.id)
    found = list(db.session.scalars(query))
    db.session.rollback()
    return found


def until(true: Callable[[], bool], again: Callable[[], object] = lambda: None, seconds: float = 60) -> None:
    """Wait for something to become true; `again` is what the next minute would do."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"only {done()} was done in time"
        for _ in range(50):
            time.sleep(0.1)
            if true():
                return
        again()


def test_two_workers_do_each_queued_job_once(queued: Flask, start: Callable[[], Worker]) -> None:
    for number in range(COUNT):
        queued.extensions["shop.run_job"](f"once-{number}")
    start(), start()
    until(lambda: len(done()) >= COUNT)
    until(lambda: queued.extensions["shop.huey"].storage.queue_size() == 0)
    time.sleep(1)
    assert sorted(done()) == sorted(f"test:{number}" for number in range(COUNT))
    runs = job_runs.all_runs()
    assert {runs[f"once-{number}"].outcome for number in range(COUNT)} == {"done"}


def test_a_job_whose_worker_was_killed_is_taken_up_by_the_next_run(
    queued: Flask, tmp_path: Path, start: Callable[[], Worker]
) -> None:
    lingering = tmp_path / "lingering"
    ask = partial(queued.extensions["shop.run_job"], "slow")
    ask()
    worker = start()
    # What waits on a connection that a killed worker held may be lost with it: each job is asked for again.
    until(lingering.exists, ask)
    worker.send_signal(signal.SIGKILL)
    worker.wait(20)
    assert done() == ["test:first"]
    start()
    ask()
    until(lambda: len(done()) >= 2, ask)
    # Each asking that the second worker hears is a run of its own.
    assert done()[0] == "test:first"
    assert set(done()[1:]) == {"test:second"}


def test_a_job_under_way_elsewhere_is_not_run_beside_it(
    queued: Flask, tmp_path: Path, start: Callable[[], Worker]
) -> None:
    lingering = tmp_path / "lingering"
    ask = partial(queued.extensions["shop.run_job"], "slow")
    ask()
    start()
    until(lingering.exists, ask)
    assert jobs.run_now("slow") is False
    assert done() == ["test:first"]
    again = "SELECT again FROM job_run WHERE name = 'slow'"
    assert db.session.scalar(text(again)), "the run under way will be followed by another"
