"""Sending what waits. A message that may already be with the relay is never sent again blindly."""

import logging
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select, update

from app.audit import service as audit
from app.foundation import jobs
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import letters, news, relay
from app.mail.models import OutboxMail
from app.mail.service.outbox import waiting
from app.mail.service.queueing import recipient
from app.permissions import service as gate
from app.permissions.service import Refused

log = logging.getLogger(__name__)
DELAYS = (1, 5, 15, 60, 240, 720)
"""Minutes before each further try."""


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


SEND = jobs.Job(
    "send-mail",
    send_waiting,
    1,
    "Send the mail that waits in the outbox",
    purposes="order account requested policy_notice",
    clause="mail-we-send",
    waiting=waiting,
)
