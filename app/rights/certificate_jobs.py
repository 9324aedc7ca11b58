"""The proof that answers are complete, each night, and again soon after the program changed or something was found."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.foundation.acts import Act
from app.foundation.jobs import Job
from app.rights import scratch
from app.rights.service import certifying

FRESH = timedelta(hours=22)
"""A good certificate of the same program is not made again before that."""


def due(at: datetime) -> bool:
    """Whether a new certificate is wanted."""
    last = certifying.newest()
    if last is None or not last.good or at - last.at >= FRESH:
        return True
    return last.code_version != certifying.code_version()


def certify(act: Act) -> Iterator[None]:
    """Prove and keep what was found; the proof runs while no transaction of ours is open."""
    if not due(act.at):
        return
    yield
    outcome = scratch.prove()
    certifying.record(act, outcome)
    yield


CERTIFY = Job(
    "certify-answers",
    certify,
    60,
    "Prove on made-up people that answers are complete, each night and after each change of the program",
    nobody="the people are made up, in a shop of their own that is removed afterwards",
)
