"""Versions in work: the open one of each document, and how a version came about."""

from collections.abc import Mapping

from sqlalchemy import func, select

from app.foundation.database import db
from app.policy.models import OPEN, PolicyDoc, PolicyEvent, PolicySaving, PolicyVersion
from app.policy.views.posted import new_uses_of, newest
from app.policy.views.shapes import LISTED, PRIVACY, Document, Draft, Event, PublishedVersion, Saving


def draft_row(slug: str = PRIVACY) -> PolicyVersion | None:
    """The one open version, in whichever state, read afresh."""
    query = (
        select(PolicyVersion)
        .join(PolicyDoc, PolicyDoc.id == PolicyVersion.doc_id)
        .where(PolicyDoc.slug == slug, PolicyVersion.state.in_(OPEN))
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)


def draft(slug: str = PRIVACY) -> Draft:
    """The open version, or the newest posted text to begin one from."""
    row, base = draft_row(slug), newest(slug)
    token = token_of(base, row)
    if row is None:
        return Draft(token, base.body_md if base else "", not_for=base.line.not_for if base else ())
    return Draft(
        token,
        row.body_md,
        row.change_class,
        row.change_note,
        row.author_name,
        row.saved_at,
        row.state,
        dict(row.guard),
        dict(row.kinds),
        new_uses_of(row.new_uses),
        row.author,
        row.reviewer_name,
        row.id,
        tuple(row.not_for),
    )


def token_of(base: PublishedVersion | None, row: PolicyVersion | None) -> str:
    """The state a draft was read in: the number it follows, which draft it is and how often it was saved."""
    return f"{base.no if base else 0}.{f'{row.id}-{row.version}' if row is not None else 0}"


def values_of(row: Draft) -> Mapping[str, str]:
    """A draft's values by field name: what stands now, shown to somebody whose own saving came too late."""
    return {
        "version": row.token,
        "body_md": row.body_md,
        "change_class": row.change_class,
        "change_note": row.change_note,
        "author_name": row.author_name,
    }


def events(version_id: int) -> tuple[Event, ...]:
    """The states that a version came into, oldest first."""
    columns = (PolicyEvent.state, PolicyEvent.at, PolicyEvent.actor, PolicyEvent.actor_name, PolicyEvent.note)
    rows = db.session.execute(select(*columns).where(PolicyEvent.version_id == version_id).order_by(PolicyEvent.id))
    return tuple(Event(*row) for row in rows)


def savings(version_id: int) -> tuple[Saving, ...]:
    """How a text was saved, newest first."""
    columns = [getattr(PolicySaving, name) for name in Saving.__dataclass_fields__]
    query = select(*columns).where(PolicySaving.version_id == version_id).order_by(PolicySaving.number.desc())
    return tuple(Saving(*row) for row in db.session.execute(query))


def writers(version_id: int) -> dict[str, str]:
    """Who saved any part of a version: actor to name, in the order of their first saving."""
    query = (
        select(PolicySaving.author, func.max(PolicySaving.author_name))
        .where(PolicySaving.version_id == version_id)
        .group_by(PolicySaving.author)
        .order_by(func.min(PolicySaving.number))
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def documents() -> tuple[Document, ...]:
    """Every text with versions, the privacy policy first, then by title."""
    count = func.count(PolicyVersion.id).filter(PolicyVersion.state.in_(LISTED))
    working = func.max(PolicyVersion.state).filter(PolicyVersion.state.in_(OPEN))
    rows = db.session.execute(
        select(PolicyDoc.slug, PolicyDoc.title, count, func.coalesce(working, ""))
        .outerjoin(PolicyVersion, PolicyVersion.doc_id == PolicyDoc.id)
        .group_by(PolicyDoc.slug, PolicyDoc.title)
        .order_by(PolicyDoc.slug != PRIVACY, PolicyDoc.title)
    )
    return tuple(Document(*row) for row in rows)
