"""How one person stands with the gate, for staff: what is allowed now, what was said, what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from app.foundation import inventory
from app.foundation.acts import Act
from app.foundation.database import db
from app.permissions import facts
from app.permissions.facts import CauseState, Known
from app.permissions.models import Cause, Decision, PermissionEvent
from app.permissions.purposes import CHANNELS, PURPOSES, Purpose
from app.permissions.reasons import REASONS, SHORT
from app.permissions.service.deciding import CAPPED, capped, read
from app.permissions.service.new_uses import bearing, with_new_uses
from app.permissions.subjects import Subject

NEWEST = 50


@dataclass(frozen=True)
class CellState:
    """One purpose by one channel, now: `ref` names the order, request or case that allows it, `event` the stop."""

    channel: str
    allowed: bool
    words: str
    ref: str = ""
    event: int = 0
    reason: str = ""


@dataclass(frozen=True)
class PurposeState:
    """One purpose by every channel, in the order of `CHANNELS`."""

    code: str
    title: str
    clause: str
    cells: list[CellState]


@dataclass(frozen=True)
class EventLine:
    """What was said: a stop or an allowance, by whom and from where."""

    id: int
    at: datetime
    effect: str
    purpose: str
    channel: str
    source: str
    actor: str
    evidence_ref: str
    policy_version: int | None


@dataclass(frozen=True)
class DecisionLine:
    """What the gate answered once."""

    id: int
    at: datetime
    purpose: str
    channel: str
    cause_ref: str
    allowed: bool
    reason: str
    clause: str
    stage: str
    policy_version: int | None

    @property
    def words(self) -> str:
        return REASONS[self.reason]


Causes = dict[str, tuple[str, CauseState]]
"""By kind: the reference and the state of an open cause, or of the newest one."""


def state(act: Act, subject: Subject) -> list[PurposeState]:
    """What may be done with the subject's data now, purpose by purpose; nothing is stored."""
    causes = _causes(act, subject)
    known = replace(read(act, subject, "order"), causes={kind: cause for kind, (_, cause) in causes.items()})
    new, enough = with_new_uses(), capped(act, subject.keys)
    found = []
    for purpose in PURPOSES.values():
        code = purpose.code
        waits, opened = bearing(act, subject.keys, code) if code in new else (False, False)
        here = replace(known, waiting_uses=frozenset({code} if waits else ()), capped=enough and code in CAPPED)
        if opened and here.promised is not None:
            here = replace(here, promised=here.promised | {code})
        title = inventory.PURPOSES[code]
        found.append(PurposeState(code, title, purpose.clause, list(_cells(here, purpose, causes))))
    return found


def _cells(known: Known, purpose: Purpose, causes: Causes) -> Iterator[CellState]:
    for channel in CHANNELS:
        outcome, kind = facts.decide(known, purpose.code, channel), purpose.cell(channel).cause
        ref = causes[kind][0] if outcome.allowed and kind else ""
        event = outcome.events[0] if outcome.events else 0
        yield CellState(channel, outcome.allowed, SHORT[outcome.reason], ref, event, outcome.reason)


def _causes(act: Act, subject: Subject) -> Causes:
    """Later rows win, open ones last."""
    query = select(Cause.kind, Cause.ref, Cause.opened_at, Cause.expires_at, Cause.closed_at).where(
        Cause.subject_key.in_(subject.keys)
    )
    found = db.session.execute(query.order_by(Cause.opened_at)).all()
    rows = [(row.kind, row.ref, CauseState(row.opened_at, row.expires_at, row.closed_at)) for row in found]
    rows.sort(key=lambda row: facts.is_open(row[2], act.at))
    return {kind: (ref, cause) for kind, ref, cause in rows}


def said(subject: Subject) -> list[EventLine]:
    """Every stop and allowance, the newest first."""
    columns = [getattr(PermissionEvent, name) for name in EventLine.__dataclass_fields__]
    query = select(*columns).where(PermissionEvent.subject_key.in_(subject.keys))
    return [EventLine(*row) for row in db.session.execute(query.order_by(PermissionEvent.id.desc()))]


def decisions(subject: Subject) -> list[DecisionLine]:
    """The newest answers of the gate about the subject."""
    columns = [getattr(Decision, name) for name in DecisionLine.__dataclass_fields__]
    query = select(*columns).where(Decision.subject_key.in_(subject.keys))
    return [DecisionLine(*row) for row in db.session.execute(query.order_by(Decision.id.desc()).limit(NEWEST))]


def answers(numbers: list[int]) -> list[DecisionLine]:
    """The answers of the gate with those numbers, in the order in which they were given."""
    columns = [getattr(Decision, name) for name in DecisionLine.__dataclass_fields__]
    query = select(*columns).where(Decision.id.in_(numbers))
    return [DecisionLine(*row) for row in db.session.execute(query.order_by(Decision.id))]
