"""Breaches of the check of complete answers: the exporter is cut, and the nightly proof stops."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import bindparam, text

from app.foundation import clock, jobs
from app.foundation.database import UtcDateTime
from app.rights.certificate_jobs import CERTIFY
from tests.evidence.breach import Breach, edit


def proven(_app: Flask) -> None:
    """The whole job, with its scratch shop in a process of its own."""
    jobs.run_now(CERTIFY.name)


def moved(hours: int) -> None:
    at = clock.now() - timedelta(hours=hours)
    statement = text("UPDATE completeness_certificate SET at = :at")
    edit(statement.bindparams(bindparam("at", type_=UtcDateTime)), at=at)


CERTIFICATES: dict[str, Breach] = {
    "export-complete": Breach(
        lambda _app, _patch: moved(49),
        prepare=proven,
        mend=lambda _app: moved(1),
    ),
}
