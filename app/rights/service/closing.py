"""Closing an account: a time of grace in which a sign-in calls it off, then erasure (accounts.md).

From the start every device is signed out and marketing stops; mail tells of the beginning, of the last days, of the
end, and of a closing that was called off.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts import service as accounts
from app.accounts.service import devices
from app.audit import service as audit
from app.cases.service import requesting
from app.cases.states import OPEN
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.clock import spoken_date
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.permissions import service as gate
from app.permissions.subjects import Subject
from app.rights.models import AccountClosing
from app.rights.service import erasures, hindrances, requests
from app.rights.service.knowing import keys_of

GRACE = "accounts.closing-days"
REMINDER = "accounts.closing-reminder-days"


def close(act: Act, account_id: int) -> datetime:
    """Begin to close the account; gives the instant of its erasure. One that is being closed keeps its day.

    A request of the person to be erased ends with it.

    Raises:
        Missing: there is no such account.
        Refusal: work on an order is left, somebody works here with it, or a company would have nobody to lead it.
    """
    card = accounts.account_card(account_id)
    keys = keys_of(card.person_id)
    hindrances.check_no_staff(keys)
    hindrances.check_orders(keys)
    hindrances.check_companies(keys)
    if (row := _open(account_id)) is not None:
        return row.due_at
    due = act.at + timedelta(days=rules.whole(GRACE, act.at))
    number = _request(act, card.person_id, due)
    db.session.add(AccountClosing(account_id=account_id, case_number=number, asked_at=act.at, due_at=due))
    db.session.flush()
    gate.close_cause(act, "customer", f"account:{account_id}")
    devices.notify(act, account_id, "rights/closing", due_on=spoken_date(due))
    devices.end_all(act, account_id, "closing")
    audit.record(act, "account.closing", f"account:{account_id}", due=due.date().isoformat())
    return due


def _request(act: Act, person_id: int, due: datetime) -> int | None:
    """The person's open request to be erased; its clock now counts to the end of the grace."""
    for card in requesting.requests_of(person_id):
        if card.kind == "erasure" and card.state.code in OPEN:
            requesting.bring(act, card.number, "verified", due_at=due + timedelta(days=1))
            return card.number
    return None


def call_off(act: Act, account_id: int) -> bool:
    """Whoever signs in keeps the account; whether it was being closed."""
    row = _open(account_id)
    if row is None:
        return False
    row.undone_at = act.at
    db.session.flush()
    card = accounts.account_card(account_id)
    (email_key,) = keys_of(card.person_id).email_keys
    gate.open_cause(act, Subject(card.person_id, email_key), "customer", f"account:{account_id}")
    devices.notify(act, account_id, "rights/closing_called_off")
    if row.case_number:
        requests.settle(act, row.case_number)
    audit.record(act, "account.kept-open", f"account:{account_id}")
    return True


def _open(account_id: int) -> AccountClosing | None:
    found: AccountClosing | None = db.session.scalars(
        select(AccountClosing).where(
            AccountClosing.account_id == account_id,
            AccountClosing.undone_at.is_(None),
            AccountClosing.ended_at.is_(None),
        )
    ).first()
    return found


def remind_due(act: Act) -> Iterator[None]:
    """Tell everybody once whose account is erased in the next days, while signing in still keeps it.

    Whoever asked less than a day ago was told just then.
    """
    soon = act.at + timedelta(days=rules.whole(REMINDER))
    waiting = select(AccountClosing.id).where(
        AccountClosing.due_at <= soon,
        AccountClosing.due_at > act.at,
        AccountClosing.asked_at <= act.at - timedelta(days=1),
        AccountClosing.reminded_at.is_(None),
        AccountClosing.undone_at.is_(None),
        AccountClosing.ended_at.is_(None),
    )
    for number in db.session.scalars(waiting.order_by(AccountClosing.id)).all():
        row = db.session.get_one(AccountClosing, number)
        row.reminded_at = act.at
        db.session.flush()
        devices.notify(act, row.account_id, "rights/closing_soon", due_on=spoken_date(row.due_at))
        audit.record(act, "account.closing-told", f"account:{row.account_id}", due=row.due_at.date().isoformat())
        yield


def end_due(act: Act) -> Iterator[None]:
    """Begin the erasure of every account whose grace is over. One with an open order waits until that is done."""
    due = select(AccountClosing.id).where(
        AccountClosing.due_at <= act.at, AccountClosing.undone_at.is_(None), AccountClosing.ended_at.is_(None)
    )
    for number in db.session.scalars(due.order_by(AccountClosing.id)).all():
        _end(act, db.session.get_one(AccountClosing, number))
        yield


def _end(act: Act, row: AccountClosing) -> None:
    keys = keys_of(accounts.account_card(row.account_id).person_id)
    try:
        erasures.ask(act, keys, row.case_number or 0)
    except Refusal:
        # An order came in by telephone meanwhile, or somebody began to work here: the next run looks again.
        return
    row.ended_at = act.at
    db.session.flush()
    audit.record(act, "account.closed", f"account:{row.account_id}")
