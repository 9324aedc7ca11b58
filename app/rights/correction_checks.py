"""Whether what people had corrected stands, and whoever got the wrong value from us was told in time (P69)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, func, select

from app.accounts.views import ACCOUNT_CARD
from app.foundation import clock, rules
from app.foundation.checks import Check, NotYet, Result, verdict
from app.foundation.database import db, looking
from app.foundation.recent import counted
from app.people import views as people
from app.rights.models.corrections import Correction, CorrectionTask

LOOKED_AT = 500
"""So many of the newest applied corrections are looked at."""


@looking()
def stand() -> Result:
    """No older value stands where one was corrected; no decision and no supplier waits too long."""
    rows = _applied()
    late = _late()
    if not rows and not late:
        raise NotYet("Nobody has had anything corrected yet.")
    broken = _broken(rows)
    told = f"{counted(len(rows), 'correction')} of late, {broken} of them not standing as the person said it"
    told += f"; {late} decisions or suppliers wait longer than the day that was promised"
    return verdict(not broken and not late, f"{told}.")


def _applied() -> Sequence[Row[Any]]:
    """Person, field and time of the newest correction of each value."""
    card = ACCOUNT_CARD.subquery("card")
    newest = select(func.max(Correction.id)).where(Correction.state == "applied")
    query = select(card.c.person_id, Correction.field, Correction.decided_at).join(
        card, card.c.id == Correction.account_id
    )
    query = query.where(Correction.id.in_(newest.group_by(Correction.account_id, Correction.field)))
    return db.session.execute(query.order_by(Correction.id.desc()).limit(LOOKED_AT)).all()


def _broken(rows: Sequence[Row[Any]]) -> int:
    standing = people.standing_since({row.person_id for row in rows})
    broken = 0
    for row in rows:
        person_id, field, decided_at = row.person_id, row.field, row.decided_at
        origin, since = standing.get((person_id, field), ("corrected", decided_at))
        broken += since < decided_at or (since == decided_at and origin != "corrected")
    return broken


def _late() -> int:
    """Decisions and tasks that wait longer than a correction may take."""
    before = clock.now() - timedelta(days=rules.whole("cases.answer-days"))
    asked = select(func.count()).where(Correction.state == "asked", Correction.asked_at < before)
    tasks = select(func.count()).where(CorrectionTask.done_at.is_(None), CorrectionTask.made_at < before)
    return sum(db.session.scalar(query) or 0 for query in (asked, tasks))


CHECKS: list[Check] = [
    Check(
        "corrections-stand",
        "What somebody had corrected stands as they said it, marked as theirs, and every supplier who got the wrong "
        "one from us is told within the days that we promise.",
        stand,
        (69,),
        minutes=60,
        yourself="Sign in, open “Where your details came from”, correct one: it says “you corrected it” at once.",
    ),
]
