"""The certificates: each night the program proves on made-up people that an answer is complete."""

import hashlib
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from app.audit import service as audit
from app.config import ROOT
from app.foundation.acts import Act
from app.foundation.database import db
from app.rights.models.certificates import CompletenessCertificate as Certificate
from app.rights.service.completeness import Outcome

MOST = 200
"""So many findings are kept of each sort: with more, the first tell enough."""


def record(act: Act, outcome: Outcome) -> Certificate:
    """Keep what a proof found."""
    row = Certificate(
        at=act.at,
        code_version=code_version(),
        markers=outcome.markers,
        exported=outcome.exported,
        withheld=outcome.withheld,
        missing=list(outcome.missing[:MOST]),
        foreign_marks=list(outcome.foreign[:MOST]),
        good=outcome.good,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(act, "certificate.made", f"certificate:{row.id}", good=row.good, markers=row.markers)
    return row


def newest(good: bool = False) -> Certificate | None:
    """The newest certificate, or the newest good one."""
    query = select(Certificate).order_by(Certificate.id.desc()).limit(1)
    return db.session.scalars(query.where(Certificate.good) if good else query).first()


def first_at() -> datetime | None:
    """When the first one was made."""
    return db.session.scalar(select(func.min(Certificate.at)))


def code_version() -> str:
    """A digest of the program's own files: what was proven is true of exactly these."""
    hasher = hashlib.sha256()
    for path in _sources():
        hasher.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return hasher.hexdigest()


def _sources() -> list[Path]:
    return sorted([*(ROOT / "app").rglob("*.py"), *(ROOT / "templates" / "rights").rglob("*.*")])


__all__ = ["Certificate", "code_version", "first_at", "newest", "record"]
