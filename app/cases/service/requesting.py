"""Cases that need a proof before anything is done: opened without a word of whoever asks, and moved on step by step."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.cases import codes as case_codes
from app.cases.models import Case, CaseMessage
from app.cases.news import Happened
from app.cases.service.records import LARGEST, locked, move, tell
from app.cases.states import REQUESTS, STATES, State
from app.foundation import codes, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing
from app.people.identifiers import Email


@dataclass(frozen=True)
class RequestCard:
    """A case of one of the `REQUESTS`: what it is, how far it is, and how whoever asks is reached, once that is proven.

    `code` is what the case is followed by.
    """

    number: int
    kind: str
    channel: str
    state: State
    person_id: int
    name: str
    email: str
    email_key: str
    reach: str
    received_at: datetime
    due_at: datetime
    code: str

    @property
    def words(self) -> str:
        return REQUESTS[self.kind]


_CARD = (
    Case.number, Case.kind, Case.channel, Case.state, Case.person_id, Case.name, Case.email, Case.email_key,
    Case.reach, Case.received_at, Case.due_at, Case.salt,
)  # fmt: skip


def request_card(number: int) -> RequestCard:
    """The case with that number.

    Raises:
        Missing: there is none, or it is not one of the `REQUESTS`.
    """
    row = db.session.execute(select(*_CARD).where(Case.number == min(number, LARGEST))).one_or_none()
    if row is None or row.kind not in REQUESTS:
        raise Missing
    found = row._asdict()
    code = case_codes.code_of(row.number, found.pop("salt"))
    return RequestCard(**found | {"state": STATES[row.state], "person_id": row.person_id or 0, "code": code})


def requests_of(person_id: int, most: int = 20) -> list[RequestCard]:
    """The newest requests of a person who was signed in, or has proven who they are."""
    own = select(Case.number).where(Case.person_id == person_id, Case.kind.in_(REQUESTS))
    return [request_card(number) for number in db.session.scalars(own.order_by(Case.number.desc()).limit(most))]


def open_request(
    act: Act, kind: str, channel: str, state: str, *, person_id: int | None = None, received_at: datetime | None = None
) -> int:
    """A case of one of the `REQUESTS`, in that state; gives its number. It holds nobody's name or address yet.

    Raises:
        KeyError: no such kind.
    """
    if kind not in REQUESTS:
        raise KeyError(kind)
    received = received_at or act.at
    case = Case(
        kind=kind,
        topic="information",
        channel=channel,
        person_id=person_id,
        salt=codes.random_token(128),
        received_at=received,
        due_at=received + timedelta(days=rules.whole("access.answer-days")),
        state=state,
        policy_version=act.policy_version,
        version=0,
    )
    db.session.add(case)
    db.session.flush()
    move(act, case, state)
    db.session.flush()
    return case.number


def reach_by(
    act: Act, number: int, *, email: Email | None = None, person_id: int = 0, name: str = "", reach: str = ""
) -> None:
    """Note how whoever asks is reached, now that it is known; what is left out stays as it is.

    Raises:
        Missing: there is no such case.
    """
    case = locked(number)
    if email is not None:
        case.email, case.email_key = email.address, email.key
    case.person_id = person_id or case.person_id
    case.name, case.reach = name or case.name, reach or case.reach
    case.version += 1
    db.session.flush()


def bring(
    act: Act, number: int, state: str, *, happened: Happened | None = None, due_at: datetime | None = None
) -> None:
    """Bring the case into the state; one that is in it stays as it is. With `happened` the rooms above hear of it.

    Raises:
        Missing: there is no such case.
    """
    case = locked(number)
    case.due_at = due_at or case.due_at
    if case.state != state:
        move(act, case, state)
    db.session.flush()
    if happened:
        tell(act, case, happened)


def forget(act: Act, number: int) -> None:
    """Keep of a case that nobody has proven only that there was one.

    Raises:
        Missing: there is no such case.
    """
    case = locked(number)
    case.name = case.reach = case.email = case.email_key = ""
    case.version += 1
    db.session.flush()


def last_heard(email_key: str, other_than: int) -> datetime | None:
    """When somebody last wrote to us from that address, this case not counted."""
    wrote = (Case.email_key == email_key, Case.number != other_than, CaseMessage.sort == "message")
    query = select(func.max(CaseMessage.at)).join(Case, Case.number == CaseMessage.case_number)
    found: datetime | None = db.session.scalar(query.where(*wrote)) if email_key else None
    return found


def address_behind(number: int, typed: str) -> str:
    """The address (as it is compared) of whoever got that code for that case; empty when the two do not fit."""
    row = db.session.execute(select(Case.salt, Case.email_key).where(Case.number == min(number, LARGEST))).one_or_none()
    # A number that is nobody's is compared all the same, so that it takes the same time.
    fits = case_codes.fits(typed, number, row.salt if row else "nobody")
    return row.email_key if row is not None and fits else ""
