"""The job that carries out what is said about how long things stay."""

from collections.abc import Iterator
from pathlib import Path

from flask import current_app

from app.foundation.acts import Act
from app.foundation.jobs import Job
from app.rights.service import keeping


def own_folder() -> Path:
    """The folder of this shop's own files."""
    return Path(current_app.instance_path)


def _keep(act: Act) -> Iterator[None]:
    return keeping.keep(act, own_folder())


KEEP = Job(
    "keep-retention",
    _keep,
    60,
    "Delete or mask what is past its time, and measure what is left",
    purposes="legal",
    clause="retention",
)
