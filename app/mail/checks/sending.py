"""Whether mail goes only with the gate's permit, never to an address that is not to be written to, and is not kept
too long."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from app.foundation import clock, recent, rules
from app.foundation.checks import Check, Result, unchecked, verdict
from app.foundation.database import db, looking
from app.mail.models import OutboxMail
from app.people import identifiers
from app.permissions import views as gate
from app.permissions.subjects import address_key
from app.policy import views as policy

ASKED = ("order", "billing", "account", "policy_notice")
"""Mail that goes on whatever else was stopped."""
PERIOD = "retention.mail_sent_years"
CHUNK = 500
FIRST_ROWS = 100
"""Rows are numbered as they come, so the oldest is among the first."""

PARTS = ("subject_key", "purpose", "channel", "allowed", "stage", "expires_at", "used_at")
QUEUED, SENT = gate.PERMITS.subquery("queued"), gate.PERMITS.subquery("sent")
ROWS = (
    select(
        OutboxMail.recipient,
        OutboxMail.purpose,
        OutboxMail.state,
        *(permit.c[name].label(f"{permit.name}_{name}") for permit in (QUEUED, SENT) for name in PARTS),
    )
    .outerjoin(QUEUED, QUEUED.c.id == OutboxMail.queue_permit_id)
    .outerjoin(SENT, SENT.c.id == OutboxMail.send_permit_id)
)


@looking()
def mail_permitted() -> Result:
    """Each message has its own permit to be queued, and if it left, another to be sent, both used for it."""
    rows = db.session.execute(ROWS.where(recent.newest(OutboxMail, OutboxMail.queued_at))).all()
    if not rows:
        return unchecked("No mail was written yet.")
    sent = [row for row in rows if row.state == "sent"]
    without = sum(not _fits(row, "queued", "queue") for row in rows) + sum(
        not _fits(row, "sent", "send") for row in sent
    )
    words = f"{recent.counted(len(rows), 'mail')} in {recent.days()} days, {len(sent):,} of them sent"
    return recent.judged(words, without, "without a permit of its own")


def _fits(row: Row[Any], permit: str, stage: str) -> bool:
    """Whether the permit was given for this mail, at that stage, and used while it was good."""
    found = {name: getattr(row, f"{permit}_{name}") for name in PARTS}
    if not found["allowed"] or found["used_at"] is None:
        return False
    said = (found["purpose"], found["channel"], found["stage"])
    in_time = found["expires_at"] is None or found["used_at"] < found["expires_at"]
    return said == (row.purpose, "email", stage) and in_time and _is_for(found["subject_key"], row.recipient)


def _is_for(subject_key: str, recipient: str) -> bool:
    """Whether the permit's address is that of the mail; a person's says no address, a forgotten one none either."""
    if not recipient:
        return True
    return subject_key.startswith("person:") or subject_key == f"address:{address_key(_key(recipient))}"


def _key(recipient: str) -> str:
    return identifiers.email(recipient).key


@looking()
def suppressed_not_written() -> Result:
    """No mail that can be stopped left for an address after it was suppressed, or a stop came from it."""
    query = select(OutboxMail.recipient, OutboxMail.purpose, OutboxMail.sent_at).where(
        OutboxMail.state == "sent", recent.newest(OutboxMail, OutboxMail.queued_at)
    )
    every = db.session.execute(query).all()
    rows = [(_key(to), purpose, at) for to, purpose, at in every if purpose not in ASKED and at is not None]
    wishes = _wishes(sorted({key for key, _, _ in rows}))
    after = sum(_breaks(wishes.get(key, []), purpose, at) for key, purpose, at in rows)
    words = f"{recent.counted(len(every), 'mail')} sent in {recent.days()} days, {len(rows):,} that can be stopped"
    return recent.judged(words, after, "to an address that had said stop")


def _wishes(keys: list[str]) -> dict[str, list[gate.Wish]]:
    found: defaultdict[str, list[gate.Wish]] = defaultdict(list)
    for start in range(0, len(keys), CHUNK):
        for wish in gate.wishes(keys[start : start + CHUNK]):
            found[wish.email_key].append(wish)
    return found


def _breaks(wishes: list[gate.Wish], purpose: str, sent_at: datetime) -> bool:
    grace = timedelta(seconds=rules.whole("gate.stop-seconds"))
    return any(
        wish.purpose in {"*", purpose} and wish.since + grace < sent_at and not gate.undone(wish, purpose)
        for wish in wishes
    )


@looking()
def mail_kept_as_said() -> Result:
    """The oldest mail is not older than the text in force says."""
    now = clock.now()
    oldest = min(
        db.session.scalars(select(OutboxMail.queued_at).order_by(OutboxMail.id).limit(FIRST_ROWS)), default=None
    )
    current = policy.in_force(policy.timetable(), now)
    version = policy.published(current[1]) if current else None
    if version is None or oldest is None:
        return unchecked("No mail was written yet." if version else "No version of the policy is in force yet.")
    years = version.slots.get(PERIOD)
    if not isinstance(years, int):
        return unchecked("The text in force does not say how long mail is kept.")
    words = f"The oldest mail is from {clock.spoken_date(oldest)}; the text says {recent.counted(years, 'year')}."
    return verdict(now - oldest <= timedelta(days=365.25 * years + 1), words)


SENDING = [
    Check(
        "mail-permitted",
        "Every mail had its own permit of our gate to be written, and another at the moment it left.",
        mail_permitted,
        (6, 42),
        10,
    ),
    Check(
        "suppressed-not-written",
        "No mail that can be stopped went to an address after that address had said stop.",
        suppressed_not_written,
        (60,),
        10,
    ),
    Check("mail-kept-as-said", "No mail is kept longer than the policy says.", mail_kept_as_said, (), 60),
]
