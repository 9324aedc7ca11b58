"""What time does to cases: those that wait in vain lapse, and old visits and counts go."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import delete, select

from app.audit import service as audit
from app.cases.models import Case, CaseTry, CaseVisit
from app.cases.service.records import locked, move, tell
from app.foundation.acts import Act
from app.foundation.database import db

BATCH = 500


def sweep(act: Act) -> Iterator[None]:
    """Lapse cases that waited in vain for the person, one commit each; remove what is a day old."""
    day = act.at - timedelta(days=1)
    db.session.execute(delete(CaseVisit).where(CaseVisit.opened_at < day))
    db.session.execute(delete(CaseTry).where(CaseTry.last_at < day))
    late = select(Case.number).where(Case.state == "waiting", Case.due_at < act.at).order_by(Case.due_at).limit(BATCH)
    numbers = db.session.scalars(late).all()
    yield
    for number in numbers:
        _lapse(act, number)
        yield


def _lapse(act: Act, number: int) -> None:
    case = locked(number)
    if case.state == "waiting" and case.due_at < act.at:
        move(act, case, "lapsed")
        audit.record(act, "case.lapsed", f"case:{number}")
        tell(act, case, "lapsed")
