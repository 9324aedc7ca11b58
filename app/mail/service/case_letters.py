"""Mails that a person has to read: in the case of their thread, or in a new one."""

from sqlalchemy import select

from app.cases import service as cases
from app.cases.service import NewCase
from app.cases.views import CaseView, case_of
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing
from app.mail.models import InboundMail, OutboxMail
from app.mail.reading import Reading
from app.mail.service.noting import clean, message_digest
from app.people import identifiers
from app.people.identifiers import Email

LONGEST = 20_000
LETTERS = frozenset({"contact", "concern"})
"""Kinds of case that take further words by mail: a request waits for its code, and nothing else."""
NUMBER_DIGITS = 9


def thread(reading: Reading, row: InboundMail, email: Email | None) -> int:
    """The case that the mail belongs to, if it is its writer's own; 0 when there is none.

    The names of earlier messages lead to it, or its number in the subject; that the address is the case's own is asked
    either way, so nobody writes into somebody else's case.
    """
    if email is None:
        return 0
    for number in (*_named(reading, row), *_in_subject(reading.subject)):
        try:
            found = case_of(number)
        except Missing:
            continue
        if found.kind_code in LETTERS and found.email and _same(found, email):
            return number
    return 0


def _same(found: CaseView, email: Email) -> bool:
    try:
        return identifiers.email(found.email).key == email.key
    except identifiers.NotUsableError:
        return False


def _named(reading: Reading, row: InboundMail) -> list[int]:
    names = [name for name in (reading.in_reply_to, *reversed(reading.references)) if name.strip()][:50]
    if not names:
        return []
    digests = [message_digest(name) for name in names]
    earlier = select(InboundMail.case_number).where(
        InboundMail.message_digest.in_(digests), InboundMail.case_number.is_not(None), InboundMail.id != row.id
    )
    ours = select(OutboxMail.ref).where(
        OutboxMail.message_id.in_([f"<{name.strip().strip('<>')}>" for name in names]), OutboxMail.ref.like("case:%")
    )
    refs = [ref.partition(":")[2] for ref in db.session.scalars(ours)]
    found = [int(ref) for ref in refs if ref.isascii() and ref.isdigit()]
    return found + [number for number in db.session.scalars(earlier.order_by(InboundMail.id.desc()).limit(5)) if number]


def _in_subject(subject: str) -> list[int]:
    words = "".join(sign if sign.isascii() and sign.isdigit() else " " for sign in subject[:400]).split()
    return [int(word) for word in words if 4 < len(word) <= NUMBER_DIGITS][:3]


def open_new(act: Act, reading: Reading, row: InboundMail, email: Email | None) -> int:
    """A case with the words of the mail; its confirmation goes with our answer."""
    new = NewCase(
        "contact", "other", "mail", words_of(reading, row), email=email, received_at=row.received_at, quiet=True
    )
    return cases.open_case(act, new)


def go_on(act: Act, number: int, reading: Reading, row: InboundMail) -> None:
    """Another message in the case."""
    cases.add_message(act, number, words_of(reading, row))


def words_of(reading: Reading, row: InboundMail) -> str:
    """What staff read: subject, the newest words, and what came along."""
    parts = [reading.subject.strip(), (reading.newest_text or reading.text).strip() or "(The mail has no words.)"]
    files = [f"{one.name or 'without a name'} ({one.type}, {one.size:,} bytes)" for one in reading.attachments[:20]]
    if files:
        parts.append(f"Came along and was not opened: {', '.join(files)}.")
    if row.state == "too-big":
        parts.append(f"The mail was too large ({row.size:,} bytes): only its beginning was kept.")
    if reading.kind == "unreadable":
        parts.append("This mail could not be read by the program.")
    return clean("\n\n".join(part for part in parts if part), LONGEST)
