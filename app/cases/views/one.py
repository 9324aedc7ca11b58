"""One case with all that was said and done: columns, never entities."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.cases import clockwork, codes, pairs
from app.cases.models import Case, CaseDraft, CaseEvent, CaseMessage, CaseVisit, CaseWork
from app.cases.states import CHANNELS, KINDS, STATES, TOPICS, State
from app.foundation import rules
from app.foundation.database import db
from app.foundation.errors import Missing

LARGEST = 2**31 - 1
TOLD = ("refused", "closed", "lapsed")
"""States that no message announces, so the story does."""


@dataclass(frozen=True)
class Said:
    """One piece of the story: `sort` is message, answer, note, or a state's code; `staff_id` is 0 for others.

    `role` is what the person reads in place of a name.
    """

    sort: str
    text: str
    at: datetime
    role: str
    staff_id: int


@dataclass(frozen=True)
class Reader:
    """Who wants to read a case: a browser by the digest of its session, and the person who is signed in, or 0."""

    browser_sha256: str
    person_id: int


@dataclass(frozen=True)
class Draft:
    """An answer that a colleague shall approve; `outcome` is the state that it brings."""

    id: int
    outcome: State
    text: str
    at: datetime
    role: str
    staff_id: int


@dataclass(frozen=True)
class CaseView:
    """One case with all that its pages show."""

    number: int
    kind: str
    topic: str
    channel: str
    channel_words: str
    person_id: int | None
    name: str
    email: str
    reach: str
    code: str
    received_at: datetime
    due_at: datetime
    state: State
    policy_version: int | None
    clause: str
    version: int
    story: list[Said]
    kind_code: str = ""
    two_people: bool = False

    def overdue(self, at: datetime) -> bool:
        return clockwork.is_overdue(self.state.code, self.due_at, at)

    def clock(self, at: datetime) -> str:
        """By when something has to happen, in words."""
        return clockwork.spoken(self.state.code, self.due_at, at)

    @property
    def last_answer(self) -> Said | None:
        """The newest words of ours that the person may read."""
        ours = (said for said in reversed(self.story) if said.sort in {"answer", "refused"})
        return next(ours, None)

    @property
    def public_story(self) -> list[Said]:
        """The story without the notes that staff leave each other."""
        return [said for said in self.story if said.sort != "note"]


_CASE = (
    Case.number,
    Case.kind,
    Case.topic,
    Case.channel,
    Case.person_id,
    Case.name,
    Case.email,
    Case.reach,
    Case.salt,
    Case.received_at,
    Case.due_at,
    Case.state,
    Case.policy_version,
    Case.clause,
    Case.version,
)


def may_read(number: int, reader: Reader, at: datetime, *, writing: bool = False) -> bool:
    """Whether this browser typed the case's code a while ago, or the case is this signed-in person's own.

    Whoever is `writing` has a day, so that no long message is lost.
    """
    reading, written = rules.whole("cases.open-minutes"), rules.whole("cases.writing-hours")
    life = timedelta(hours=written) if writing else timedelta(minutes=reading)
    number = min(number, LARGEST)
    visited = select(CaseVisit.id).where(
        CaseVisit.browser_sha256 == reader.browser_sha256,
        CaseVisit.case_number == number,
        CaseVisit.opened_at > at - life,
    )
    if reader.browser_sha256 and db.session.scalar(visited.limit(1)) is not None:
        return True
    own = select(Case.number).where(Case.number == number, Case.person_id == reader.person_id)
    return reader.person_id != 0 and db.session.scalar(own) is not None


def case_of(number: int) -> CaseView:
    """Any case; `may_read` says who may see it.

    Raises:
        Missing: there is none.
    """
    row = db.session.execute(select(*_CASE).where(Case.number == min(number, LARGEST))).one_or_none()
    if row is None:
        raise Missing
    found = row._asdict()
    salt = found.pop("salt")
    return CaseView(
        **found
        | {
            "kind": KINDS[row.kind],
            "kind_code": row.kind,
            "two_people": pairs.two_people(row.kind, row.channel),
            "topic": TOPICS[row.topic],
            "channel_words": CHANNELS[row.channel],
            "code": codes.code_of(row.number, salt),
            "state": STATES[row.state],
            "story": _story(row.number),
        }
    )


def code_parts(number: int) -> tuple[str, int, str]:
    """What the case's code is derived from, for a mail that shows it.

    Raises:
        Missing: there is no such case.
    """
    salt = db.session.scalar(select(Case.salt).where(Case.number == min(number, LARGEST)))
    if salt is None:
        raise Missing
    return codes.parts(number, salt)


def worker_on(number: int) -> tuple[int, datetime] | None:
    """The member of staff who works on the case, and since when."""
    row = db.session.execute(
        select(CaseWork.staff_id, CaseWork.taken_at).where(
            CaseWork.case_number == number, CaseWork.released_at.is_(None)
        )
    ).one_or_none()
    return (row.staff_id, row.taken_at) if row else None


def draft_of(number: int) -> Draft | None:
    """The answer that waits in the case for a colleague's approval."""
    columns = (CaseDraft.id, CaseDraft.case_number, CaseDraft.outcome, CaseDraft.text, CaseDraft.prepared_at)
    query = select(*columns, CaseDraft.role, CaseDraft.prepared_by)
    row = db.session.execute(query.where(CaseDraft.case_number == number, CaseDraft.decision == "")).one_or_none()
    if row is None:
        return None
    return Draft(row.id, STATES[row.outcome], row.text, row.prepared_at, row.role, _staff(row.prepared_by))


def _story(number: int) -> list[Said]:
    """Messages, answers and notes with the states that nothing else tells, oldest first."""
    messages = db.session.execute(
        select(CaseMessage.sort, CaseMessage.text, CaseMessage.at, CaseMessage.role, CaseMessage.actor)
        .where(CaseMessage.case_number == number)
        .order_by(CaseMessage.id)
    )
    events = db.session.execute(
        select(CaseEvent.state, CaseEvent.reason, CaseEvent.at, CaseEvent.actor)
        .where(CaseEvent.case_number == number, CaseEvent.state.in_(TOLD))
        .order_by(CaseEvent.id)
    )
    said = [Said(row.sort, row.text, row.at, row.role, _staff(row.actor)) for row in messages]
    said += [Said(row.state, row.reason, row.at, "", _staff(row.actor)) for row in events]
    return sorted(said, key=lambda item: item.at)


def _staff(actor: str) -> int:
    kind, _, ref = actor.partition(":")
    return int(ref) if kind == "staff" and ref.isdigit() else 0
