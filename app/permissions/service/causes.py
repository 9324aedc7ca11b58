"""Causes: what must be open for a purpose to be pursued. Rooms above open and close them."""

from datetime import datetime

from sqlalchemy import select

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.permissions.models import Cause
from app.permissions.subjects import Subject

KINDS = frozenset({"order", "request", "wanted", "case", "customer", "hold", "closure"})
"""`request`: information was asked for; `wanted`: marketing by post or telephone was; `case`: a legal one."""


def open_cause(act: Act, subject: Subject, kind: str, ref: str, expires_at: datetime | None = None) -> None:
    """Open the cause, or open it again with a new limit.

    Raises:
        ValueError: an unknown kind.
    """
    if kind not in KINDS:
        raise ValueError(f"There is no cause of the kind {kind}.")
    row = _find(kind, ref)
    if row is None:
        row = Cause(kind=kind, ref=ref, subject_key=subject.key, opened_at=act.at)
        db.session.add(row)
    row.expires_at, row.closed_at = expires_at, None
    db.session.flush()
    audit.record(act, "cause.opened", ref, cause=kind)


def close_cause(act: Act, kind: str, ref: str, expires_at: datetime | None = None) -> None:
    """Close the cause now, or let it end at `expires_at`; one that is closed already stays as it is."""
    row = _find(kind, ref)
    if row is None or row.closed_at is not None:
        return
    if expires_at is None:
        row.closed_at = act.at
    row.expires_at = expires_at or row.expires_at
    db.session.flush()
    audit.record(act, "cause.closed", ref, cause=kind)


def _find(kind: str, ref: str) -> Cause | None:
    return db.session.scalars(select(Cause).where(Cause.kind == kind, Cause.ref == ref)).first()
