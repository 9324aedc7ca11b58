"""The published ends of the chain: the newest for pages, and the one that still has to be mailed."""

import time
from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy import select, update

from app.audit.models import AuditHead
from app.foundation.acts import Act
from app.foundation.database import db

FRESH_FOR = 60.0
"""Seconds that a process may trust its copy of the newest head: it changes once a day."""
KEPT = "shop.audit_head"


@dataclass(frozen=True)
class Head:
    """The end of the chain on one day (UTC): the place of the last entry, and its hash."""

    day: date
    seq: int
    row_hash: str


def newest() -> Head | None:
    """The newest published head, at most a minute old; None before the first."""
    kept: tuple[float, Head | None] | None = current_app.extensions.get(KEPT)
    if kept is None or time.monotonic() - kept[0] > FRESH_FOR:
        kept = current_app.extensions[KEPT] = (time.monotonic(), _newest())
    return kept[1]


def _newest() -> Head | None:
    columns = (AuditHead.day, AuditHead.seq, AuditHead.row_hash)
    row = db.session.execute(select(*columns).order_by(AuditHead.day.desc()).limit(1)).one_or_none()
    return Head(*row) if row else None


def forget() -> None:
    """Drop this process's copy."""
    current_app.extensions.pop(KEPT, None)


def take_for_mail(act: Act) -> Head | None:
    """The newest head, once: whoever asks again, in whatever process, gets None."""
    head = _newest()
    if head is None:
        return None
    taken = db.session.execute(
        update(AuditHead).where(AuditHead.day == head.day, AuditHead.mailed_at.is_(None)).values(mailed_at=act.at)
    )
    return head if taken.rowcount else None  # type: ignore[attr-defined]  # an update's result has a row count
