"""The job that looks whether promises are kept."""

from collections.abc import Iterator

from flask import current_app

from app.foundation.acts import Act
from app.foundation.jobs import Job
from app.policy.service import evidence

NAME = "run-checks"


def _run(act: Act) -> Iterator[None]:
    return evidence.run_due(act, current_app.extensions["shop.checks"])


RUN_CHECKS = Job(
    NAME,
    _run,
    1,
    "Look whether promises are kept: the checks that are due, and those that somebody asked for",
    nobody="it keeps what was measured, which names nobody",
)
