"""Posted versions: what is in force, what was, what comes, and what was withdrawn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from app.foundation.database import db
from app.policy.clauses import Clause
from app.policy.comparison import Changes, compare
from app.policy.models import PolicyClause, PolicyDoc, PolicyVersion
from app.policy.views.shapes import LISTED, POSTED, PRIVACY, NewUse, PublishedVersion, Retired, VersionLine

_Before = aliased(PolicyVersion)
_LINE = (
    PolicyVersion.id,
    PolicyVersion.no,
    PolicyVersion.effective_at,
    PolicyVersion.published_at,
    PolicyVersion.change_class,
    PolicyVersion.change_note,
    PolicyVersion.sha256,
    PolicyVersion.author_name,
    PolicyVersion.state,
    PolicyVersion.reviewer_name,
    PolicyVersion.new_uses,
    func.coalesce(_Before.no, 0),
    PolicyDoc.slug,
    PolicyVersion.not_for,
)


def _of(slug: str, states: Sequence[str]) -> Select[PolicyVersion]:
    return (
        select(PolicyVersion)
        .join(PolicyDoc, PolicyDoc.id == PolicyVersion.doc_id)
        .where(PolicyDoc.slug == slug, PolicyVersion.state.in_(states))
    )


def _lines(slug: str) -> Select[Any]:
    return (
        _of(slug, LISTED).outerjoin(_Before, _Before.id == PolicyVersion.prev_id).with_only_columns(*_LINE)
    ).order_by(PolicyVersion.no.desc())


def timetable(slug: str = PRIVACY) -> tuple[tuple[datetime, int], ...]:
    """When which version takes effect: (time, number), oldest first, future ones included."""
    rows = db.session.execute(
        _of(slug, POSTED)
        .with_only_columns(PolicyVersion.effective_at, PolicyVersion.no)
        .order_by(PolicyVersion.effective_at)
    )
    return tuple((at, no) for at, no in rows if at is not None and no is not None)


def in_force(times: tuple[tuple[datetime, int], ...], at: datetime) -> tuple[datetime, int] | None:
    """The entry of a timetable that is in force at that instant."""
    for entry in reversed(times):
        if entry[0] <= at:
            return entry
    return None


def history(slug: str = PRIVACY) -> tuple[VersionLine, ...]:
    """Every posted version, withdrawn ones too, newest first, without its text."""
    return tuple(_line(row) for row in db.session.execute(_lines(slug)))


def line_of(version_id: int) -> VersionLine:
    """The line of one version that is known to be posted."""
    query = (
        select(*_LINE)
        .select_from(PolicyVersion)
        .join(PolicyDoc, PolicyDoc.id == PolicyVersion.doc_id)
        .outerjoin(_Before, _Before.id == PolicyVersion.prev_id)
        .where(PolicyVersion.id == version_id, PolicyVersion.state.in_(LISTED))
    )
    return _line(db.session.execute(query).one())


def published(no: int, slug: str = PRIVACY) -> PublishedVersion | None:
    """The posted version of that number, scheduled and withdrawn ones included; None when there is none."""
    if not 0 < no < 2**31:
        return None
    return _one(_lines(slug).where(PolicyVersion.no == no))


def newest(slug: str = PRIVACY) -> PublishedVersion | None:
    """The version that the next one follows: posted last, not withdrawn, whether or not it is in force yet."""
    return _one(_lines(slug).where(PolicyVersion.state.in_(POSTED)).limit(1))


def changes_of(no: int, slug: str = PRIVACY) -> Changes:
    """What the version of that number changed against the one before it; the first one adds everything."""
    after = published(no, slug)
    before = published(after.line.prev_no, slug) if after else None
    return compare(before.clauses if before else (), after.clauses if after else ())


def retired(no: int, slug: str = PRIVACY) -> tuple[Retired, ...]:
    """The clauses of versions before `no` that version `no` does not have, by anchor; withdrawn versions aside."""
    last = (
        _of(slug, POSTED)
        .join(PolicyClause, PolicyClause.version_id == PolicyVersion.id)
        .where(PolicyVersion.no <= no)
        .with_only_columns(PolicyClause.anchor, func.max(PolicyVersion.no).label("last_no"))
        .group_by(PolicyClause.anchor)
        .having(func.max(PolicyVersion.no) < no)
        .subquery()
    )
    rows = db.session.execute(
        _of(slug, POSTED)
        .join(PolicyClause, PolicyClause.version_id == PolicyVersion.id)
        .join(last, (last.c.anchor == PolicyClause.anchor) & (last.c.last_no == PolicyVersion.no))
        .with_only_columns(PolicyClause.anchor, PolicyClause.heading, PolicyVersion.no)
        .order_by(PolicyClause.anchor)
    )
    numbers = sorted(number for _, number in timetable(slug))
    return tuple(
        Retired(anchor, heading, last_no, next((number for number in numbers if number > last_no), no))
        for anchor, heading, last_no in rows
        if last_no is not None
    )


def _line(row: Any) -> VersionLine:
    (id_, no, starts, out, kind, note, sha256, author, state, reviewer, uses, prev_no, slug, not_for) = row
    new_uses, ruled_out = new_uses_of(uses), tuple(not_for)
    return VersionLine(
        id_, no, starts, out, kind, note, sha256, author, state, reviewer, new_uses, prev_no, slug, ruled_out
    )


def new_uses_of(stored: Sequence[Any]) -> tuple[NewUse, ...]:
    """A version's new uses, as its row keeps them."""
    return tuple(NewUse(use["purpose"], use["words"]) for use in stored)


def _one(query: Select[Any]) -> PublishedVersion | None:
    row = db.session.execute(query).first()
    return _with_clauses(_line(row)) if row is not None else None


def _with_clauses(line: VersionLine) -> PublishedVersion:
    body_md, frozen, kinds = db.session.execute(
        select(PolicyVersion.body_md, PolicyVersion.slots, PolicyVersion.kinds).where(PolicyVersion.id == line.id)
    ).one()
    names = ("anchor", "level", "heading", "heading_html", "html", "text", "sha256", "kind")
    columns = [getattr(PolicyClause, name) for name in names]
    rows = db.session.execute(
        select(*columns).where(PolicyClause.version_id == line.id).order_by(PolicyClause.position)
    )
    return PublishedVersion(line, body_md, tuple(Clause(*row) for row in rows), frozen, kinds)
