"""Asking the gate: every answer is stored with what it rests on; a permit is good for one use."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.permissions import facts
from app.permissions.facts import CauseState, Event, Known, Outcome
from app.permissions.models import (
    Cause,
    Collection,
    Decision,
    PermissionEvent,
    Suppression,
    VersionPurpose,
)
from app.permissions.purposes import ANY, PURPOSES, Channel, covers
from app.permissions.reasons import REASONS
from app.permissions.service.new_uses import bearing
from app.permissions.subjects import Subject
from app.policy import agreements

CAPPED = ("site_update", "marketing", "survey")

for _rule in (
    rules.Rule("gate.send-permit-minutes", 5, "minutes", "How long a permit to hand a message over is good"),
    rules.Rule(
        "gate.cap-count", 4, "messages", "How many messages nobody asked for one person may get in the cap's time"
    ),
    rules.Rule("gate.cap-days", 30, "days", "The time in which those messages are counted"),
    rules.Rule("prospect.first-contact", False, "yes or no", "Whether a possible customer may be written to once"),
):
    rules.declare(_rule)


@dataclass(frozen=True)
class Permit:
    """The gate said yes: to be handed to whatever acts on it, once."""

    id: int
    purpose: str
    channel: Channel


@dataclass(frozen=True)
class Refused:
    """The gate said no: `words` say why, `clause` is the policy's sentence behind it."""

    id: int
    reason: str
    clause: str

    @property
    def words(self) -> str:
        return REASONS[self.reason]


def ask(
    act: Act, subject: Subject, purpose: str, channel: Channel, cause_ref: str = "", stage: str = "queue"
) -> Permit | Refused:
    """Ask whether `subject` may be reached for `purpose` by `channel`; the answer is stored either way.

    `cause_ref` names the order, request or case behind it; without it no cause counts. A permit of the stage
    `send` is good for a few minutes, others until they are used.
    """
    known = read(act, subject, purpose, cause_ref)
    outcome = facts.decide(known, purpose, channel)
    row = _store(act, subject, purpose, channel, cause_ref, stage, known, outcome)
    if outcome.allowed:
        return Permit(row.id, purpose, channel)
    return Refused(row.id, row.reason, row.clause)


@dataclass(frozen=True)
class Answered:
    """One answer of the gate that was kept: `subject_key` is whom it was about."""

    subject_key: str
    purpose: str
    allowed: bool
    reason: str
    clause: str
    cause_ref: str
    policy_version: int | None
    at: datetime

    @property
    def words(self) -> str:
        return REASONS[self.reason]


def answered(permit_id: int) -> Answered | None:
    """What the gate answered under that number; None when it is kept no longer."""
    columns = [getattr(Decision, name) for name in Answered.__dataclass_fields__]
    row = db.session.execute(select(*columns).where(Decision.id == permit_id)).one_or_none()
    return Answered(*row) if row is not None else None


def person_of_permit(permit_id: int) -> int:
    """The person whom that answer of the gate was about; 0 when it was an address alone."""
    key = db.session.scalar(select(Decision.subject_key).where(Decision.id == permit_id)) or ""
    return int(key.removeprefix("person:")) if key.startswith("person:") else 0


def use(act: Act, permit_id: int) -> bool:
    """Spend the permit; False when it was spent already, has expired or was never one."""
    spent = db.session.execute(
        update(Decision)
        .where(
            Decision.id == permit_id,
            Decision.allowed.is_(True),
            Decision.used_at.is_(None),
            Decision.expires_at.is_(None) | (Decision.expires_at > act.at),
        )
        .values(used_at=act.at)
    )
    return bool(spent.rowcount)  # type: ignore[attr-defined]  # an update's result has a row count


def give_back(act: Act, permit_id: int) -> None:
    """What a spent permit was for did not take place: it counts as no use, and is good for nothing any more."""
    db.session.execute(update(Decision).where(Decision.id == permit_id).values(used_at=None, expires_at=act.at))


def read(act: Act, subject: Subject, purpose: str, cause_ref: str = "") -> Known:
    """Everything that a decision about the subject rests on."""
    keys = subject.keys
    waits, opened = bearing(act, keys, purpose)
    causes = {
        row.kind: CauseState(row.opened_at, row.expires_at, row.closed_at)
        for row in db.session.execute(
            select(Cause.kind, Cause.ref, Cause.opened_at, Cause.expires_at, Cause.closed_at)
            .where(Cause.subject_key.in_(keys))
            .order_by(Cause.opened_at)
        )
        if row.kind in {"customer", "hold", "closure"} or row.ref == cause_ref
    }
    return Known(
        at=act.at,
        customer=_is_open(causes.pop("customer", None), act),
        held=_is_open(causes.pop("hold", None), act),
        closed=_is_open(causes.pop("closure", None), act),
        suppressed=_suppressed(subject),
        events=_events(keys),
        waiting_uses=frozenset({purpose} if waits else ()),
        promised=promised(act, keys, frozenset({purpose} if opened else ())),
        causes=causes,
        switches=frozenset(name for name in ("prospect.first-contact",) if rules.value(name, act.at)),
        capped=purpose in CAPPED and capped(act, keys),
    )


