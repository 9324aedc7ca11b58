"""The record for reading: newest first, in the order in which it was written, page by page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select, union_all

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
    return _listed(select(*_LINE).where(*_conditions(wanted)))


@dataclass(frozen=True)
class Story:
    """What happened to somebody: entries of `about_kinds` about the refs `about`, of `thing_kinds` about what the
    queries `things` name, and those of `actor_kinds` that `actor` did. `before` is the id of an entry.
    """

    about: Sequence[str]
    about_kinds: Collection[str]
    things: Sequence[Select[Any]]
    thing_kinds: Collection[str]
    actor: str
    actor_kinds: Collection[str]
    before: int | None = None


def story(wanted: Story) -> Listed:
    """One page of it. Each part reads only the newest of its own index, however long the record is."""
    parts = [
        *(_newest(AuditEntry.subject_ref == ref, wanted.about_kinds, wanted.before) for ref in wanted.about),
        # As values and not as a subquery: the database then sees how few they are, and goes by their index.
        _newest(AuditEntry.subject_ref.in_(_named(wanted.things)), wanted.thing_kinds, wanted.before),
        _newest(AuditEntry.actor == wanted.actor, wanted.actor_kinds, wanted.before),
    ]
    ids = union_all(*(select(part.subquery().c.id) for part in parts)).subquery()
    query = select(*_LINE).where(AuditEntry.id.in_(select(ids.c.id)))
    return _listed(query)


def _named(things: Sequence[Select[Any]]) -> list[str]:
    return list(db.session.scalars(union_all(*things))) if things else []


def _newest(about: ColumnElement[bool], kinds: Collection[str], before: int | None) -> Select[int]:
    query = select(AuditEntry.id).where(about, AuditEntry.kind.in_(sorted(kinds)))
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return query.order_by(AuditEntry.id.desc()).limit(PAGE + 1)


_LINE = tuple(getattr(AuditEntry, name) for name in Line.__dataclass_fields__)


def _listed(query: Select[Any]) -> Listed:
    rows = db.session.execute(query.order_by(AuditEntry.id.desc()).limit(PAGE + 1))
    lines = [Line(*row) for row in rows]
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
