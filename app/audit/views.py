"""The record for reading: newest first, in the order in which it was written, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select

from app.audit.models import AuditEntry
from app.foundation.database import db

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One entry; `payload` is None where it was removed, `seq` until it is sealed."""

    id: int
    at: datetime
    kind: str
    actor: str
    subject_ref: str
    payload: dict[str, Any] | None
    seq: int | None


@dataclass(frozen=True)
class Wanted:
    """What to read: entries about or by `refs` (refs, or queries of refs), of that actor, of that kind.

    `actor` is a whole actor (`job:send-mail`) or a kind of actor (`staff`). `before` is the id of an entry.
    """

    refs: Sequence[str | Select[Any]] | None = None
    actor: str = ""
    kind: str = ""
    before: int | None = None


@dataclass(frozen=True)
class Listed:
    """One page of lines; `following` is where the next begins, None on the last."""

    lines: list[Line]
    following: int | None


def entries(wanted: Wanted) -> Listed:
    """One page of what is wanted."""
    columns = [getattr(AuditEntry, name) for name in Line.__dataclass_fields__]
    query = select(*columns).where(*_conditions(wanted)).order_by(AuditEntry.id.desc()).limit(PAGE + 1)
    lines = [Line(*row) for row in db.session.execute(query)]
    return Listed(lines[:PAGE], lines[PAGE - 1].id if len(lines) > PAGE else None)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.refs is not None:
        found.append(or_(false(), *(_about(ref) for ref in wanted.refs)))
    if wanted.actor:
        whole = ":" in wanted.actor
        # A range and not LIKE, so that the index on the actor serves both databases; ";" follows ":".
        starts = (AuditEntry.actor >= f"{wanted.actor}:") & (AuditEntry.actor < f"{wanted.actor};")
        found.append(AuditEntry.actor == wanted.actor if whole else or_(AuditEntry.actor == wanted.actor, starts))
    if wanted.kind:
        found.append(AuditEntry.kind == wanted.kind)
    if wanted.before is not None:
        found.append(AuditEntry.id < wanted.before)
    return found


def _about(ref: str | Select[Any]) -> ColumnElement[bool]:
    if isinstance(ref, str):
        return or_(AuditEntry.subject_ref == ref, AuditEntry.actor == ref)
    return AuditEntry.subject_ref.in_(ref)
