"""What staff do for an owner who lost every factor: one looks into it, another agrees, and after a wait all end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.lost_models import LostFactors
from app.accounts.service.factors import ending, held, lost
from app.accounts.service.factors.held import Held
from app.accounts.service.profile import own
from app.accounts.service.staff import staff_names, who_may
from app.audit import service as audit
from app.cases import service as cases
from app.cases import views as case_views
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal

NOT_YOURS = "This is about your own account. Two colleagues decide about it."
LOOKED_INTO = "A colleague has looked into this already. Another one agrees, or turns it down."
NOT_LOOKED_INTO = "Nobody has written down yet what was checked."
SECOND = "You looked into this yourself. A colleague has to agree."
AGREED = "Two of us agreed already. It takes effect when the wait is over."
NO_LONGER = "One of the two who stood for this may no longer answer cases, so it must be looked into anew."
DONE = (
    "Two of us looked into this, and your second factors have ended. Sign in with your password (or have a code mailed "
    "to you), then set up a new factor. Every device was signed out."
)
ROLE = "Our staff"
SHUT = frozenset({"refused", "closed"})
BATCH = 500


@dataclass(frozen=True)
class Asked:
    """A request as the staff page shows it; `first` and `second` are names, empty until somebody did it."""

    case_number: int
    account_id: int
    user_id: str
    name: str
    asked_at: datetime
    earliest: datetime
    holds: Held
    first: str
    first_id: int
    second: str
    ended_at: datetime | None
    ended_by: str


def asked(case_number: int) -> Asked:
    """The request of a case.

    Raises:
        Missing: it is a case of another kind.
    """
    row = lost.of_case(case_number)
    owner, first, second = own(row.account_id), _number(row.first_by), _number(row.second_by)
    names = staff_names([first, second])
    return Asked(
        case_number, row.account_id, owner.user_id, owner.name, row.asked_at, lost.waits_until(row.asked_at),
        held.of(row.account_id), names.get(first, ""), first, names.get(second, ""), row.ended_at, row.ended_by,
    )  # fmt: skip


def look_into(act: Act, case_number: int, staff_id: int, checked: str, role: str) -> None:
    """The first of two: write down what was checked.

    Raises:
        Missing: it is a case of another kind.
        Refusal: it is about one's own account, has ended, or a colleague was first.
    """
    row = _open(case_number, staff_id)
    if row.first_by:
        raise Refusal(LOOKED_INTO)
    row.first_by, row.first_at = str(staff_id), act.at
    cases.note(act, case_number, checked, role)
    audit.record(act, "factors.looked-into", f"account:{row.account_id}", case=case_number)


def agree(act: Act, case_number: int, staff_id: int) -> None:
    """The second of two. It takes effect at once where the wait is over.

    Raises:
        Missing: it is a case of another kind.
        Refusal: it is about one's own account, has ended, or nobody else looked into it.
    """
    row = _open(case_number, staff_id)
    if not row.first_by:
        raise Refusal(NOT_LOOKED_INTO)
    if row.first_by == str(staff_id):
        raise Refusal(SECOND)
    if row.second_by:
        raise Refusal(AGREED)
    row.second_by, row.second_at = str(staff_id), act.at
    db.session.flush()
    audit.record(act, "factors.agreed", f"account:{row.account_id}", case=case_number)
    if lost.waits_until(row.asked_at) <= act.at:
        _let_in(act, row)


def turn_down(act: Act, case_number: int, staff_id: int, reason: str, role: str) -> None:
    """Refuse it with a reason that the person reads; any colleague may, as long as it has not taken effect.

    Raises:
        Missing: it is a case of another kind.
        Refusal: it is about one's own account, or has ended.
    """
    row = _open(case_number, staff_id)
    row.ended_at, row.ended_by = act.at, "staff"
    db.session.flush()
    cases.answer(act, case_number, reason, outcome="refused", role=role, version=None)
    audit.record(act, "factors.kept", f"account:{row.account_id}", case=case_number, why="staff")


def let_in_all(act: Act) -> Iterator[None]:
    """Whoever waited long enough, and for whom two stand: their factors end, one commit each."""
    agreed = select(LostFactors.case_number).where(LostFactors.ended_at.is_(None), LostFactors.second_at.is_not(None))
    numbers = db.session.scalars(agreed.order_by(LostFactors.id).limit(BATCH)).all()
    yield
    for number in numbers:
        row = lost.of_case(number, lock=True)
        if row.ended_at is None and row.second_by and lost.waits_until(row.asked_at) <= act.at:
            _let_in(act, row)
        yield


def _open(case_number: int, staff_id: int) -> LostFactors:
    row = lost.of_case(case_number, lock=True)
    if row.account_id == staff_id:
        raise Refusal(NOT_YOURS)
    if row.ended_at is not None or case_views.case_of(case_number).state.code in SHUT:
        raise Refusal(lost.GONE)
    return row


def _let_in(act: Act, row: LostFactors) -> None:
    first, second = _number(row.first_by), _number(row.second_by)
    if not {first, second} <= set(who_may(ending.END_FACTORS, 1_000)):
        row.first_by = row.second_by = ""
        row.first_at = row.second_at = None
        cases.note(act, row.case_number, NO_LONGER, "")
        return
    shut = case_views.case_of(row.case_number).state.code in SHUT
    if shut or not held.of(row.account_id).any:
        lost.end(act, row, "case" if shut else "found", lost.GONE)
        return
    ending.all_of(act, row.account_id, first, second, f"case {row.case_number}")
    row.ended_at, row.ended_by = act.at, "done"
    db.session.flush()
    cases.answer(act, row.case_number, DONE, outcome="answered", role=ROLE, version=None, agreed=True)


def _number(actor: str) -> int:
    return int(actor or 0)
