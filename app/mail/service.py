"""Queueing and sending mail. A message that may already be with the relay is never sent again blindly."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from app.audit import service as audit
from app.foundation import codes, jobs, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import catalogue, letters, news, relay
from app.mail.models import OutboxMail
from app.people import identifiers
from app.people import service as people
from app.permissions import service as gate
from app.permissions.service import Refused
from app.permissions.subjects import Subject

log = logging.getLogger(__name__)
DELAYS = (1, 5, 15, 60, 240, 720)
"""Minutes before each further try."""
Derived = tuple[str, str, tuple[Any, ...]]
"""`("code" | "letter-code" | "token", purpose, parts)`: what `foundation.codes` derives at the moment of sending."""


def queue(
    act: Act,
    *,
    to: str,
    template: str,
    purpose: str,
    ref: str,
    derived: dict[str, Derived] | None = None,
    **values: Any,
) -> int:
    """Write a message into the outbox, in the transaction of its cause; gives its id, or 0 when the gate refuses.

    `template` is `room/name`, a mail of the catalogue (else a LookupError), `values` are plain JSON values for it and
    `derived` names the secrets that it shows (codes, tokens): they are never stored. `ref` names the order, case
    or account behind the mail: the cause that the gate looks for.
    """
    catalogue.check(template, purpose)
    permit = gate.ask(act, recipient(to), purpose, "email", cause_ref=ref)
    if isinstance(permit, Refused):
        audit.record(act, "mail.refused", ref, template=template, purpose=purpose, reason=permit.reason)
        return 0
    gate.use(act, permit.id)
    row = OutboxMail(
        queue_permit_id=permit.id,
        recipient=to,
        template=template,
        purpose=purpose,
        ref=ref,
        content=values,
        derived={name: [kind, about, list(parts)] for name, (kind, about, parts) in (derived or {}).items()},
        message_id=f"<{codes.random_token(160)}@{_domain()}>",
        policy_version=act.policy_version,
        queued_at=act.at,
        due_at=act.at,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(act, "mail.queued", ref, mail=row.id, template=template, purpose=purpose)
    jobs.nudge("send-mail")
    return row.id


def recipient(address: str) -> Subject:
    """Who is reached at the address: the person it verifiably belongs to, or just the address."""
    key = identifiers.email(address).key
    return Subject(people.person_of("email", key), key)


def _domain() -> str:
    return rules.text("company.mail-from").rpartition("@")[2]


def send_waiting(act: Act) -> Iterator[None]:
    """Send what is due, one message a commit: marked before the relay is asked, and after its answer."""
    ids = db.session.scalars(
        select(OutboxMail.id)
        .where(OutboxMail.state == "queued", OutboxMail.due_at <= act.at)
        .order_by(OutboxMail.id)
        .limit(500)
    ).all()
    yield
    for mail_id in ids:
        if not _claim(mail_id):
            yield
            continue
        yield
        _hand_over(act, mail_id)
        yield


def _claim(mail_id: int) -> bool:
    result = db.session.execute(
        update(OutboxMail).where(OutboxMail.id == mail_id, OutboxMail.state == "queued").values(state="sending")
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]  # an update's result has a row count


def _hand_over(act: Act, mail_id: int) -> None:
    row = db.session.get_one(OutboxMail, mail_id)
    permit = gate.ask(act, recipient(row.recipient), row.purpose, "email", cause_ref=row.ref, stage="send")
    if isinstance(permit, Refused) or not gate.use(act, permit.id):
        # Asked again at the last moment, so that a stop during a long run takes effect.
        row.state, row.trouble = "refused", permit.words if isinstance(permit, Refused) else "permit spent"
        audit.record(act, "mail.refused", row.ref, mail=row.id, purpose=row.purpose)
        return
    row.send_permit_id = permit.id
    try:
        about = relay.About(recipient(row.recipient).key, row.ref, row.send_permit_id)
        relay.deliver(act, letters.settings(), letters.compose(row), about)
    except relay.RelayTrouble as trouble:
        row.attempts += 0 if trouble.waits else 1
        row.trouble = str(trouble)[:200]
        given_up = trouble.final or row.attempts > len(DELAYS)
        row.state = "failed" if given_up else "queued"
        row.due_at = act.at + timedelta(minutes=DELAYS[min(max(row.attempts, 1), len(DELAYS)) - 1])
        return
    except Exception as error:
        # A template that cannot be drawn must not hold up the mail behind it; staff see the row.
        row.state, row.trouble = "failed", type(error).__name__
        log.exception("mail %s could not be composed", mail_id)
        return
    row.state, row.sent_at, row.trouble = "sent", act.at, ""
    audit.record(act, "mail.sent", row.ref, mail=row.id)
    news.sent.send(act, mail_id=row.id, template=row.template)


def hold_back(act: Act, mail_id: int) -> bool:
    """Keep a message that still waits from being sent, because what it says holds no longer; whether it waited."""
    held = db.session.execute(
        update(OutboxMail)
        .where(OutboxMail.id == mail_id, OutboxMail.state == "queued")
        .values(state="refused", trouble="what it said holds no longer")
    )
    if held.rowcount:  # type: ignore[attr-defined]  # an update's result has a row count
        row = db.session.get_one(OutboxMail, mail_id)
        audit.record(act, "mail.refused", row.ref, mail=mail_id, purpose=row.purpose)
    return bool(held.rowcount)  # type: ignore[attr-defined]  # as above


def forget_recipients(ref: str, template: str) -> None:
    """Keep of the mails of that name about that case only that there were any: whoever got them stays unknown.

    One that still waits is not sent any more.
    """
    about = (OutboxMail.ref == ref, OutboxMail.template == template)
    waiting = update(OutboxMail).where(*about, OutboxMail.state == "queued")
    db.session.execute(waiting.values(state="refused", trouble="what it said holds no longer"))
    db.session.execute(update(OutboxMail).where(*about, OutboxMail.state != "sending").values(recipient=""))


def ref_of(mail_id: int) -> str:
    """What the message is about: `case:40002`."""
    return db.session.scalar(select(OutboxMail.ref).where(OutboxMail.id == mail_id)) or ""


def was_sent(mail_id: int) -> bool:
    """Whether the relay has taken the message."""
    query = select(OutboxMail.id).where(OutboxMail.id == mail_id, OutboxMail.state == "sent")
    return db.session.scalar(query) is not None


def waiting() -> int:
    """How many messages wait in the outbox."""
    return db.session.scalar(select(func.count()).where(OutboxMail.state == "queued")) or 0


SEND = jobs.Job(
    "send-mail",
    send_waiting,
    1,
    "Send the mail that waits in the outbox",
    purposes="order account requested policy_notice",
    clause="mail-we-send",
    waiting=waiting,
)
