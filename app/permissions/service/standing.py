"""Which stop stands in the way of a use, if one does: since when, how it reached us and under which reference."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.foundation.database import db
from app.permissions import facts
from app.permissions.facts import Event
from app.permissions.models import PermissionEvent
from app.permissions.purposes import Channel
from app.permissions.subjects import Subject


@dataclass(frozen=True)
class Standing:
    """One stop that stands; `since` is when it took effect. Old ones have no reference."""

    id: int
    purpose: str
    channel: str
    source: str
    since: datetime
    reference: str
    evidence: str


def standing_stop(subject: Subject, purpose: str, channel: Channel) -> Standing | None:
    """The stop that keeps the purpose from the subject by that channel now; None where none does.

    Raises:
        KeyError: the table has no such purpose.
    """
    found = facts.standing_stop(_said(subject), purpose, channel)
    return stop_of(found.id) if found is not None else None


def stop_of(event_id: int) -> Standing:
    """The stop or allowance with that number."""
    row = db.session.get_one(PermissionEvent, event_id)
    return Standing(row.id, row.purpose, row.channel, row.source, row.at, row.reference or "", row.evidence_ref)


def _said(subject: Subject) -> tuple[Event, ...]:
    columns = (getattr(PermissionEvent, name) for name in Event.__dataclass_fields__)
    query = select(*columns).where(PermissionEvent.subject_key.in_(subject.keys)).order_by(PermissionEvent.id)
    return tuple(Event(*row) for row in db.session.execute(query))
