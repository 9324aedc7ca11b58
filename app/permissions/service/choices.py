"""Stops and allowances. A stop is never refused (P63); only the person can undo their own (privacy.md section 3)."""

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import select

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.permissions.models import PermissionEvent, Suppression
from app.permissions.purposes import ANY, CHANNELS, NEVER_SUPPRESSED, PURPOSES
from app.permissions.subjects import Subject, address_key

Source = Literal[
    "web form",
    "one-click",
    "mail",
    "letter",
    "phone",
    "staff",
    "complaint",
    "hard bounce",
    "gpc",
    "policy window",
    "import",
]
OTHERS: frozenset[str] = frozenset({"staff", "import"})
"""Sources that speak for the shop; they may add stops, never remove them."""


def stop(act: Act, subject: Subject, purpose: str, channel: str, source: Source, evidence: str = "") -> int:
    """Record a stop of a purpose (`*`: every one but that of collection) by a channel (`*`: all); gives its number."""
    _check(purpose, channel)
    number = _record(act, subject, purpose, channel, "stop", source, evidence)
    audit.record(act, "permission.stopped", subject.key, purpose=purpose, channel=channel, source=source)
    return number


def allow(act: Act, subject: Subject, purpose: str, channel: str, source: Source, evidence: str = "") -> int:
    """Record the person's own allowance.

    Raises:
        Refusal: the source is not the person.
    """
    _check(purpose, channel)
    if source in OTHERS:
        raise Refusal("Only the person can allow what the person stopped.")
    number = _record(act, subject, purpose, channel, "allow", source, evidence)
    audit.record(act, "permission.allowed", subject.key, purpose=purpose, channel=channel, source=source)
    return number


def suppress(act: Act, email_key: str, purpose: str, source: Source) -> None:
    """Put an address on the list of those never written to for a purpose (`*`: all but order, billing, account).

    Raises:
        ValueError: the purpose may not be suppressed.
    """
    if purpose in NEVER_SUPPRESSED:
        raise ValueError(f"The purpose {purpose} is never suppressed: it would block orders or password resets.")
    _check(purpose, ANY)
    key = address_key(email_key)
    held = select(Suppression.id).where(Suppression.address_key == key, Suppression.purpose == purpose)
    if db.session.scalar(held) is None:
        db.session.add(Suppression(address_key=key, purpose=purpose, source=source, since=act.at))
        db.session.flush()
        audit.record(act, "address.suppressed", f"address:{key}", purpose=purpose, source=source)


def outlive(act: Act, person_id: int, email_key: str) -> int:
    """Record the stops of a person once more under their address, so that they hold when the person is erased.

    A stop that the person took back in the same words is left out. Gives how many there are.
    """
    who, address = Subject(person_id), Subject(email_key=email_key)
    said = _said(who)
    held = {(row.purpose, row.channel) for row in _said(address) if row.effect == "stop"}
    newest = {(row.purpose, row.channel): row for row in said if row.effect == "stop" or row.own}
    lasting = [row for key, row in newest.items() if row.effect == "stop" and key not in held]
    for row in lasting:
        _record(act, address, row.purpose, row.channel, "stop", row.source, f"permission:{row.id}")
        audit.record(
            act, "permission.stopped", address.key, purpose=row.purpose, channel=row.channel, source=row.source
        )
    return len(lasting)


def _said(subject: Subject) -> Sequence[PermissionEvent]:
    query = select(PermissionEvent).where(PermissionEvent.subject_key == subject.key)
    return db.session.scalars(query.order_by(PermissionEvent.id)).all()


def _record(act: Act, subject: Subject, purpose: str, channel: str, effect: str, source: str, evidence: str) -> int:
    row = PermissionEvent(
        subject_key=subject.key,
        purpose=purpose,
        channel=channel,
        effect=effect,
        source=source,
        own=source not in OTHERS,
        evidence_ref=evidence,
        policy_version=act.policy_version,
        at=act.at,
        actor=str(act.actor),
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def _check(purpose: str, channel: str) -> None:
    if purpose != ANY and purpose not in PURPOSES:
        raise ValueError(f"There is no purpose {purpose}.")
    if channel != ANY and channel not in CHANNELS:
        raise ValueError(f"There is no channel {channel}.")
