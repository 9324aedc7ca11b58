"""The job that keeps the log's files."""

from collections.abc import Iterator
from pathlib import Path

from flask import current_app

from app.foundation.acts import Act
from app.foundation.jobs import Job
from app.visits import service


def log_folder() -> Path:
    """Where the access log of this shop stands."""
    return Path(current_app.instance_path) / "log"


def keep_log(act: Act) -> Iterator[None]:
    return service.keep_log(act, log_folder())


KEEP_LOG = Job(
    "keep-access-log",
    keep_log,
    10,
    "Close, shorten and delete files of the access log",
    purposes="improve enforce",
    clause="log-retention",
)
