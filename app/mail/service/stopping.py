"""Stopping: by the link of a mail, or for an address. Never refused, whoever asks and however (P61, P63)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing
from app.mail.models import OutboxMail
from app.mail.service import stop_links
from app.mail.service.stop_links import Link
from app.people import identifiers
from app.people import service as people
from app.people.identifiers import Email
from app.permissions import service as gate
from app.permissions.purposes import ANY, CHANNELS, PURPOSES, Channel
from app.permissions.service import Source
from app.permissions.subjects import Subject


@dataclass(frozen=True)
class Stopped:
    """What was stopped, from when; `already` when it had been before. The reference is told to the person."""

    reference: str
    purpose: str
    since: datetime
    address_key: str
    already: bool = False


def stop_by_token(
    act: Act, token: str, source: Source, *, received_at: datetime | None = None, evidence: str = ""
) -> Stopped | None:
    """Stop by e-mail what the mail with that link was for; None when the token is nobody's.

    The stop is filed with the person to whom the mail went, and with its address.
    """
    link = stop_links.find(token)
    if link is None:
        return None
    return stop_link(act, link, (link.purpose,), source, received_at=received_at, evidence=evidence)[0]


def stop_link(
    act: Act,
    link: Link,
    purposes: Sequence[str],
    source: Source,
    *,
    channel: str = "email",
    received_at: datetime | None = None,
    evidence: str = "",
) -> list[Stopped]:
    """Stop these purposes for whoever got the mail with that link."""
    said = evidence or f"mail:{link.mail_id}"
    return [_stop(act, behind(link), purpose, channel, source, received_at, said) for purpose in purposes]


def stop_address(
    act: Act,
    email: Email,
    purposes: Sequence[str],
    source: Source,
    *,
    channel: str = "email",
    received_at: datetime | None = None,
    evidence: str = "",
) -> list[Stopped]:
    """Stop these purposes (`*`: all but that of collection) for an address and the person it verifiably belongs to.

    Of an address that nobody is known by, only the digest is kept.
    """
    subject = Subject(people.person_of("email", email.key), email.key)
    return [_stop(act, subject, purpose, channel, source, received_at, evidence) for purpose in purposes]


def undo(act: Act, token: str) -> str | None:
    """Whoever holds the mail takes back the stop that was made with its link; gives the reference.

    None for nobody's token, and for a stop that was made elsewhere: mails get forwarded, and only the person may undo.
    """
    link = stop_links.find(token)
    if link is None or not made_by(link):
        return None
    number = gate.allow(act, behind(link), link.purpose, "email", "web form", f"mail:{link.mail_id}")
    return gate.stop_of(number).reference


def made_by(link: Link) -> bool:
    """Whether the stop that stands for what the mail was for was made with its own link."""
    stop = gate.standing_stop(behind(link), link.purpose, "email")
    return stop is not None and stop.evidence == f"mail:{link.mail_id}"


def choose(act: Act, subject: Subject, purpose: str, channel: str, wish: str, evidence: str = "") -> str:
    """The person's own choice by a page: `stop`, `allow`, or `only-orders`; gives its reference.

    Raises:
        Missing: there is no such purpose, way or choice.
    """
    if wish == "only-orders":
        return _stop(act, subject, ANY, ANY, "web form", None, evidence).reference
    if wish not in {"stop", "allow"} or purpose not in PURPOSES or channel not in CHANNELS:
        raise Missing
    if not PURPOSES[purpose].stoppable:
        raise Missing
    if wish == "stop":
        return _stop(act, subject, purpose, channel, "web form", None, evidence).reference
    return gate.stop_of(gate.allow(act, subject, purpose, channel, "web form", evidence)).reference


def standing(act: Act, link: Link) -> gate.ChoiceCell | None:
    """How mail of that purpose stands for whoever got the mail; None where such mail is never sent at all."""
    found = [line for line in gate.choices_of(act, behind(link)) if line.code == link.purpose]
    return next((cell for line in found for cell in line.cells if cell.channel == "email"), None)


def behind(link: Link) -> Subject:
    """Whoever got the mail: the person it was permitted for, or whom its address reaches now, and its address."""
    query = select(OutboxMail.recipient, OutboxMail.queue_permit_id).where(OutboxMail.id == link.mail_id)
    row = db.session.execute(query).one_or_none()
    if row is None:
        return Subject(digest=link.address_key)
    person = gate.person_of_permit(row.queue_permit_id)
    if not person and row.recipient:
        person = people.person_of("email", identifiers.email(row.recipient).key)
    return Subject(person, digest=link.address_key)


def _stop(
    act: Act,
    subject: Subject,
    purpose: str,
    channel: str,
    source: Source,
    received_at: datetime | None,
    evidence: str,
) -> Stopped:
    if channel in {ANY, "email"} and subject.address:
        gate.suppress_key(act, subject.address, purpose, source)
    before = _before(subject, purpose, channel)
    if before is not None:
        return Stopped(before.reference, purpose, before.since, subject.address, already=True)
    number = gate.stop(act, subject, purpose, channel, source, evidence, received_at)
    return Stopped(gate.stop_of(number).reference, purpose, act.at, subject.address)


def _before(subject: Subject, purpose: str, channel: str) -> gate.Standing | None:
    """The stop that says the same or more already; what stops everything is always written down."""
    if ANY in {purpose, channel}:
        return None
    narrow: Channel = channel  # type: ignore[assignment]  # one of the table's
    return gate.standing_stop(subject, purpose, narrow)
