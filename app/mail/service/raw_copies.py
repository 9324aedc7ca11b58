"""The raw copy of a mail that came, as long as it is kept."""

from dataclasses import dataclass

from sqlalchemy import select

from app.foundation.database import db
from app.mail import reading as desk
from app.mail.models import InboundRaw
from app.mail.reading import Reading
from app.mail.service import house
from app.people.identifiers import Email


@dataclass(frozen=True)
class Envelope:
    """From where and to where a mail server brought it; `peer` is the machine that the server had it from."""

    sender: str
    recipient: str
    peer: str = ""


def open_raw(inbound_id: int) -> tuple[bytes, Envelope] | None:
    """The bytes as they came, and the envelope; None when their time was over."""
    query = select(InboundRaw.raw, InboundRaw.envelope).where(InboundRaw.inbound_id == inbound_id)
    found = db.session.execute(query).one_or_none()
    if found is None:
        return None
    envelope = found.envelope or {}
    parts = (str(envelope.get(part, "")) for part in ("from", "to", "peer"))
    return (found.raw or "").encode("latin-1", "replace"), Envelope(*parts)


def read_again(inbound_id: int) -> Reading | None:
    """The mail as it reads, from its raw copy."""
    kept = open_raw(inbound_id)
    if kept is None:
        return None
    raw, envelope = kept
    return desk.read(raw, envelope.sender, envelope.recipient, house.ours())


def sender_of(inbound_id: int) -> Email | None:
    """Whom the mail says to come from."""
    reading = read_again(inbound_id)
    return Email(reading.sender, reading.sender_key) if reading is not None and reading.sender_key else None
