"""What is written down of a mail that was read, and what of it is forgotten at once."""

import re
from dataclasses import dataclass, field

from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import InboundEffect, InboundMail
from app.mail.reading import Reading
from app.mail.service import correspondents
from app.mail.service.stopping import Stopped
from app.people.identifiers import Email
from app.permissions.subjects import address_key

LONGEST = 20_000
RECEIVED = re.compile(rb"^Received:[ \t][^\n]{0,900}?\[([0-9A-Fa-f:.]{3,45})\]", re.IGNORECASE | re.MULTILINE)
TOP = 16_384
"""Where the newest mark of our own mail server is looked for: it stands at the very beginning."""


@dataclass
class Done:
    """What a mail brought about: the stops, a case, a wish that `rights` took up, and the address on record."""

    stopped: list[Stopped] = field(default_factory=list)
    everything: bool = False
    case: int = 0
    opened: bool = False
    """The case is a new one."""
    asked: str = ""
    told: Email | None = None
    """Who may be told: the address on record, never what the mail names for replies."""
    known: bool = False
    """We knew the address before."""


def note(row: InboundMail, reading: Reading, words: str, relay: str) -> None:
    """Write down how the mail was read."""
    row.kind, row.rule, row.language = reading.kind, reading.rule[:40], reading.language[:5]
    row.wishes, row.purposes = sorted(reading.wishes), list(reading.purposes)
    row.reading_words = clean(words, 400)
    row.subject, row.newest_text = clean(reading.subject, 998), clean(reading.newest_text, LONGEST)
    row.sender_address = reading.sender if reading.sender_key else ""
    row.address_key = address_key(reading.sender_key) if reading.sender_key else ""
    row.attachments = {"files": [[clean(one.name, 160), one.type[:80], one.size] for one in reading.attachments[:100]]}
    found = reading.authentication
    row.evidence = {"dmarc": found.dmarc, "spf": found.spf, "dkim": found.dkim, "trusted": found.trusted}
    row.message_digest = message_digest(reading.message_id)
    first = (*reading.references, reading.in_reply_to, reading.message_id)
    row.thread_digest = next((message_digest(name) for name in first if name), "")
    row.relay_digest = codes.keyed_hex("relay", relay) if relay else ""
    db.session.flush()


def message_digest(message_id: str) -> str:
    """How a message's id is kept: only to be found again."""
    return codes.digest(message_id.strip().strip("<>")) if message_id.strip() else ""


def relay_of(raw: bytes) -> str:
    """The address of the machine that our own mail server had the mail from: its mark stands first."""
    found = RECEIVED.search(re.sub(rb"\r?\n[ \t]+", b" ", raw[:TOP]))
    return found[1].decode("ascii").lower() if found else ""


def effect(act: Act, row: InboundMail, what: str, ref: str) -> None:
    """Write down one thing that was done because of the mail."""
    db.session.add(InboundEffect(inbound_id=row.id, what=what, ref=ref[:80], at=act.at))
    db.session.flush()


def keep_or_forget(act: Act, row: InboundMail, reading: Reading, done: Done) -> None:
    """Whoever writes is in the register; whoever only asks to stop leaves no more than a fingerprint (P14)."""
    only_stops = bool(done.stopped) and not done.case and not done.asked
    if only_stops or reading.kind in {"bounce", "complaint", "machine"}:
        row.sender_address = row.subject = row.newest_text = ""
        row.attachments = {}
        row.reading_words = clean(reading_only(row), 400)
    elif reading.sender_key:
        correspondents.note(act, Email(reading.sender, reading.sender_key))
    db.session.flush()


def reading_only(row: InboundMail) -> str:
    """How the mail was read, without a word of it."""
    if row.kind in {"human", "token"}:
        what = "the mail whose link it is" if row.kind == "token" else "what is listed below"
        return f"Read as: stop {what}. Whoever asks only that leaves no words here."
    return f"Read as: {row.kind} ({row.rule})."


def clean(text: str, most: int) -> str:
    """The text as a database can hold it."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:most]
