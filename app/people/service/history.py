"""What the person said before others changed it: to be put back by them (privacy.md section 9)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.foundation.database import db
from app.foundation.sealed import ERASED
from app.people.models import FieldValue
from app.people.service.values import OWN


@dataclass(frozen=True)
class Earlier:
    """A value that does not stand any more."""

    value: str
    origin: str
    collected_at: datetime


def said_before(person_id: int) -> dict[str, Earlier]:
    """By field whose standing value others gave: the newest value that the person gave themselves, where it is kept."""
    columns = (FieldValue.field, FieldValue.value, FieldValue.origin, FieldValue.collected_at, FieldValue.superseded_at)
    query = select(*columns).where(FieldValue.person_id == person_id).order_by(FieldValue.id)
    standing: dict[str, str] = {}
    before: dict[str, Earlier] = {}
    for field, value, origin, collected_at, superseded_at in db.session.execute(query):
        if superseded_at is None:
            standing[field] = origin
        elif origin in OWN and value not in {"", ERASED}:
            before[field] = Earlier(value, origin, collected_at)
    return {field: earlier for field, earlier in before.items() if standing.get(field, "subject") not in OWN}
