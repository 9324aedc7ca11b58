"""What stands about people, counted: never whose it is or what it says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from app.foundation.database import db
from app.people.models import FieldValue

LOOKED_AT = 5_000
"""So many of the newest values that stand are looked at."""


@dataclass(frozen=True)
class Looked:
    """How many values were looked at, and how many of them lack something."""

    values: int
    lacking: int


def without_origin(known: frozenset[str]) -> Looked:
    """Values that do not say who gave them (in a known word), or under which version of the policy."""
    return _lacking(or_(FieldValue.origin.not_in(known), FieldValue.policy_version.is_(None)))


def without_purpose() -> Looked:
    """Values that do not hold the sentence that stood beside their field."""
    return _lacking(func.trim(FieldValue.purpose) == "")


def _lacking(condition: ColumnElement[bool]) -> Looked:
    newest = (
        select(condition.label("lacking"))
        .where(FieldValue.superseded_at.is_(None))
        .order_by(FieldValue.id.desc())
        .limit(LOOKED_AT)
    )
    found = [bool(lacking) for lacking in db.session.scalars(newest)]
    return Looked(len(found), sum(found))


def standing_since(person_ids: Collection[int]) -> dict[tuple[int, str], tuple[str, datetime]]:
    """Origin and time of everything that stands about these people, by person and field; not the values."""
    columns = (FieldValue.person_id, FieldValue.field, FieldValue.origin, FieldValue.collected_at)
    query = select(*columns).where(FieldValue.person_id.in_(person_ids), FieldValue.superseded_at.is_(None))
    return {(person_id, field): (origin, at) for person_id, field, origin, at in db.session.execute(query)}
