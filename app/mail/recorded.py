"""What the record must say of mail: each permit to queue that was used, and each message that was sent."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.audit.counters import Done, Recorded
from app.foundation.database import db
from app.mail.models import OutboxMail


def _newest(at: Any, since: datetime, most: int) -> Iterable[Done]:
    query = select(OutboxMail.id, at).where(at >= since).order_by(OutboxMail.id.desc()).limit(most)
    return [(str(mail_id), when) for mail_id, when in db.session.execute(query)]


def queued(since: datetime, most: int) -> Iterable[Done]:
    """Each row of the outbox holds a permit of its own."""
    return _newest(OutboxMail.queued_at, since, most)


def sent(since: datetime, most: int) -> Iterable[Done]:
    return _newest(OutboxMail.sent_at, since, most)


RECORDED = (
    Recorded("permits used to queue mail", ("mail.queued",), queued, "mail"),
    Recorded("mails sent", ("mail.sent", "mail.settled"), sent, "mail"),
)
