"""Mail in: stored first, whatever it is; read and carried out afterwards, one mail a commit."""

import hashlib
import logging
from collections.abc import Iterator
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.audit import service as audit
from app.foundation import codes, jobs, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import reading as desk
from app.mail.models import InboundMail, InboundRaw
from app.mail.reading import Reading
from app.mail.service import answering, effects, noting, raw_copies
from app.mail.service.raw_copies import Envelope

log = logging.getLogger(__name__)
Way = Literal["pipe", "lmtp", "imap", "form"]
JOB = "read-mail"
LARGEST = "mail.in-largest-mb"
MEGABYTE = 1024 * 1024
HEAD = 64 * 1024
"""How many bytes are kept of a mail that is too large."""
WAITS = ("stored", "too-big")
MOST_TRIES = 3
BATCH = 500
rules.declare(rules.Rule(LARGEST, 10, "MB", "The largest e-mail to us that is kept whole"))


def receive(act: Act, envelope_from: str, envelope_to: str, raw: bytes, *, way: Way, peer: str = "") -> int:
    """Store a mail as it came, before anything looks into it; gives its number. Twice the same is stored once.

    Of one that is too large only the beginning is kept.
    """
    fingerprint = hashlib.sha256(raw + b"\0" + envelope_to.strip().lower().encode("utf-8", "replace")).hexdigest()
    if (known := _known(fingerprint)) is not None:
        return known
    large = len(raw) > rules.whole(LARGEST) * MEGABYTE
    row = InboundMail(
        salt=codes.random_token(128),
        way=way,
        received_at=act.at,
        size=len(raw),
        fingerprint=fingerprint,
        message_digest="",
        state="too-big" if large else "stored",
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        # The same mail came by another connection at the same moment.
        return _known(fingerprint) or 0
    envelope = {"from": envelope_from, "to": envelope_to, "peer": peer}
    kept = raw[:HEAD] if large else raw
    db.session.add(InboundRaw(inbound_id=row.id, at=act.at, envelope=envelope, raw=kept.decode("latin-1")))
    audit.record(act, "inbound.received", f"inbound:{row.id}", way=way, size=len(raw))
    jobs.nudge(JOB)
    return row.id


def _known(fingerprint: str) -> int | None:
    return db.session.scalar(select(InboundMail.id).where(InboundMail.fingerprint == fingerprint))


def read_waiting(act: Act) -> Iterator[None]:
    """Read every mail that waits, the oldest first; one that cannot be worked through holds up no other."""
    waiting = (InboundMail.state.in_(WAITS), InboundMail.read_at.is_(None))
    ids = db.session.scalars(select(InboundMail.id).where(*waiting).order_by(InboundMail.id).limit(BATCH)).all()
    yield
    for inbound_id in ids:
        _try(act, inbound_id)
        yield


def _try(act: Act, inbound_id: int) -> None:
    try:
        with db.session.begin_nested():
            work_through(act, inbound_id)
    except Exception as error:
        db.session.expire_all()
        row = db.session.get_one(InboundMail, inbound_id)
        row.tries += 1
        log.error("mail %s could not be worked through: %s", inbound_id, type(error).__name__)
        if row.tries >= MOST_TRIES:
            row.state = "failed"
            audit.record(act, "inbound.given-up", f"inbound:{inbound_id}")
        db.session.flush()


def work_through(act: Act, inbound_id: int) -> None:
    """Read one mail and do what it says; a second time does nothing."""
    query = select(InboundMail).where(InboundMail.id == inbound_id).with_for_update()
    row = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if row.read_at is not None:
        return
    kept, reading = raw_copies.open_raw(inbound_id), raw_copies.read_again(inbound_id)
    row.read_at = act.at
    row.state = "read" if row.state == "stored" else row.state
    if kept is None or reading is None:
        return
    raw, envelope = kept
    noting.note(row, reading, desk.describe(reading), envelope.peer or noting.relay_of(raw))
    if not _is_first(row, reading, raw, envelope):
        row.kind, row.rule = "again", "same-message"
    else:
        done = effects.carry_out(act, row, reading)
        answering.answer(act, row, reading, done)
        noting.keep_or_forget(act, row, reading, done)
    db.session.flush()
    audit.record(act, "inbound.read", f"inbound:{inbound_id}", sort=row.kind, rule=row.rule)


def _is_first(row: InboundMail, reading: Reading, raw: bytes, envelope: Envelope) -> bool:
    """Whether no other copy of this message was worked through: the same id, sender, recipient, subject and body."""
    if not reading.message_id:
        return True
    body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    parts = (reading.message_id, reading.sender_key, envelope.recipient.lower(), reading.subject)
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace") + b"\0" + body.strip()).hexdigest()
    if db.session.scalar(select(InboundMail.id).where(InboundMail.message_key == digest)) is not None:
        return False
    row.message_key = digest
    return True


def unread() -> int:
    """How many mails wait to be read."""
    query = select(func.count()).where(InboundMail.state.in_(WAITS), InboundMail.read_at.is_(None))
    return db.session.scalar(query) or 0


READ = jobs.Job(
    JOB,
    read_waiting,
    1,
    "Read the e-mail that came in and do what it asks",
    purposes="requested",
    clause="writing-to-us",
    waiting=unread,
)
