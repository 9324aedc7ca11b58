"""Sending: a job writes the mails in batches, so that a kill costs a batch and nobody gets two; staff pause and stop.

The list of the dry run is gone through in order. The gate is asked for each again when the mail is written, and once
more when it is handed over, so that an opt-out takes effect for whatever has not left.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select, update

from app.accounts.views import ACCOUNT_CARD
from app.campaigns.models import MailRun, RunRecipient
from app.campaigns.service.counting import JOB, NOBODY
from app.campaigns.service.steps import SITE_UPDATE, in_state, locked, note, waits
from app.campaigns.states import LIVE
from app.campaigns.terms import COMPLAINTS, COMPLAINTS_FROM
from app.foundation import jobs, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import service as mail
from app.mail import views as mail_views
from app.mail.service import Queued

LETTER = "campaigns/site_update"
BATCH = 100
"""Mails written in one commit."""


def start_due(act: Act) -> Iterator[None]:
    """Begin the runs whose time has come; their text is public from then on."""
    due = select(MailRun.id).where(MailRun.state == "scheduled", MailRun.scheduled_at <= act.at).order_by(MailRun.id)
    for run_id in db.session.scalars(due).all():
        row = locked(run_id)
        if row.state == "scheduled":
            row.state = "sending"
            note(act, row, "sending")
            if row.published_at is None:
                row.published_at = act.at
                note(act, row, "published")
        yield


def write(act: Act) -> Iterator[None]:
    """Write the mails of every run that goes, so many a commit."""
    going = select(MailRun.id).where(MailRun.state == "sending", MailRun.kind == SITE_UPDATE).order_by(MailRun.id)
    for run_id in db.session.scalars(going).all():
        while _write_some(act, run_id):
            yield
        _end(act, run_id)
        yield


def keep_still(act: Act) -> Iterator[None]:
    """A mail that the relay put off while its run was paused or stopped waits again: it must not leave either."""
    still = select(MailRun.id).where(MailRun.state.in_(("paused", "stopped"))).order_by(MailRun.id)
    for run_id in db.session.scalars(still).all():
        row = db.session.get_one(MailRun, run_id)
        if mail.progress(run_id).get("queued"):
            (mail.hold_back_run if row.state == "paused" else mail.drop_run)(act, run_id)
            yield


def _write_some(act: Act, run_id: int) -> bool:
    """The next mails; False when the run was paused meanwhile or nobody is left."""
    row = locked(run_id)
    if row.state != "sending" or _paused_by_complaints(act, row) or not (people := _next(run_id)):
        return False
    letters = [
        Queued(
            person.email,
            LETTER,
            SITE_UPDATE,
            f"account:{person.id}",
            {"greeting": person.greeting, "subject": row.subject, "update": run_id},
            run=run_id,
        )
        for person in people
    ]
    for person, mail_id in zip(people, mail.queue_many(act, letters), strict=True):
        outcome = {"outcome": "written", "mail_id": mail_id} if mail_id else {"outcome": "stopped"}
        db.session.execute(_of(run_id, person.person_id).values(at=act.at, **outcome))
    return True


def _of(run_id: int, person_id: int) -> Any:
    return update(RunRecipient).where(RunRecipient.run_id == run_id, RunRecipient.person_id == person_id)


def _next(run_id: int) -> list[Any]:
    """The next people of the list; who is gone meanwhile is passed over, with the outcome that nothing was written."""
    card = ACCOUNT_CARD.subquery("card")
    waiting = (RunRecipient.run_id == run_id, RunRecipient.outcome == "may")
    numbers = db.session.scalars(
        select(RunRecipient.person_id).where(*waiting).order_by(RunRecipient.person_id).limit(BATCH)
    ).all()
    query = select(card.c.id, card.c.person_id, card.c.greeting, card.c.email).where(
        card.c.person_id.in_(numbers), ~card.c.email.endswith(NOBODY)
    )
    found = {row.person_id: row for row in db.session.execute(query.order_by(card.c.id.desc()))}
    gone = [person_id for person_id in numbers if person_id not in found]
    if gone:
        left = update(RunRecipient).where(RunRecipient.run_id == run_id, RunRecipient.person_id.in_(gone))
        db.session.execute(left.values(outcome="stopped", reason="closed"))
    return [found[person_id] for person_id in numbers if person_id in found] if found or not gone else _next(run_id)


def _end(act: Act, run_id: int) -> None:
    """Nothing waits any more: the run is done."""
    row = locked(run_id)
    if row.state != "sending" or _paused_by_complaints(act, row) or _next(run_id):
        return
    if not waits(run_id):
        row.state = "done"
        note(act, row, "done")


def _paused_by_complaints(act: Act, row: MailRun) -> bool:
    """Too many of those who got it complained: the rest waits until staff have looked at it."""
    rates = mail_views.rates_of_run(row.id)
    limit = rules.whole(COMPLAINTS)
    if rates.sent < rules.whole(COMPLAINTS_FROM) or rates.complaints * 1000 < limit * rates.sent:
        return False
    if not rates.complaints or rates.complaints <= row.complaints_seen:
        return False
    row.complaints_seen = rates.complaints
    words = f"{rates.complaints:,} of {rates.sent:,} mails were complained about: {limit} in 1,000 is where it pauses"
    _pause(act, row, words)
    return True


def pause(act: Act, run_id: int) -> None:
    """Let nothing more of it leave, for now.

    Raises:
        Missing: there is no such run.
        Refusal: it does not go.
    """
    _pause(act, in_state(run_id, {"sending"}), "by hand")


def _pause(act: Act, row: MailRun, why: str) -> None:
    row.state = "paused"
    note(act, row, "paused", why, held=mail.hold_back_run(act, row.id))


def go_on(act: Act, run_id: int) -> None:
    """Let it go on.

    Raises:
        Missing: there is no such run.
        Refusal: it does not pause.
    """
    row = in_state(run_id, {"paused"})
    row.state = "sending"
    note(act, row, "resumed", released=mail.release_run(act, run_id))
    jobs.nudge(JOB)


def stop(act: Act, run_id: int) -> None:
    """Let nothing more of it leave, for good.

    Raises:
        Missing: there is no such run.
        Refusal: it does not go.
    """
    row = in_state(run_id, LIVE)
    row.state = "stopped"
    note(act, row, "stopped", dropped=mail.drop_run(act, run_id))
