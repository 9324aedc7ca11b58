"""Persons and the provenance of what they told us."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing
from app.people import news
from app.people.models import FieldValue, Person, ValueSuggestion

ORIGINS = {
    "corrected": "you corrected it",
    "subject": "you typed it",
    "staff": "our staff entered it, as you told them",
    "order": "an order form",
    "ncoa": "the postal service's change-of-address list",
    "provider": "a data provider",
    "derived": "worked out from other data",
    "demo": "made up for the demonstration",
}
"""Where a value came from, in the words of the account page; the strongest source first."""
OWN = frozenset({"corrected", "subject", "demo"})
"""The person speaks: what they say now always replaces what stood before."""
OTHERS = frozenset({"staff", "ncoa", "provider"})
"""Somebody else speaks: the person is told of what they change, and can put it back."""
RANKS = {"corrected": 7, "subject": 5, "demo": 5, "staff": 4, "order": 3, "ncoa": 2, "provider": 1, "derived": 0}
VERIFIED_RANK = 6
"""What the person typed and a code confirmed."""


@dataclass(frozen=True)
class Told:
    """A value as it is told to us: `purpose` is the sentence that stood beside its field."""

    field: str
    value: str
    purpose: str
    verified: bool = False


@dataclass(frozen=True)
class Provenance:
    """A value that stands now, with where it came from and when."""

    field: str
    value: str
    origin: str
    collected_at: datetime
    verified_at: datetime | None
    policy_version: int | None
    agreement: str | None = None
    agreement_version: int | None = None

    @property
    def origin_words(self) -> str:
        return ORIGINS.get(self.origin, self.origin)


def new_person(act: Act) -> int:
    """Make a person of whom nothing is known yet; gives the id."""
    person = Person(created_at=act.at)
    db.session.add(person)
    db.session.flush()
    audit.record(act, "person.made", f"person:{person.id}")
    return person.id


def record(
    act: Act, person_id: int, told: Told, origin: str = "subject", origin_ref: str = "", *, asked_for: bool = False
) -> bool:
    """Keep a value with its origin; what stood before it stays, marked as replaced. An unchanged value is left.

    An empty value only ends the one before it. A source weaker than the one that stands makes a suggestion
    instead, unless the person `asked_for` this change; gives whether the value stands now.
    """
    held = (FieldValue.person_id == person_id, FieldValue.field == told.field, FieldValue.superseded_at.is_(None))
    row = db.session.execute(select(FieldValue.value, FieldValue.origin, FieldValue.verified_at).where(*held)).first()
    if (row.value if row is not None else "") == told.value:
        return True
    if row is not None and not asked_for and origin not in OWN and RANKS[origin] < _rank(row.origin, row.verified_at):
        _suggest(act, person_id, told, origin, origin_ref)
        return False
    db.session.execute(update(FieldValue).where(*held).values(superseded_at=act.at))
    if told.value:
        db.session.add(
            FieldValue(
                person_id=person_id,
                field=told.field,
                value=told.value,
                origin=origin,
                origin_ref=origin_ref,
                purpose=told.purpose,
                policy_version=act.policy_version,
                agreement=act.agreement_slug,
                agreement_version=act.agreement_version,
                collected_at=act.at,
                verified_at=act.at if told.verified else None,
                pinned=origin == "corrected",
            )
        )
    db.session.flush()
    gone = {} if told.value else {"gone": True}
    audit.record(act, "value.recorded", f"person:{person_id}", field=told.field, origin=origin, **gone)
    if origin in OTHERS:
        news.changed_by_others.send(act=act, person_id=person_id, field=told.field, origin=origin)
    return True


def _rank(origin: str, verified_at: datetime | None) -> int:
    return VERIFIED_RANK if origin == "subject" and verified_at is not None else RANKS[origin]


def _suggest(act: Act, person_id: int, told: Told, origin: str, origin_ref: str) -> None:
    db.session.add(
        ValueSuggestion(
            person_id=person_id,
            field=told.field,
            value=told.value,
            origin=origin,
            origin_ref=origin_ref,
            policy_version=act.policy_version,
            agreement=act.agreement_slug,
            agreement_version=act.agreement_version,
            made_at=act.at,
        )
    )
    db.session.flush()
    audit.record(act, "value.suggested", f"person:{person_id}", field=told.field, origin=origin)


@dataclass(frozen=True)
class Suggested:
    """A value that waits for a decision."""

    id: int
    field: str
    value: str
    origin: str
    made_at: datetime


def suggestions(person_id: int) -> list[Suggested]:
    """What waits for the person's decision, oldest first."""
    columns = (
        ValueSuggestion.id,
        ValueSuggestion.field,
        ValueSuggestion.value,
        ValueSuggestion.origin,
        ValueSuggestion.made_at,
    )
    query = select(*columns).where(ValueSuggestion.person_id == person_id, ValueSuggestion.decided_at.is_(None))
    return [Suggested(*row) for row in db.session.execute(query.order_by(ValueSuggestion.id))]


def decide(act: Act, person_id: int, suggestion_id: int, *, take: bool) -> None:
    """The person takes or leaves a suggestion; taken, it stands as their own correction.

    Raises:
        Missing: it is not theirs, or was decided before.
    """
    row = db.session.get(ValueSuggestion, suggestion_id)
    if row is None or row.person_id != person_id or row.decided_at is not None:
        raise Missing
    row.decided_at, row.taken = act.at, take
    if take:
        told = Told(row.field, row.value, purpose_of(person_id, row.field))
        record(act, person_id, told, "corrected", f"suggestion:{row.id}")
    audit.record(act, "suggestion.decided", f"person:{person_id}", field=row.field, taken=take)


def purpose_of(person_id: int, field: str) -> str:
    """The sentence of the value that stands: one that takes its place was asked for the same."""
    held = (FieldValue.person_id == person_id, FieldValue.field == field, FieldValue.superseded_at.is_(None))
    return db.session.scalar(select(FieldValue.purpose).where(*held)) or ""


PROVENANCE = (
    FieldValue.field,
    FieldValue.value,
    FieldValue.origin,
    FieldValue.collected_at,
    FieldValue.verified_at,
    FieldValue.policy_version,
    FieldValue.agreement,
    FieldValue.agreement_version,
)
"""The columns of a `Provenance`, in its order."""


def standing(person_id: int) -> dict[str, Provenance]:
    """Every value that stands now, by field."""
    query = select(*PROVENANCE).where(FieldValue.person_id == person_id, FieldValue.superseded_at.is_(None))
    return {row.field: Provenance(*row) for row in db.session.execute(query)}
