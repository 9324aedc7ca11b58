"""Who works on a case: one member of staff at a time."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.audit import service as audit
from app.cases.models import CaseWork
from app.cases.service.records import locked
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal


def take(act: Act, number: int, staff_id: int) -> None:
    """Take the case to work on it; taking it twice is harmless.

    Raises:
        Missing: there is no such case.
        Refusal: a colleague has it.
    """
    locked(number)
    current = _open(number)
    if current is not None and current.staff_id == staff_id:
        return
    try:
        with db.session.begin_nested():
            db.session.add(CaseWork(case_number=number, staff_id=staff_id, taken_at=act.at))
    except IntegrityError:
        raise Refusal("A colleague is working on this case.") from None
    audit.record(act, "case.taken", f"case:{number}")


def release(act: Act, number: int) -> None:
    """Give the case back, whoever has it; giving back a free one is harmless.

    Raises:
        Missing: there is no such case.
    """
    locked(number)
    current = _open(number)
    if current is not None:
        current.released_at = act.at
        db.session.flush()
        audit.record(act, "case.given-back", f"case:{number}", staff=current.staff_id)


def release_all(act: Act, staff_id: int) -> None:
    """Give back every case that this member of staff works on: they will not go on with any."""
    query = select(CaseWork).where(CaseWork.staff_id == staff_id, CaseWork.released_at.is_(None))
    for work in db.session.scalars(query.order_by(CaseWork.id).with_for_update()).all():
        work.released_at = act.at
        db.session.flush()
        audit.record(act, "case.given-back", f"case:{work.case_number}", staff=staff_id)


def _open(number: int) -> CaseWork | None:
    query = select(CaseWork).where(CaseWork.case_number == number, CaseWork.released_at.is_(None))
    return db.session.scalar(query)
