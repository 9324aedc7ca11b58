"""Agreements of areas: what is posted of each, and who has agreed to which version."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.foundation.database import db
from app.policy.models import Engagement, PolicyDoc, PolicyVersion
from app.policy.views.shapes import POSTED, PRIVACY


@dataclass(frozen=True, slots=True)
class Terms:
    """One posted version of an agreement. `not_for` are purposes that it rules out for what is gathered in its area."""

    slug: str
    title: str
    version_id: int
    no: int
    effective_at: datetime
    change_class: str
    not_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """That somebody agreed to a version, and when they took it back."""

    slug: str
    title: str
    no: int
    at: datetime
    ended_at: datetime | None
    how: str


def terms() -> tuple[Terms, ...]:
    """Every posted version of every agreement, each agreement's oldest first; coming ones are among them."""
    rows = db.session.execute(
        select(
            PolicyDoc.slug,
            PolicyDoc.title,
            PolicyVersion.id,
            PolicyVersion.no,
            PolicyVersion.effective_at,
            PolicyVersion.change_class,
            PolicyVersion.not_for,
        )
        .join(PolicyVersion, PolicyVersion.doc_id == PolicyDoc.id)
        .where(PolicyDoc.slug != PRIVACY, PolicyVersion.state.in_(POSTED))
        .order_by(PolicyDoc.slug, PolicyVersion.effective_at)
    )
    return tuple(
        Terms(slug, title, id_, no, at, kind, tuple(not_for))
        for slug, title, id_, no, at, kind, not_for in rows
        if no is not None and at is not None
    )


def has_agreed(person_id: int, version_ids: Collection[int]) -> bool:
    """Whether the person has agreed to one of these versions and not taken it back."""
    query = select(Engagement.id).where(
        Engagement.person_id == person_id,
        Engagement.version_id.in_(version_ids),
        Engagement.stage == "agreed",
        Engagement.ended_at.is_(None),
    )
    return db.session.scalar(query.limit(1)) is not None


def agreed_by(person_id: int) -> tuple[Agreed, ...]:
    """Everything that the person agreed to, the newest last; taken back or not."""
    query = (
        select(PolicyDoc.slug, PolicyDoc.title, PolicyVersion.no, Engagement.at, Engagement.ended_at, Engagement.how)
        .join(PolicyVersion, PolicyVersion.id == Engagement.version_id)
        .join(PolicyDoc, PolicyDoc.id == PolicyVersion.doc_id)
        .where(Engagement.person_id == person_id, Engagement.stage == "agreed", PolicyDoc.slug != PRIVACY)
        .order_by(Engagement.at, Engagement.id)
    )
    return tuple(
        Agreed(slug, title, no or 0, at, ended, how) for slug, title, no, at, ended, how in db.session.execute(query)
    )


def newest_agreed(person_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """For each person the number of the newest version that they agreed to, by agreement.

    One that was taken back counts: what was gathered under it stays under it.
    """
    query = (
        select(Engagement.person_id, PolicyDoc.slug, func.max(PolicyVersion.no))
        .join(PolicyVersion, PolicyVersion.id == Engagement.version_id)
        .join(PolicyDoc, PolicyDoc.id == PolicyVersion.doc_id)
        .where(Engagement.person_id.in_(person_ids), Engagement.stage == "agreed", PolicyDoc.slug != PRIVACY)
        .group_by(Engagement.person_id, PolicyDoc.slug)
    )
    found: dict[int, dict[str, int]] = {}
    for person_id, slug, number in db.session.execute(query):
        found.setdefault(person_id, {})[slug] = number or 0
    return found
