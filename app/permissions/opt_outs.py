"""What opt-outs tell of themselves, without names: how soon each took effect, by what way it came, what came after."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.foundation.database import db
from app.permissions import facts
from app.permissions.facts import Event
from app.permissions.models import Decision, PermissionEvent
from app.permissions.purposes import ANY, Channel

NEWEST = 100_000
"""No look reads more events than these, the newest ones."""
NO_WISH = ("hard bounce", "import")
"""Stops that nobody asked for."""
AT_THE_BEGINNING = "account:"
"""What a stop rests on that an empty box of the registration is written down as: there was no use yet to stop."""

STOPS_BY_MAIL = select(
    PermissionEvent.subject_key, PermissionEvent.purpose, PermissionEvent.at.label("stopped_at")
).where(PermissionEvent.effect == "stop", PermissionEvent.channel.in_([ANY, "email"]))
"""Every stop that reaches e-mail, for joining by whom it is about."""
SUBJECTS = select(Decision.id, Decision.subject_key)
"""Whom each answer of the gate is about, for joining by its number."""


@dataclass(frozen=True)
class OptOuts:
    """How many opt-outs there were, by way, and how long they took from their receipt to their effect."""

    count: int = 0
    median: timedelta = timedelta()
    slowest: timedelta = timedelta()
    by_way: Counter[str] = field(default_factory=Counter)


def opt_outs(since: datetime) -> OptOuts:
    """Every wish to stop since then; two queries."""
    newest = PermissionEvent.id > select(func.max(PermissionEvent.id)).scalar_subquery() - NEWEST
    wanted = (
        newest,
        PermissionEvent.at >= since,
        PermissionEvent.effect == "stop",
        PermissionEvent.source.not_in(NO_WISH),
        ~PermissionEvent.evidence_ref.startswith(AT_THE_BEGINNING),
    )
    counting = select(PermissionEvent.source, func.count()).where(*wanted).group_by(PermissionEvent.source)
    by_way = Counter({row[0]: row[1] for row in db.session.execute(counting)})
    later = select(PermissionEvent.at, PermissionEvent.received_at).where(
        *wanted, PermissionEvent.received_at < PermissionEvent.at
    )
    waits = sorted(at - received for at, received in db.session.execute(later) if received is not None)
    return OptOuts(by_way.total(), _median(waits, by_way.total()), max(waits, default=timedelta()), by_way)


def _median(waits: list[timedelta], count: int) -> timedelta:
    """The middle of all of them: those that did not wait at all stand first, and are not listed."""
    place = count // 2 - (count - len(waits))
    return waits[place] if count and place >= 0 else timedelta()


def stopped_then(subject_key: str, purpose: str, channel: Channel, at: datetime) -> datetime | None:
    """Since when the purpose had been stopped for the subject at that instant; None where it was not."""
    columns = (getattr(PermissionEvent, name) for name in Event.__dataclass_fields__)
    query = select(PermissionEvent.at, *columns).where(
        PermissionEvent.subject_key == subject_key, PermissionEvent.at < at
    )
    rows = db.session.execute(query.order_by(PermissionEvent.id)).all()
    standing = facts.standing_stop(tuple(Event(*row[1:]) for row in rows), purpose, channel)
    return next((row[0] for row in rows if standing and row[1] == standing.id), None)
