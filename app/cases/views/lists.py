"""Lists of cases by keyset on the due date, in a number of queries that does not grow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import aliased

from app.cases import clockwork
from app.cases.models import Case, CaseDraft, CaseWork
from app.cases.states import CHANNELS, KINDS, OPEN, OURS, STATES, TOPICS, State
from app.foundation.database import db
from app.foundation.row_numbers import row_number

PAGE = 50
OWN_PAGE = 20
WAITS_FOR_US = "ours"
"""What the address calls all states in which our clock runs."""


@dataclass(frozen=True)
class Row:
    """One line of the staff queue; `worker_id` is None while nobody works on it.

    `prepared_by` is who prepared the answer that a colleague shall approve, empty where there is none.
    """

    number: int
    kind: str
    topic: str
    channel: str
    name: str
    email: str
    received_at: datetime
    due_at: datetime
    state: State
    worker_id: int | None
    prepared_by: str

    def overdue(self, at: datetime) -> bool:
        return clockwork.is_overdue(self.state.code, self.due_at, at)

    def clock(self, at: datetime) -> str:
        """By when something has to happen, in words."""
        return clockwork.spoken(self.state.code, self.due_at, at)


@dataclass(frozen=True)
class OwnRow:
    """One line of a customer's own list."""

    number: int
    topic: str
    received_at: datetime
    state: State


@dataclass(frozen=True)
class Wanted:
    """What the queue shows. `state` is a code, empty for all that is open, `ours`, or `all`; the rest may be empty.

    `due_before` leaves what waits for us and is due by then; `prepared` what a colleague shall approve.
    """

    state: str = ""
    kind: str = ""
    topic: str = ""
    words: str = ""
    worker_id: int | None = None
    unassigned: bool = False
    due_before: datetime | None = None
    prepared: bool = False
    before: int | None = None
    after: int | None = None

    @property
    def by_clock(self) -> bool:
        """Whether what is due first stands first; ended cases stand newest first."""
        return self.state in {"", WAITS_FOR_US, *OPEN}


@dataclass(frozen=True)
class Listed:
    """A page of the queue; `previous` and `following` are the numbers to continue from, None at the ends."""

    rows: list[Row]
    previous: int | None
    following: int | None


@dataclass(frozen=True)
class Counts:
    """How many cases wait for us, how many of them too long, and how many wait for the person.

    `today` are due by the end of the day, overdue ones among them; `prepared` wait for a colleague's approval.
    """

    received: int
    overdue: int
    waiting: int
    today: int = 0
    prepared: int = 0


_WORK = and_(CaseWork.case_number == Case.number, CaseWork.released_at.is_(None))
_PREPARED = and_(CaseDraft.case_number == Case.number, CaseDraft.decision == "")
_LINE = (
    Case.number, Case.kind, Case.topic, Case.channel, Case.name, Case.email, Case.received_at, Case.due_at, Case.state,
    CaseWork.staff_id.label("worker_id"), func.coalesce(CaseDraft.prepared_by, "").label("prepared_by"),
)  # fmt: skip


def queue(wanted: Wanted) -> Listed:
    """The cases that staff asked for: what is overdue first."""
    query = select(*_LINE).outerjoin(CaseWork, _WORK).outerjoin(CaseDraft, _PREPARED)
    for condition in _conditions(wanted):
        query = query.where(condition)
    return _listed(query, wanted)


def own_cases(person_id: int) -> list[OwnRow]:
    """The newest cases that this person opened while signed in."""
    query = (
        select(Case.number, Case.topic, Case.received_at, Case.state)
        .where(Case.person_id == person_id)
        .order_by(Case.number.desc())
        .limit(OWN_PAGE)
    )
    return [
        OwnRow(row.number, TOPICS[row.topic], row.received_at, STATES[row.state]) for row in db.session.execute(query)
    ]


def counts(at: datetime) -> Counts:
    """What waits now."""
    ours = Case.state.in_(OURS)
    query = select(
        _how_many(ours),
        _how_many(and_(ours, Case.due_at < at)),
        _how_many(Case.state == "waiting"),
        _how_many(and_(ours, Case.due_at < clockwork.end_of_day(at))),
        func.count(CaseDraft.id),
    ).select_from(Case)
    found = db.session.execute(query.outerjoin(CaseDraft, _PREPARED).where(Case.state.in_(OPEN))).one()
    return Counts(*found)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, Case.number)))


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if not wanted.state:
        yield Case.state.in_(OPEN)
    elif wanted.state == WAITS_FOR_US:
        yield Case.state.in_(OURS)
    elif wanted.state != "all":
        yield Case.state == wanted.state
    yield from _narrower(wanted)


def _narrower(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.kind:
        yield Case.kind == wanted.kind
    if wanted.topic:
        yield Case.topic == wanted.topic
    if wanted.worker_id is not None:
        yield CaseWork.staff_id == wanted.worker_id
    if wanted.unassigned:
        yield CaseWork.staff_id.is_(None)
    if wanted.due_before is not None:
        yield and_(Case.state.in_(OURS), Case.due_at < wanted.due_before)
    if wanted.prepared:
        yield CaseDraft.id.is_not(None)
    if wanted.words:
        yield _found(wanted.words)


def _found(words: str) -> ColumnElement[bool]:
    number = row_number(words.removeprefix("#"))
    if number is not None:
        return Case.number == number
    low = words.casefold()
    if "@" in words:
        return Case.email_key == low
    return func.lower(Case.name).contains(low, autoescape=True)


def _listed(query: Select[*tuple[Any, ...]], wanted: Wanted) -> Listed:
    """The page after (or before) a case: where that one stands is asked in the same query."""
    back = wanted.before is not None
    start = wanted.before if back else wanted.after
    rising = wanted.by_clock != back
    if start is not None:
        query = query.where(_beyond(start, rising))
    order = (Case.due_at, Case.number) if rising else (Case.due_at.desc(), Case.number.desc())
    rows = [_row(row) for row in db.session.execute(query.order_by(*order).limit(PAGE + 1))]
    more = len(rows) > PAGE
    rows = rows[:PAGE][::-1] if back else rows[:PAGE]
    if not rows:
        return Listed([], None, None)
    earlier = more if back else start is not None
    later = True if back else more
    return Listed(rows, rows[0].number if earlier else None, rows[-1].number if later else None)


def _beyond(number: int, rising: bool) -> ColumnElement[bool]:
    mark = aliased(Case)
    due = select(mark.due_at).where(mark.number == number).scalar_subquery()
    if rising:
        return or_(Case.due_at > due, and_(Case.due_at == due, Case.number > number))
    return or_(Case.due_at < due, and_(Case.due_at == due, Case.number < number))


def _row(row: Any) -> Row:
    found = row._asdict()
    words = {
        "kind": KINDS[row.kind],
        "topic": TOPICS[row.topic],
        "channel": CHANNELS[row.channel],
        "state": STATES[row.state],
    }
    return Row(**found | words)


def refs_of(person_id: int) -> Select[str]:
    """The refs (`case:40002`) of all cases of a person, for joining."""
    return select(literal("case:", String) + cast(Case.number, String)).where(Case.person_id == person_id)
