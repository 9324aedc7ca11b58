"""What waits in the outbox and what left it: looked up, held back, forgotten."""

from sqlalchemy import func, select, update

from app.audit import service as audit
from app.foundation import jobs
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.mail import news
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


def waits(ref: str, template: str) -> bool:
    """Whether a mail of that name about that thing still waits to leave."""
    about = (OutboxMail.ref == ref, OutboxMail.template == template, OutboxMail.state == "queued")
    return db.session.scalar(select(OutboxMail.id).where(*about).limit(1)) is not None


def waiting() -> int:
    """How many messages wait in the outbox."""
    return db.session.scalar(select(func.count()).where(OutboxMail.state == "queued")) or 0


def resend(act: Act, mail_id: int) -> None:
    """Staff found out that an uncertain message did not arrive, or mended what made one fail: it waits again.

    Raises:
        Refusal: it neither failed nor is it uncertain.
    """
    row = _stuck(mail_id, {"uncertain", "failed"})
    row.state, row.trouble, row.attempts, row.due_at, row.send_permit_id = "queued", "", 0, act.at, None
    db.session.flush()
    audit.record(act, "mail.resent", row.ref, mail=row.id)
    jobs.nudge("send-mail")


def settle(act: Act, mail_id: int) -> None:
    """Staff found out that an uncertain message arrived: it counts as sent when it was handed over.

    Raises:
        Refusal: it is not uncertain.
    """
    row = _stuck(mail_id, {"uncertain"})
    row.state, row.trouble, row.sent_at = "sent", "", row.claimed_at or act.at
    db.session.flush()
    audit.record(act, "mail.settled", row.ref, mail=row.id)
    news.sent.send(act, mail_id=row.id, template=row.template)


def _stuck(mail_id: int, states: set[str]) -> OutboxMail:
    row = db.session.get(OutboxMail, mail_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise Missing
    if row.state not in states:
        raise Refusal("Somebody has cleared this up already.")
    if not row.recipient:
        raise Refusal("The address of this mail was erased.")
    return row


def hold_back_run(act: Act, run_id: int) -> int:
    """The run pauses: what still waits is held; gives how many."""
    return _move(act, run_id, ("queued",), "held", state="held")


def release_run(act: Act, run_id: int) -> int:
    """The run goes on: what was held waits again; gives how many."""
    found = _move(act, run_id, ("held",), "released", state="queued")
    if found:
        jobs.nudge("send-mail")
    return found


def drop_run(act: Act, run_id: int) -> int:
    """The run is stopped for good: what was not handed over never leaves; gives how many."""
    return _move(act, run_id, ("queued", "held"), "dropped", state="refused", trouble="its run was stopped")


def _move(act: Act, run_id: int, states: tuple[str, ...], what: str, **values: str) -> int:
    chosen = update(OutboxMail).where(OutboxMail.run_id == run_id, OutboxMail.state.in_(states))
    moved: int = db.session.execute(chosen.values(**values)).rowcount  # type: ignore[attr-defined]  # an update's result has a row count
    audit.record(act, f"mail.{what}", f"run:{run_id}", mails=moved)
    return moved


def progress(run_id: int) -> dict[str, int]:
    """How many messages of the run are in each state."""
    query = select(OutboxMail.state, func.count()).where(OutboxMail.run_id == run_id).group_by(OutboxMail.state)
    return {row[0]: row[1] for row in db.session.execute(query)}
