"""Cases counted: how fast they were answered, and how old the oldest is. Nothing of what was said."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.cases.models import Case, CaseEvent, CaseMessage
from app.foundation.database import db

NEWEST = 2_000
OLDEST = 500
ANSWERS = ("answered", "refused", "waiting")
"""States that an answer brings; a question back is one too."""


@dataclass(frozen=True)
class Answered:
    """A case that came, by when its answer was due, and when the first answer was given, if it was."""

    received_at: datetime
    due_at: datetime
    answered_at: datetime | None

    @property
    def took(self) -> timedelta | None:
        return self.answered_at - self.received_at if self.answered_at else None


def answered(since: datetime) -> list[Answered]:
    """The newest cases that came since then. `due_at` is the present one: a further message starts a new clock."""
    first = (
        select(CaseEvent.case_number, func.min(CaseEvent.at).label("at"))
        .where(CaseEvent.state.in_(ANSWERS))
        .group_by(CaseEvent.case_number)
        .subquery()
    )
    newest = select(Case.number, Case.received_at, Case.due_at).order_by(Case.number.desc()).limit(NEWEST).subquery()
    query = (
        select(newest.c.received_at, newest.c.due_at, first.c.at)
        .outerjoin(first, first.c.case_number == newest.c.number)
        .where(newest.c.received_at >= since)
    )
    return [Answered(*row) for row in db.session.execute(query)]


def quiet_since(kinds: frozenset[str] | None = None, *, other_than: frozenset[str] = frozenset()) -> datetime | None:
    """When the case that has been quiet longest, among the oldest of these kinds, had its last message."""
    query = select(Case.number).order_by(Case.number).limit(OLDEST)
    query = query.where(Case.kind.in_(kinds)) if kinds is not None else query.where(Case.kind.not_in(other_than))
    last = (
        select(func.max(CaseMessage.at).label("at"))
        .where(CaseMessage.case_number.in_(query))
        .group_by(CaseMessage.case_number)
        .subquery()
    )
    found: datetime | None = db.session.scalar(select(func.min(last.c.at)))
    return found
