"""Staff who act for a customer: for a short while, with a reason, seen by the customer, who can end it for good."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.exc import IntegrityError

from app.accounts.acting_models import MINUTES, Acting, ActingBar
from app.accounts.models import Account, StaffRole
from app.accounts.roles import ROLES
from app.accounts.service import devices
from app.accounts.user_ids import is_ours
from app.audit import service as audit
from app.cases import views as cases
from app.foundation import clock, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal

BARRED = "The customer does not want our staff to change the account. They can change it themselves."
NOT_OPEN = "You do not act for this customer now, so nothing was changed. Begin again if they asked you to."


@dataclass(frozen=True)
class Begun:
    """What begins an acting; `role` is the one in which it is done, `case_number` the request behind it, if any."""

    staff_id: int
    role: str
    reason: str
    case_number: int | None = None


@dataclass(frozen=True)
class ActingView:
    """One acting; `ended_at` is when somebody ended it, else it is over at `until_at`."""

    id: int
    account_id: int
    staff_id: int
    role: str
    reason: str
    case_number: int | None
    begun_at: datetime
    until_at: datetime
    ended_at: datetime | None
    ended_by: str

    @property
    def role_words(self) -> str:
        """The role as the customer reads it: a word for the work, never the person's name."""
        return ROLES.get(self.role, "Staff")

    def covers(self, at: datetime) -> bool:
        """Whether it was open at that instant."""
        return self.begun_at <= at <= (self.ended_at or self.until_at)


_COLUMNS = tuple(getattr(Acting, name) for name in ActingView.__dataclass_fields__)


def begin(act: Act, account_id: int, begun: Begun) -> int:
    """Begin to act for a customer, who is told by mail at once; gives the acting's id.

    Raises:
        Missing: no customer has that account, or it is the member's own.
        Refusal: the customer wants none of it, works here, or there is no such case.
    """
    user_id = db.session.scalar(select(Account.user_id).where(Account.id == account_id).with_for_update())
    if not user_id or is_ours(user_id) or account_id == begun.staff_id:
        raise Missing
    if db.session.scalar(select(exists().where(StaffRole.account_id == account_id))):
        raise Refusal("This is the account of a colleague: nobody acts for them.")
    if barred_since(account_id) is not None:
        raise Refusal(BARRED)
    if begun.case_number is not None and not _is_case(begun.case_number):
        raise Refusal("There is no case with this number.", "case_number")
    end_own(act, account_id, begun.staff_id)
    until = act.at + timedelta(minutes=rules.whole(MINUTES))
    row = Acting(
        account_id=account_id,
        staff_id=begun.staff_id,
        role=begun.role,
        reason=begun.reason,
        case_number=begun.case_number,
        begun_at=act.at,
        until_at=until,
        ended_by="",
    )
    db.session.add(row)
    db.session.flush()
    audit.record(act, "acting.begun", f"account:{account_id}", acting=row.id, role=begun.role)
    devices.notify(
        act,
        account_id,
        "accounts/acting_begun",
        role=ROLES.get(begun.role, "Staff"),
        reason=begun.reason,
        until=clock.spoken(until),
    )
    return row.id


def _is_case(number: int) -> bool:
    return bool(cases.queue(cases.Wanted(state="all", words=str(number))).rows)


def open_for(account_id: int, at: datetime, staff_id: int | None = None) -> ActingView | None:
    """The acting for that customer that is open now: of that member of staff, or of anybody."""
    query = select(*_COLUMNS).where(Acting.account_id == account_id, _is_open(at))
    if staff_id is not None:
        query = query.where(Acting.staff_id == staff_id)
    row = db.session.execute(query.order_by(Acting.id.desc()).limit(1)).first()
    return ActingView(*row) if row else None


def needed(act: Act, account_id: int) -> ActingView:
    """The open acting under which this act may change something for the customer; locked until that is done.

    Raises:
        Refusal: this member of staff has none.
    """
    staff_id = act.actor.ref if act.actor.kind == "staff" else ""
    if staff_id.isdigit():
        mine = (Acting.account_id == account_id, Acting.staff_id == int(staff_id), _is_open(act.at))
        row = db.session.execute(select(*_COLUMNS).where(*mine).order_by(Acting.id.desc()).with_for_update()).first()
        if row is not None:
            return ActingView(*row)
    raise Refusal(NOT_OPEN)


def _is_open(at: datetime) -> ColumnElement[bool]:
    return and_(Acting.ended_at.is_(None), Acting.begun_at <= at, Acting.until_at > at)


def newest(account_id: int, most: int = 20) -> list[ActingView]:
    """The newest actings for a customer."""
    query = select(*_COLUMNS).where(Acting.account_id == account_id).order_by(Acting.id.desc()).limit(most)
    return [ActingView(*row) for row in db.session.execute(query)]


def covering(account_id: int, first: datetime, last: datetime) -> list[ActingView]:
    """The actings for a customer that were begun before `last` and not over before `first`."""
    lasted = or_(Acting.ended_at >= first, and_(Acting.ended_at.is_(None), Acting.until_at >= first))
    query = select(*_COLUMNS).where(Acting.account_id == account_id, Acting.begun_at <= last, lasted)
    return [ActingView(*row) for row in db.session.execute(query.order_by(Acting.id))]


def of_staff(staff_ids: Collection[int], since: datetime) -> list[ActingView]:
    """What these members of staff did for customers since then."""
    query = select(*_COLUMNS).where(Acting.staff_id.in_(staff_ids), Acting.until_at >= since)
    return [ActingView(*row) for row in db.session.execute(query.order_by(Acting.id))]


def end_own(act: Act, account_id: int, staff_id: int) -> None:
    """The member of staff is done; ending what is over is harmless."""
    _end(act, (Acting.account_id == account_id, Acting.staff_id == staff_id), "staff")


def end_of_staff(act: Act, staff_id: int) -> None:
    """Whatever this member of staff has open ends: their work here is over."""
    _end(act, (Acting.staff_id == staff_id,), "staff")


def end_for(act: Act, account_id: int) -> None:
    """The customer ends whatever is open for them."""
    _end(act, (Acting.account_id == account_id,), "customer")


def _end(act: Act, which: tuple[ColumnElement[bool], ...], by: str) -> None:
    for row in db.session.scalars(select(Acting).where(*which, _is_open(act.at)).with_for_update()).all():
        row.ended_at, row.ended_by = act.at, by
        db.session.flush()
        audit.record(act, "acting.ended", f"account:{row.account_id}", acting=row.id, role=row.role)


def bar(act: Act, account_id: int) -> None:
    """The customer wants no changes by our staff any more; what is open ends. Saying it twice is harmless."""
    end_for(act, account_id)
    try:
        with db.session.begin_nested():
            db.session.add(ActingBar(account_id=account_id, barred_at=act.at))
    except IntegrityError:
        return
    audit.record(act, "acting.barred", f"account:{account_id}")


def lift(act: Act, account_id: int) -> None:
    """The customer allows it again; only they can."""
    mine = (ActingBar.account_id == account_id, ActingBar.lifted_at.is_(None))
    row = db.session.scalar(select(ActingBar).where(*mine).with_for_update())
    if row is None:
        return
    row.lifted_at = act.at
    db.session.flush()
    audit.record(act, "acting.allowed", f"account:{account_id}")


def barred_since(account_id: int) -> datetime | None:
    """Since when the customer wants no changes by our staff; None while they are welcome."""
    mine = (ActingBar.account_id == account_id, ActingBar.lifted_at.is_(None))
    found: datetime | None = db.session.scalar(select(ActingBar.barred_at).where(*mine))
    return found
