"""Versions that wait for their minute: they take effect, late but once, or are withdrawn before it."""

from sqlalchemy import select

from app.audit import service as audit
from app.foundation import clock
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.policy import news, views
from app.policy.models import PolicyDoc, PolicyVersion
from app.policy.service import opening, reviewing, states


def take_effect(act: Act) -> tuple[views.VersionLine, ...]:
    """Note of every version whose minute has come that it is in force; gives those, in their order.

    Which text is in force is told by its time alone: however late this comes, no reader saw an older one.
    """
    due = (
        select(PolicyDoc.slug)
        .join(PolicyVersion, PolicyVersion.doc_id == PolicyDoc.id)
        .where(PolicyVersion.state == "scheduled", PolicyVersion.effective_at <= act.at)
        .distinct()
        .order_by(PolicyDoc.slug)
    )
    return tuple(line for slug in db.session.scalars(due).all() for line in _of_document(act, slug))


def _of_document(act: Act, slug: str) -> list[views.VersionLine]:
    doc = opening.locked(slug)
    rows = db.session.scalars(
        select(PolicyVersion)
        .where(PolicyVersion.doc_id == doc.id, PolicyVersion.state == "scheduled", PolicyVersion.effective_at <= act.at)
        .order_by(PolicyVersion.effective_at)
        .execution_options(populate_existing=True)
    ).all()
    return [_take_effect(act, row) for row in rows]


def _take_effect(act: Act, row: PolicyVersion) -> views.VersionLine:
    supersede(act, row.doc_id)
    states.enter(act, row, "published", "")
    line = views.line_of(row.id)
    late = int((act.at - line.effective_at).total_seconds())
    audit.record(act, "policy.took-effect", states.subject(row), number=line.no, late_seconds=late)
    news.took_effect.send(act, version=line)
    return line


def supersede(act: Act, doc_id: int) -> None:
    """The version of a document that was in force is in force no more."""
    query = select(PolicyVersion).where(PolicyVersion.doc_id == doc_id, PolicyVersion.state == "published")
    for row in db.session.scalars(query.execution_options(populate_existing=True)).all():
        states.enter(act, row, "superseded", "")


def withdraw(act: Act, number: int, name: str, note: str, slug: str = views.PRIVACY) -> views.VersionLine:
    """Take a version back that waits for its minute; it keeps its number and stays listed.

    Raises:
        Missing: there is no such version.
        Refusal: it is in force, another was posted after it, or nobody says why.
    """
    opening.locked(slug)
    shown = views.published(number, slug)
    row = db.session.get(PolicyVersion, shown.line.id, populate_existing=True) if shown else None
    if shown is None or row is None:
        raise Missing
    _may_go(act, shown.line, slug)
    if not note.strip():
        raise Refusal("Please say why it is withdrawn, for the readers of the list of changes.", "note")
    states.enter(act, row, "withdrawn", name, note.strip())
    audit.record(act, "policy.withdrawn", states.subject(row), number=number)
    reviewing.reopen(act, slug, views.newest(slug), f"Version {number}, which it followed, was withdrawn.")
    line = views.line_of(row.id)
    news.withdrawn.send(act, version=line)
    return line


def _may_go(act: Act, line: views.VersionLine, slug: str) -> None:
    if line.state == "withdrawn":
        raise Refusal(f"Version {line.no} is withdrawn already.")
    if line.effective_at <= act.at:
        when = clock.spoken(line.effective_at)
        raise Refusal(f"Version {line.no} took effect on {when}. What was in force can only be followed by another.")
    newest = views.newest(slug)
    if newest is not None and newest.no != line.no:
        raise Refusal(f"Version {newest.no} was posted after it and builds on it: withdraw that one first.")
