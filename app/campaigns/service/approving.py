"""From a counted text to a mail that goes: approved by a second person, given its time, or taken back."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.campaigns.models import MailRun, RunEvent, RunRecipient
from app.campaigns.service.counting import JOB
from app.campaigns.service.steps import in_state, note
from app.campaigns.states import RETURNABLE, WROTE
from app.campaigns.terms import TWO_PEOPLE_ABOVE
from app.foundation import clock, jobs, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal

FARTHEST = timedelta(days=90)
"""How far ahead a mail can be put: whoever was counted then may have changed."""
WITHDRAWN = "This update was withdrawn, so it is mailed to nobody."


def reach(run_id: int) -> int:
    """How many people the dry run found that may be reached."""
    query = select(func.count()).where(RunRecipient.run_id == run_id, RunRecipient.outcome == "may")
    return db.session.scalar(query) or 0


def authors(run_id: int) -> frozenset[str]:
    """Who wrote or changed the text, as `Act.actor` says it."""
    return frozenset(
        db.session.scalars(select(RunEvent.actor).where(RunEvent.run_id == run_id, RunEvent.step.in_(WROTE)))
    )


def needs_another(run_id: int, actor: str) -> bool:
    """Whether somebody else has to approve, because so many are reached and this one wrote the text."""
    return reach(run_id) > rules.whole(TWO_PEOPLE_ABOVE) and actor in authors(run_id)


def approve(act: Act, run_id: int, version: int) -> None:
    """Say that this text may go to those whom the dry run found.

    Raises:
        Missing: there is no such run.
        Refusal: it is not counted, reaches nobody, changed since it was read, or its own author says so.
    """
    row = in_state(run_id, {"counted"})
    if row.version != version:
        raise Refusal("Somebody changed the text since you opened the page. Please read it again, then approve it.")
    if row.withdrawn_at is not None:
        raise Refusal(WITHDRAWN)
    people = reach(run_id)
    if not people:
        raise Refusal("Nobody may be reached, so there is nothing to approve.")
    if needs_another(run_id, str(act.actor)):
        limit = rules.whole(TWO_PEOPLE_ABOVE)
        raise Refusal(f"A mail to more than {limit} people is approved by somebody who did not write it.")
    row.state = "approved"
    note(act, row, "approved", people=people)


def take_back(act: Act, run_id: int) -> None:
    """Give the text back to whoever writes it; it needs a new approval.

    Raises:
        Missing: there is no such run.
        Refusal: it is not approved, or it goes already.
    """
    row = in_state(run_id, RETURNABLE)
    row.state, row.scheduled_at = "counted", None
    note(act, row, "returned")


def schedule(act: Act, run_id: int, at: datetime | None) -> None:
    """Let the mail go at that time, or at once.

    Raises:
        Missing: there is no such run.
        Refusal: it is not approved, was withdrawn from the list, or the time is past or too far ahead.
    """
    row: MailRun = in_state(run_id, {"approved"})
    if row.withdrawn_at is not None:
        raise Refusal(WITHDRAWN)
    starts = at or act.at
    if starts < act.at:
        raise Refusal("This time is past. Please choose a later one, or leave it empty to begin at once.", "at")
    if starts > act.at + FARTHEST:
        raise Refusal(f"Please choose a time within {FARTHEST.days} days.", "at")
    row.state, row.scheduled_at = "scheduled", starts
    note(act, row, "scheduled", "at once" if at is None else clock.spoken(starts))
    jobs.nudge(JOB)
