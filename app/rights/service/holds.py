"""Legal holds: whatever is about the person stays until a day; each run of a retention rule skips and counts it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, false, or_, select

from app.accounts import user_ids
from app.accounts.service import cards
from app.audit import service as audit
from app.foundation import clock, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.foundation.reaching import Keys, rows_of
from app.foundation.row_numbers import row_number
from app.orders import views as orders
from app.permissions.subjects import Subject
from app.rights.models import LegalHold
from app.rights.service.knowing import keys_of

LONGEST = "retention.hold-days"
rules.declare(rules.Rule(LONGEST, 366, "days", "How far ahead a legal hold may end at most", most=3660))


@dataclass(frozen=True)
class Wanted:
    """A hold as it is asked for: whose data, why (the duty, without a name), for which matter, until when."""

    subject: Subject
    reason: str
    case_ref: str
    until: datetime


@dataclass(frozen=True)
class HoldLine:
    """A hold as staff see it; `person_id` is 0 for an address of nobody that we know."""

    id: int
    person_id: int
    reason: str
    case_ref: str
    opened_at: datetime
    until: datetime
    ended_at: datetime | None

    @property
    def open(self) -> bool:
        return self.ended_at is None and self.until > clock.now()


def person_of(typed: str) -> int:
    """The person of a user ID or of an order's number; 0 for nobody."""
    account_id = cards.id_of(user_ids.key(typed))
    number = row_number(typed)
    if account_id is None and number is not None:
        account_id = orders.owner_of(number)
    return cards.account_card(account_id).person_id if account_id else 0


def open_hold(act: Act, wanted: Wanted) -> int:
    """Keep what is about the person from going; gives the hold's number.

    Raises:
        Refusal: no reason, no matter, or an end that is past or too far away.
    """
    if not wanted.reason.strip():
        raise Refusal("Please say which duty asks for the hold.", "reason")
    if not wanted.case_ref.strip():
        raise Refusal("Please give the number of the legal matter.", "case_ref")
    if not act.at < wanted.until <= act.at + timedelta(days=rules.whole(LONGEST)):
        raise Refusal(f"A hold needs an end, at most {rules.whole(LONGEST)} days from today.", "until")
    row = LegalHold(reason=wanted.reason, case_ref=wanted.case_ref, until=wanted.until)
    row.person_id = wanted.subject.person_id or None
    row.email_key = "" if row.person_id else wanted.subject.email_key
    row.opened_at, row.opened_by = act.at, str(act.actor)
    db.session.add(row)
    db.session.flush()
    audit.record(act, "hold.opened", f"hold:{row.id}", until=wanted.until.date().isoformat())
    return row.id


def end_hold(act: Act, hold_id: int) -> None:
    """The matter is over: from the next run on the rules apply again.

    Raises:
        Missing: there is no such hold, or it has ended.
    """
    row = db.session.get(LegalHold, hold_id)
    if row is None or row.ended_at is not None:
        raise Missing
    row.ended_at, row.ended_by = act.at, str(act.actor)
    db.session.flush()
    audit.record(act, "hold.ended", f"hold:{hold_id}")


def lapse(act: Act) -> int:
    """Note the end of every hold whose last day is over; gives how many."""
    over = select(LegalHold).where(LegalHold.ended_at.is_(None), LegalHold.until <= act.at)
    rows = db.session.scalars(over).all()
    for row in rows:
        row.ended_at, row.ended_by = row.until, str(act.actor)
        audit.record(act, "hold.ended", f"hold:{row.id}")
    db.session.flush()
    return len(rows)


def all_holds() -> list[HoldLine]:
    """Every hold, the newest first."""
    names = ("id", "person_id", "reason", "case_ref", "opened_at", "until", "ended_at")
    query = select(*(getattr(LegalHold, name) for name in names)).order_by(LegalHold.id.desc())
    return [HoldLine(row.id, row.person_id or 0, *row[2:]) for row in db.session.execute(query)]


def held_keys(at: datetime) -> list[Keys]:
    """By what the people are known whose data is held at that moment."""
    query = select(LegalHold.person_id, LegalHold.email_key)
    open_ones = query.where(LegalHold.ended_at.is_(None), LegalHold.until > at)
    return [keys_of(person_id or 0, email_key) for person_id, email_key in db.session.execute(open_ones)]


def held_rows(table: Table, keys: Iterable[Keys]) -> ColumnElement[bool]:
    """The rows of the table that are about one of these people."""
    found = (rows_of(table, known) for known in keys)
    return or_(false(), *(condition for condition in found if condition is not None))
