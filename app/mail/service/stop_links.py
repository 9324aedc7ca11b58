"""The link in each mail that nobody ordered: made with the mail, found by its token, good for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import OutboxMail, StopLink
from app.mail.stop_addresses import LENGTH, StopAddresses, addresses, token_of
from app.people import identifiers
from app.permissions.subjects import address_key

__all__ = ["Link", "StopAddresses", "addresses", "find", "issue", "issue_many", "of_reference"]


@dataclass(frozen=True)
class Link:
    """What one token stops: mail of that purpose, to the address with that digest. `mail_id` may be gone."""

    address_key: str
    mail_id: int | None
    reference: str
    purpose: str
    made_at: datetime


_LINK = select(*[getattr(StopLink, name) for name in Link.__dataclass_fields__])


def issue(act: Act, mail: OutboxMail) -> None:
    """Make the link of one mail, in the transaction that queues it."""
    issue_many(act, [mail])


def issue_many(act: Act, mails: Sequence[OutboxMail]) -> None:
    """Make the links of many mails by one statement."""
    rows = [
        {
            "token_sha256": codes.digest(token_of(mail)),
            "address_key": address_key(identifiers.email(mail.recipient).key),
            "mail_id": mail.id,
            "reference": mail.reference,
            "purpose": mail.purpose,
            "made_at": act.at,
        }
        for mail in mails
    ]
    if rows:
        db.session.execute(insert(StopLink), rows)


def find(token: str) -> Link | None:
    """What the token stops; None when it is nobody's. Every token of the right length costs the same look."""
    row = db.session.execute(_LINK.where(StopLink.token_sha256 == codes.digest(token[:LENGTH].lower()))).one_or_none()
    return Link(*row) if row is not None and len(token) == LENGTH else None


def of_reference(reference: str) -> Link | None:
    """The link of the mail with that reference, if it has one."""
    row = db.session.execute(_LINK.where(StopLink.reference == reference).limit(1)).one_or_none()
    return Link(*row) if row is not None else None