def _is_open(cause: CauseState | None, act: Act) -> bool:
    return cause is not None and facts.is_open(cause, act.at)


def _suppressed(subject: Subject) -> frozenset[str]:
    if not subject.address:
        return frozenset()
    query = select(Suppression.purpose, Suppression.lifted).where(Suppression.address_key == subject.address)
    return still_suppressed((purpose, lifted) for purpose, lifted in db.session.execute(query))


def still_suppressed(listed: Iterable[tuple[str, list[str]]]) -> frozenset[str]:
    """Purposes (or `*`) for which an address is on the list, less those that its owner has allowed again."""
    found: set[str] = set()
    for purpose, lifted in listed:
        if lifted and ANY not in lifted:
            found |= {code for code in PURPOSES if covers(purpose, code) and code not in lifted}
        elif not lifted:
            found.add(purpose)
    return frozenset(found)


def _events(keys: list[str]) -> tuple[Event, ...]:
    query = (
        select(
            PermissionEvent.id,
            PermissionEvent.purpose,
            PermissionEvent.channel,
            PermissionEvent.effect,
            PermissionEvent.own,
        )
        .where(PermissionEvent.subject_key.in_(keys))
        .order_by(PermissionEvent.id)
    )
    return tuple(Event(*row) for row in db.session.execute(query))


def promised(act: Act, keys: list[str], opened: frozenset[str] = frozenset()) -> frozenset[str] | None:
    """The purposes that bind us: of the version that governs the subject's data, as far as the one in force names them
    still, and new uses `opened`: the stricter of then and now.

    Where no version was recorded it is the one in force; None when nobody wrote down what that one names. What an
    agreement that the subject gave rules out is left out, too.
    """
    then, now = governing(keys), named_by(act.policy_version)
    out = ruled_out(keys)
    if then is None:
        return within(now | opened if now else None, out)
    if now and then <= (act.policy_version or 0):
        return within((named_by(then) & now) | opened, out)
    return within(named_by(then) | opened, out)


def ruled_out(keys: Iterable[str]) -> frozenset[str]:
    """The purposes that agreements of areas rule out for the subject."""
    ids = {int(key.removeprefix("person:")) for key in keys if key.startswith("person:")}
    # Asked about nobody, too: by the work it takes, a mail must not tell whether its address is a customer's.
    return frozenset[str]().union(*agreements.ruled_out(ids or {0}).values())


def within(named: frozenset[str] | None, out: frozenset[str]) -> frozenset[str] | None:
    """The stricter of the policy (None: every purpose) and of the agreements that rule purposes out."""
    if not out:
        return named
    return (frozenset(PURPOSES) if named is None else named) - out


def governing(keys: list[str]) -> int | None:
    """The version the data came under, or the newest one agreed to since; None where nobody wrote one down."""
    agreed = select(func.max(Collection.policy_version)).where(
        Collection.subject_key.in_(keys), Collection.how == "agreed"
    )
    came = select(func.min(Collection.policy_version)).where(
        Collection.subject_key.in_(keys), Collection.how == "collected"
    )
    return max((n for n in (db.session.scalar(agreed), db.session.scalar(came)) if n is not None), default=None)


def named_by(version: int | None) -> frozenset[str]:
    """The purposes that a version names."""
    return frozenset(db.session.scalars(select(VersionPurpose.purpose).where(VersionPurpose.policy_version == version)))


def capped(act: Act, keys: list[str]) -> bool:
    """Whether the person heard from us unasked as often as the cap allows."""
    since = act.at - timedelta(days=rules.whole("gate.cap-days", act.at))
    query = select(func.count()).where(
        Decision.subject_key.in_(keys),
        Decision.purpose.in_(CAPPED),
        Decision.channel != "internal",
        Decision.stage == "send",
        Decision.used_at.is_not(None),
        Decision.at > since,
    )
    return (db.session.scalar(query) or 0) >= rules.whole("gate.cap-count", act.at)


def _store(
    act: Act,
    subject: Subject,
    purpose: str,
    channel: Channel,
    cause_ref: str,
    stage: str,
    known: Known,
    outcome: Outcome,
) -> Decision:
    lasts = timedelta(minutes=rules.whole("gate.send-permit-minutes", act.at))
    row = Decision(
        subject_key=subject.key,
        purpose=purpose,
        channel=channel,
        cause_ref=cause_ref,
        allowed=outcome.allowed,
        reason=outcome.reason,
        clause=PURPOSES[purpose].clause,
        events=list(outcome.events),
        inputs_sha256=digest(known),
        stage=stage,
        policy_version=act.policy_version,
        at=act.at,
        expires_at=act.at + lasts if stage == "send" and outcome.allowed else None,
    )
    db.session.add(row)
    db.session.flush()
    return row


def digest(known: Known) -> str:
    """What a decision rested on, as a digest."""
    text = json.dumps(
        asdict(known), sort_keys=True, default=lambda part: sorted(part) if isinstance(part, frozenset) else str(part)
    )
    return hashlib.sha256(text.encode()).hexdigest()
