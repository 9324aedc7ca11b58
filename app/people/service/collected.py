"""What was collected at an occasion, without the values themselves: which fields, from where, for what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.foundation.database import db
from app.people.models import FieldValue


@dataclass(frozen=True)
class Collected:
    """One field of one person, as it was collected; `field` is its name, `address` for any entry of the book."""

    person_id: int
    field: str
    origin: str
    purpose: str
    at: datetime


def collected(person_ids: Collection[int]) -> list[Collected]:
    """Every field that was ever collected about these people, oldest first."""
    columns = (FieldValue.person_id, FieldValue.field, FieldValue.origin, FieldValue.purpose, FieldValue.collected_at)
    query = select(*columns).where(FieldValue.person_id.in_(person_ids)).order_by(FieldValue.id)
    return [
        Collected(person_id, field.partition(":")[0], origin, purpose, at)
        for person_id, field, origin, purpose, at in db.session.execute(query)
    ]
