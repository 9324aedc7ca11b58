"""What waits in the outbox and what left it: looked up, held back, forgotten."""

from sqlalchemy import func, select, update

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import OutboxMail


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
    db.session.execute(update(OutboxMail).where(*about, OutboxMail.state != "sending").values(recipient="", domain=""))


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
