"""Sealing goes on all the time; the end of the chain is published once a day."""

import logging
import threading

from flask import Flask

from app.audit import service
from app.foundation import work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.jobs import Job

log = logging.getLogger(__name__)
PAUSE = 1.0
"""Seconds between looks, so that an entry is sealed within two."""


def publish(act: Act) -> None:
    """Publish the day's head."""
    service.publish_head(act)


def seal_waiting(_act: Act) -> None:
    """Seal what waits, in case no sealer runs."""
    service.seal()


PUBLISH = Job(
    "publish-audit-head",
    publish,
    60,
    "Publish the end of the audit chain once a day",
    nobody="a digest over all entries",
)
SEAL = Job(
    "seal-audit",
    seal_waiting,
    1,
    "Seal audit entries that no sealer has seen",
    purposes="enforce account",
    clause="security-measures",
    waiting=service.waiting,
)


def run_sealer(app: Flask, stop: threading.Event) -> None:
    """Seal until told to stop. A database that is away costs a pause, not the sealer."""
    while not stop.wait(PAUSE):
        try:
            with app.app_context():
                while service.unsealed() and _sealed():
                    pass
        except Exception:
            log.exception("sealing failed; trying again")


def _sealed() -> int:
    count = 0

    def step() -> None:
        nonlocal count
        count = service.seal()

    work.unit(step)
    db.session.remove()
    return count


def start_sealer(app: Flask) -> threading.Event:
    """Start the sealer beside the job runner; set the event to end it."""
    stop = threading.Event()
    threading.Thread(target=run_sealer, args=(app, stop), name="sealer", daemon=True).start()
    return stop
