"""The dry run: each person of the audience is put before the gate, and nothing is sent (privacy.md section 16, 9)."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import delete, distinct, func, insert, select

from app.accounts.views import ACCOUNT_CARD, OURS_ALONE
from app.campaigns.models import MailRun, RunRecipient
from app.campaigns.service.steps import in_state, locked, note
from app.campaigns.states import COUNTABLE
from app.foundation import jobs
from app.foundation.acts import Act
from app.foundation.database import db
from app.people import identifiers
from app.permissions import service as gate
from app.permissions.subjects import Subject

JOB = "send-mail-runs"
BATCH = 500
"""People looked at in one commit."""
NOBODY = ".invalid"
"""The end of addresses that by convention reach nobody."""

_CARD = ACCOUNT_CARD.subquery("card")
AUDIENCE = select(_CARD.c.id, _CARD.c.person_id, _CARD.c.greeting, _CARD.c.email).where(
    ~_CARD.c.email.endswith(NOBODY), _CARD.c.person_id.not_in(OURS_ALONE)
)
"""Whom mail to many is for: everybody with an account. Who of them may be reached says the gate, one by one."""


def size() -> int:
    """How many people the audience has."""
    people = AUDIENCE.subquery()
    return db.session.scalar(select(func.count(distinct(people.c.person_id)))) or 0


def ask_count(act: Act, run_id: int) -> None:
    """Have the audience counted, from the beginning.

    Raises:
        Missing: there is no such run.
        Refusal: it is approved already.
    """
    row = in_state(run_id, COUNTABLE)
    db.session.execute(delete(RunRecipient).where(RunRecipient.run_id == run_id))
    row.state, row.counted_at, row.reached, row.audience = "counting", None, 0, size()
    db.session.flush()
    jobs.nudge(JOB)


def count_waiting(act: Act) -> Iterator[None]:
    """Count for every run that waits for it, so many people a commit; a kill costs at most one batch."""
    waiting = db.session.scalars(select(MailRun.id).where(MailRun.state == "counting").order_by(MailRun.id)).all()
    for run_id in waiting:
        while _count_some(act, run_id):
            yield
        yield


def _count_some(act: Act, run_id: int) -> bool:
    """The next people; whether there may be more."""
    row = locked(run_id)
    if row.state != "counting":
        return False
    query = AUDIENCE.where(_CARD.c.id > row.reached).order_by(_CARD.c.id).limit(BATCH)
    if people := db.session.execute(query).all():
        _look(act, run_id, people)
        row.reached = people[-1].id
        return True
    counted = select(func.count()).where(RunRecipient.run_id == run_id)
    row.state, row.counted_at, row.audience = "counted", act.at, db.session.scalar(counted) or 0
    note(act, row, "counted", audience=row.audience)
    return False


def _look(act: Act, run_id: int, people: Sequence[Any]) -> None:
    """Put the people before the gate; whoever has two accounts is looked at once."""
    numbers = {row.person_id: row for row in people}
    held = select(RunRecipient.person_id).where(RunRecipient.run_id == run_id, RunRecipient.person_id.in_(numbers))
    for person_id in db.session.scalars(held):
        del numbers[person_id]
    subjects = [Subject(row.person_id, identifiers.email(row.email).key) for row in numbers.values()]
    outcomes = gate.consider_many(act, subjects, "site_update", "email")
    rows = [
        {
            "run_id": run_id,
            "person_id": subject.person_id,
            "outcome": "may" if outcome.allowed else "refused",
            "reason": "" if outcome.allowed else outcome.reason,
            "mail_id": None,
            "at": act.at,
        }
        for subject, outcome in zip(subjects, outcomes, strict=True)
    ]
    if rows:
        db.session.execute(insert(RunRecipient), rows)
