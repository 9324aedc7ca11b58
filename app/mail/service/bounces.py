"""Mail of ours that came back, and complaints about it: scores, and what they stop (privacy.md section 6).

Only what names one of our mails by its own reference counts: a report that anybody could have made up stops nothing.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, select, update

from app.audit import service as audit
from app.foundation import codes, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import news
from app.mail.models import Bounce, InboundMail, OutboxMail
from app.mail.reading.shapes import BouncedRecipient, Complaint
from app.mail.service import stopping
from app.mail.service.noting import effect
from app.mail.service.stopping import Stopped
from app.people import identifiers
from app.people.identifiers import Email
from app.permissions import service as gate
from app.permissions.subjects import address_key

STOPS = ("marketing", "site_update", "survey", "prospect")
OURS_AT_FAULT = ("5.1.7", "5.1.8")
"""The address of the sender is wrong: no word about the recipient's."""
SOFT_MOST, SOFT_DAYS = "mail.soft-bounces", "mail.soft-bounce-days"
rules.declare(
    rules.Rule(SOFT_MOST, 5, "days", "On how many days mail must come back for now before marketing e-mail stops")
)
rules.declare(rules.Rule(SOFT_DAYS, 14, "days", "Within how many days those are counted"))


@dataclass(frozen=True)
class SentMail:
    """The mail of ours that came back, or that somebody complained about."""

    id: int
    recipient: str
    purpose: str
    run_id: int | None


_MAIL = select(OutboxMail.id, OutboxMail.recipient, OutboxMail.purpose, OutboxMail.run_id)


def kind_of(status: str) -> str:
    """`hard` when the address does not exist, `policy` when our mail was unwelcome (that never counts), else `soft`."""
    if status.startswith("5.1.") and status not in OURS_AT_FAULT:
        return "hard"
    return "policy" if status.startswith(("5.7.", "4.7.")) or status in OURS_AT_FAULT else "soft"


def refused_at_once(act: Act, mail_id: int, code: int, status: str) -> None:
    """The relay refused a recipient for good while it was asked: the same as a report that comes by mail."""
    row = _sent(OutboxMail.id == mail_id)
    if row is not None and code >= 400:
        _note(act, row, status or f"{code // 100}.0.0", "relay")


def reported(act: Act, inbound: InboundMail, one: BouncedRecipient) -> None:
    """A delivery report about one recipient; only failures and delays count."""
    row = _mail_of(one.reference)
    if row is None or one.action.lower() not in {"failed", "delayed"}:
        effect(act, inbound, "no-bounce", one.status)
        return
    status = one.status or ("5.0.0" if one.action.lower() == "failed" else "4.0.0")
    effect(act, inbound, "bounce", f"{kind_of(status)} {status} mail:{row.id}")
    _note(act, row, status, "mail")


def _mail_of(reference: str) -> SentMail | None:
    read = codes.read_letters(reference)
    return _sent(OutboxMail.reference == read) if read else None


def _sent(which: ColumnElement[bool]) -> SentMail | None:
    row = db.session.execute(_MAIL.where(which)).one_or_none()
    return SentMail(*row) if row is not None else None


def _note(act: Act, row: SentMail, status: str, source: str) -> None:
    if not row.recipient:
        return  # erased since: there is nothing to stop, and nobody to note it of
    key, kind = address_key(identifiers.email(row.recipient).key), kind_of(status)
    if kind == "soft" and _soft_today(act, key):
        return
    _add(act, key, row, kind, status, source)
    if kind == "hard" or (kind == "soft" and _soft_enough(act, key)):
        for purpose in STOPS:
            gate.suppress_key(act, key, purpose, "hard bounce")
    news.bounced.send(act, address_key=key, kind=kind)


def _add(act: Act, key: str, row: SentMail | None, kind: str, status: str, source: str) -> None:
    mail_id, run_id, purpose = (row.id, row.run_id, row.purpose) if row is not None else (None, None, "")
    db.session.add(
        Bounce(
            address_key=key,
            mail_id=mail_id,
            run_id=run_id,
            purpose=purpose,
            kind=kind,
            status=status[:12],
            source=source,
            at=act.at,
        )
    )
    db.session.flush()
    audit.record(act, "bounce.noted", f"address:{key}", sort=kind, status=status[:12], mail=mail_id)


def _soft(act: Act, key: str) -> list[Bounce]:
    since = act.at - timedelta(days=rules.whole(SOFT_DAYS))
    query = select(Bounce).where(
        Bounce.address_key == key, Bounce.kind == "soft", Bounce.at > since, Bounce.cleared_at.is_(None)
    )
    return list(db.session.scalars(query))


def _soft_today(act: Act, key: str) -> bool:
    return any(one.at.date() == act.at.date() for one in _soft(act, key))


def _soft_enough(act: Act, key: str) -> bool:
    return len({one.at.date() for one in _soft(act, key)}) >= rules.whole(SOFT_MOST)


def complained(act: Act, inbound: InboundMail, complaint: Complaint) -> list[Stopped]:
    """Stop marketing for whoever called our mail unwelcome, and count it for the rates."""
    row = _mail_of(complaint.reference)
    email = identifiers.email(row.recipient) if row is not None and row.recipient else _readable(complaint.address)
    if email is None:
        return []
    _add(act, address_key(email.key), row, "complaint", "", "mail")
    news.bounced.send(act, address_key=address_key(email.key), kind="complaint")
    return stopping.stop_address(
        act, email, STOPS, "complaint", received_at=inbound.received_at, evidence=f"inbound:{inbound.id}"
    )


def _readable(address: str) -> Email | None:
    try:
        return identifiers.email(address)
    except identifiers.NotUsableError:
        return None


def clear(act: Act, email_key: str) -> None:
    """The person proved that the address works: what came back counts no more. A stop of their own stays."""
    gate.clear_bounces(act, email_key)
    about = (Bounce.address_key == address_key(email_key), Bounce.kind != "complaint", Bounce.cleared_at.is_(None))
    db.session.execute(update(Bounce).where(*about).values(cleared_at=act.at))
