"""A job worker as `flask jobs work` starts it, with jobs of the test's own: `python -m tests.workers.worker`.

Each of `once-NN` writes one audit entry. `slow` writes one, says so in a file, and waits to be killed; when it runs
again it goes on after what it has written.
"""

import os
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.audit import kinds
from app.audit import service as audit
from app.audit.models import AuditEntry
from app.config import load_settings
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.jobs import Job

COUNT = 20
NEVER = 720


def once(number: int, act: Act) -> None:
    """One entry."""
    audit.record(act, "test.done", f"test:{number}", worker=os.getpid())
    time.sleep(0.02)


def slow(act: Act) -> Iterator[None]:
    """Two entries, one a step; whoever does the first one lingers."""
    if not db.session.scalar(select(func.count()).where(AuditEntry.subject_ref == "test:first")):
        audit.record(act, "test.done", "test:first")
        yield
        (Path(os.environ["SHOP_INSTANCE"]) / "lingering").touch()
        time.sleep(60)
    audit.record(act, "test.done", "test:second")
    yield


def add_jobs(app: Flask) -> None:
    """Give the application the test's jobs."""
    kinds.WORDS["test.done"] = "did {subject}"
    jobs = [Job(f"once-{number}", partial(once, number), NEVER, "A test", nobody="a test") for number in range(COUNT)]
    jobs.append(Job("slow", slow, NEVER, "A test", nobody="a test"))
    app.extensions["shop.jobs"] = {job.name: job for job in jobs}


def main() -> None:
    """Work until killed."""
    app = create_app(load_settings(env="test"))
    add_jobs(app)
    with app.app_context():
        queue = app.extensions["shop.huey"]
        queue.create_consumer(workers=1, periodic=False, initial_delay=0.02, max_delay=0.1).run()


if __name__ == "__main__":
    main()
