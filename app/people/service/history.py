"""What the person said before others changed it: to be put back by them (privacy.md section 9)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from app.foundation.database import db
from app.foundation.sealed import ERASED
from app.people import identifiers
from app.people.models import FieldValue
from app.people.service.values import OWN, PROVENANCE, Provenance


@dataclass(frozen=True)
class Earlier:
    """A value that does not stand any more."""

    value: str
    origin: str
    collected_at: datetime
    field: str = ""

    @property
    def lines(self) -> list[str]:
        """The value as people read it, line by line."""
        return (identifiers.spoken_phone(self.value) if self.field == "phone" else self.value).split("\n")


@dataclass(frozen=True)
class Beside:
    """What stands beside the values of a page, by field: where each came from, and what its person said before others
    changed it."""

    held: dict[str, Provenance]
    before: dict[str, Earlier]

    def get(self, field: str) -> Provenance | None:
        """Where the value of that field came from; None where nothing stands."""
        return self.held.get(field)


def said_before(person_id: int) -> dict[str, Earlier]:
    """By field whose standing value others gave: the newest value that the person gave themselves, where it is kept."""
    return beside(person_id).before


def beside(person_id: int) -> Beside:
    """Both at once, in one query."""
    said = or_(FieldValue.superseded_at.is_(None), FieldValue.origin.in_(OWN))
    query = select(FieldValue.superseded_at, *PROVENANCE).where(FieldValue.person_id == person_id, said)
    held: dict[str, Provenance] = {}
    earlier: dict[str, Earlier] = {}
    for row in db.session.execute(query.order_by(FieldValue.id)):
        found = Provenance(*row[1:])
        if row.superseded_at is None:
            held[found.field] = found
        elif found.value not in {"", ERASED}:
            earlier[found.field] = Earlier(found.value, found.origin, found.collected_at, found.field)
    changed = {field for field, found in held.items() if found.origin not in OWN}
    return Beside(held, {field: value for field, value in earlier.items() if field in changed})
