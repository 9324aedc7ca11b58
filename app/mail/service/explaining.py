"""Why did I get this? Every mail by its reference: what it was, what allowed it, and which data it used."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from app.cases.service import tries
from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing
from app.foundation.inventory import PURPOSES as WORDS
from app.mail import catalogue
from app.mail.models import OutboxMail
from app.mail.service import stop_links, stopping
from app.mail.service.queueing import queue
from app.mail.service.stopping import Stopped
from app.people import identifiers
from app.people import service as people
from app.permissions import service as gate
from app.permissions.purposes import PURPOSES
from app.permissions.subjects import Subject

CAUSES = {
    "order": "an order",
    "case": "a message or request to us",
    "account": "an account",
    "code": "a code that was asked for",
    "choice": "a code that was asked for",
    "policy": "a change of the policy",
    "run": "a mailing to many",
}
"""What the cause behind a mail is called to whoever holds it; its number is told only after a proof."""
NAMES = {
    "name": "your name",
    "greeting": "how you want to be addressed",
    "user_id": "your user ID",
    "number": "a number of your order or request",
    "title": "the name of your order",
    "total": "an amount of your order",
}
"""Values of a mail that are data about its reader, by kind. Everything else in it is the same for all."""


@dataclass(frozen=True)
class Explained:
    """One mail. `address` and `ref` stay empty until whoever looks has proven that the mailbox is theirs."""

    reference: str
    title: str
    purpose: str
    clause: str
    at: datetime
    sent: bool
    cause: str
    arose: tuple[datetime, str] | None
    decision: str
    allowed: bool
    policy_version: int | None
    data: tuple[str, ...]
    stoppable: bool
    address: str = ""
    ref: str = ""


@dataclass(frozen=True)
class Gone:
    """A mail that is kept no longer; its purpose is still known, and its stop still works."""

    reference: str
    purpose: str
    clause: str
    at: datetime


def explain(reference: str, viewer: Subject | None = None) -> Explained | Gone:
    """The mail with that reference, with its personal values if it is the viewer's own.

    Raises:
        Missing: no mail has it, or one that was kept for its time and is gone.
    """
    row = _row(reference)
    if row is None:
        link = stop_links.of_reference(reference)
        if link is None:
            raise Missing
        return Gone(reference, WORDS[link.purpose], PURPOSES[link.purpose].clause, link.made_at)
    answer, letter = gate.answered(row.queue_permit_id), catalogue.known(row.template)
    told = Explained(
        reference=reference,
        title=letter.title if letter else "A mail that is not in our catalogue any more",
        purpose=WORDS[row.purpose],
        clause=answer.clause if answer else PURPOSES[row.purpose].clause,
        at=row.sent_at or row.queued_at,
        sent=row.sent_at is not None,
        cause=CAUSES.get(row.ref.partition(":")[0], "an earlier wish of yours") if row.ref else "",
        arose=gate.arose(answer.subject_key, row.purpose, row.queued_at) if answer else None,
        decision=answer.words if answer else "",
        allowed=answer is not None and answer.allowed,
        policy_version=row.policy_version,
        data=_data(row),
        stoppable=PURPOSES[row.purpose].stoppable,
    )
    if viewer is None or not _is_theirs(row, viewer):
        return told
    return replace(told, address=row.recipient, ref=row.ref)


def stop(act: Act, reference: str) -> Stopped:
    """Stop such mail to the address that the mail went to, which is told by mail how to take it back.

    Raises:
        Missing: no mail has that reference, or it cannot be stopped.
    """
    row = _row(reference)
    if row is None:
        link = stop_links.of_reference(reference)
        if link is None:
            raise Missing
        return stopping.stop_link(act, link, (link.purpose,), "web form", evidence="why")[0]
    if not PURPOSES[row.purpose].stoppable or not row.recipient:
        raise Missing
    done = stopping.stop_address(
        act, identifiers.email(row.recipient), (row.purpose,), "web form", evidence=f"mail:{row.id}"
    )[0]
    if not done.already:
        _tell(act, row, done)
    return done


def _tell(act: Act, row: OutboxMail, done: Stopped) -> None:
    """Mails are forwarded: the address on record hears of a stop by somebody who may be another; once a day."""
    if tries.free_at(act, "why-told", row.recipient, 1, timedelta(days=1)) is not None:
        return
    queue(
        act,
        to=row.recipient,
        template="mail/stopped",
        purpose="account",
        ref=f"mail:{row.id}",
        derived={"token": ("token", "stop-link", (row.message_id,))},
        stopped=WORDS[row.purpose],
        number=codes.grouped(done.reference),
        linked=stop_links.of_reference(row.reference) is not None,
    )


def _row(reference: str) -> OutboxMail | None:
    found: OutboxMail | None = db.session.scalar(select(OutboxMail).where(OutboxMail.reference == reference))
    return found


def _is_theirs(row: OutboxMail, viewer: Subject) -> bool:
    """Whether the mail went to the viewer: to their account, or to the mailbox they have proven."""
    if not row.recipient:
        return False
    key = identifiers.email(row.recipient).key
    person = people.person_of("email", key)
    mine = bool(person) and person == viewer.person_id and not viewer.digest
    return mine or viewer.address == Subject(email_key=key).address


def _data(row: OutboxMail) -> tuple[str, ...]:
    used = [NAMES[name] for name in row.content if name in NAMES]
    return ("your e-mail address", *dict.fromkeys(used))
