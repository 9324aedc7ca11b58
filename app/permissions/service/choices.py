"""Stops and allowances. A stop is never refused (P63); only the person can undo their own (privacy.md section 3)."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select

from app.audit import service as audit
from app.foundation import codes
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


def stop(
    act: Act,
    subject: Subject,
    purpose: str,
    channel: str,
    source: Source,
    evidence: str = "",
    received_at: datetime | None = None,
) -> int:
    """Record a stop of a purpose (`*`: every one but that of collection) by a channel (`*`: all); gives its number.

    `received_at` is when the wish reached us, where that was before now.
    """
    _check(purpose, channel)
    number = _record(act, subject, purpose, channel, "stop", source, evidence, received_at)
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
    if subject.address and channel in {ANY, "email"}:
        _lift(act, subject.address, purpose)
    return number


def suppress(act: Act, email_key: str, purpose: str, source: Source) -> None:
    """Put an address on the list of those never written to for a purpose (`*`: all but order, billing, account).

    Raises:
        ValueError: the purpose may not be suppressed.
    """
    suppress_key(act, address_key(email_key), purpose, source)


def suppress_key(act: Act, key: str, purpose: str, source: Source) -> None:
    """`suppress`, where only the digest of the address is known.

    Raises:
        ValueError: the purpose may not be suppressed.
    """
    if purpose in NEVER_SUPPRESSED:
        raise ValueError(f"The purpose {purpose} is never suppressed: it would block orders or password resets.")
    _check(purpose, ANY)
    row = db.session.scalar(
        select(Suppression).where(Suppression.address_key == key, Suppression.purpose == purpose).with_for_update()
    )
    if row is not None and not row.lifted:
        return
    if row is None:
        row = Suppression(address_key=key, purpose=purpose)
        db.session.add(row)
    row.source, row.since, row.lifted = source, act.at, []
    db.session.flush()
    audit.record(act, "address.suppressed", f"address:{key}", purpose=purpose, source=source)


def clear_bounces(act: Act, email_key: str) -> None:
    """Take an address off the list where it stands there only because mail came back: it has been proven to work."""
    key = address_key(email_key)
    bounced = (Suppression.address_key == key, Suppression.source == "hard bounce")
    gone = db.session.execute(delete(Suppression).where(*bounced))
    if gone.rowcount:  # type: ignore[attr-defined]  # a deletion's result has a row count
        audit.record(act, "address.cleared", f"address:{key}")


def _lift(act: Act, key: str, purpose: str) -> None:
    """The person's own allowance holds for their address, too, whatever list it stands on."""
    for row in db.session.scalars(select(Suppression).where(Suppression.address_key == key)):
        if purpose == ANY or row.purpose in {ANY, purpose}:
            row.lifted = [ANY] if purpose in {ANY, row.purpose} else sorted({*row.lifted, purpose})
    db.session.flush()


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


def _record(
    act: Act,
    subject: Subject,
    purpose: str,
    channel: str,
    effect: str,
    source: str,
    evidence: str,
    received_at: datetime | None = None,
) -> int:
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
        received_at=min(received_at or act.at, act.at),
        reference=_reference(),
        actor=str(act.actor),
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def _reference() -> str:
    """Twelve signs that a person can read out, of sixty random bits."""
    return "".join(secrets.choice(codes.LETTERS) for _ in range(12))


def _check(purpose: str, channel: str) -> None:
    if purpose != ANY and purpose not in PURPOSES:
        raise ValueError(f"There is no purpose {purpose}.")
    if channel != ANY and channel not in CHANNELS:
        raise ValueError(f"There is no channel {channel}.")
