"""Decisions made while a page is drawn: nothing is stored about the viewer, only how often which answer was given."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.facts import Fact
from app.permissions import facts as gate
from app.permissions.facts import Event, Outcome
from app.permissions.models import DecisionCount, PermissionEvent
from app.permissions.service.choices import stop
from app.permissions.service.deciding import read
from app.permissions.subjects import Subject

SIGNAL_STOPS = ("personalise", "understand")
"""What `Sec-GPC: 1` stops (privacy.md section 3)."""


def consider(act: Act, subject: Subject, purpose: str, *, signal: bool = False) -> Outcome:
    """What the gate says of an internal use, without storing it; `signal` is the browser's word for this request."""
    known = read(act, subject, purpose)
    if signal:
        stops = tuple(Event(0, stopped, "*", "stop", own=True) for stopped in SIGNAL_STOPS)
        known = replace(known, events=(*known.events, *stops))
    return gate.decide(known, purpose, "internal")


def heard_signal(person_id: int) -> bool:
    """Whether the signal became stops of this person before: what they allow afterwards is theirs to decide."""
    query = select(PermissionEvent.id).where(
        PermissionEvent.subject_key == Subject(person_id).key, PermissionEvent.source == "gpc"
    )
    return db.session.scalar(query.limit(1)) is not None


def fold_signals(act: Act, facts: list[Fact]) -> None:
    """The signal of somebody signed in becomes stops, once."""
    first = {int(fact["person"]): str(fact["at"]) for fact in reversed(facts)}
    for person_id, seen_at in sorted(first.items()):
        if not heard_signal(person_id):
            heard = replace(act, at=datetime.fromisoformat(seen_at))
            for purpose in SIGNAL_STOPS:
                stop(heard, Subject(person_id), purpose, "*", "gpc")


def fold_counts(_act: Act, facts: list[Fact]) -> None:
    """Add the answers given on pages to their day's counts."""
    sums = Counter((str(fact["at"])[:10], fact["purpose"], fact["channel"], fact["reason"]) for fact in facts)
    for (day, purpose, channel, reason), count in sorted(sums.items()):
        key = {"day": date.fromisoformat(day), "purpose": purpose, "channel": channel, "reason": reason}
        row = db.session.get(DecisionCount, key, with_for_update=True)
        if row is None:
            db.session.add(DecisionCount(**key, allowed=reason == "allowed", count=count))
        else:
            row.count += count
    db.session.flush()
