"""Whether erasures come in time and are whole, by the rows themselves."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts import service as accounts
from app.foundation.database import db
from app.foundation.reaching import Keys
from app.rights.models import AccountClosing, Erasure
from app.rights.service import erasing, hindrances
from app.rights.service.knowing import keys_of

NEWEST = 50
"""So many of the newest erasures are looked at."""


def late(at: datetime, slack: timedelta) -> int:
    """Accounts whose grace, and erasures whose asking, is over for longer than `slack` without an end.

    Those that wait for an order or for a legal duty are not counted.
    """
    closings = select(AccountClosing.account_id).where(
        AccountClosing.due_at < at - slack, AccountClosing.undone_at.is_(None), AccountClosing.ended_at.is_(None)
    )
    people = [accounts.account_card(account_id).person_id for account_id in db.session.scalars(closings).all()]
    asked = select(Erasure.person_id).where(Erasure.asked_at < at - slack, Erasure.finished_at.is_(None))
    waiting = [*people, *(person_id or 0 for person_id in db.session.scalars(asked).all())]
    return sum(not hindrances.waits_for(keys_of(person_id) if person_id else Keys(), at) for person_id in waiting)


def finished() -> list[int]:
    """The persons who were erased last."""
    query = select(Erasure.person_id).where(Erasure.finished_at.is_not(None), Erasure.person_id.is_not(None))
    return [person_id for person_id in db.session.scalars(query.order_by(Erasure.id.desc()).limit(NEWEST)) if person_id]


def left_behind() -> list[str]:
    """Tables in which something stands about somebody erased that should have gone with them."""
    found = {line.title for person_id in finished() for line in erasing.preview(keys_of(person_id)).gone}
    return sorted(found)
