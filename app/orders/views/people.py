"""Whose order it is and who works on it, for staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, String, cast, literal, select

from app.accounts.views import ACCOUNT_CARD
from app.foundation.database import db
from app.foundation.errors import Missing
from app.orders.models import OrderAssignment, PrintOrder


@dataclass(frozen=True)
class Worker:
    """Whoever works on an order now."""

    staff_id: int
    name: str
    since: datetime


def worker_on(number: int) -> Worker | None:
    """Who works on the order, if anybody."""
    staff = ACCOUNT_CARD.subquery("staff")
    query = (
        select(OrderAssignment.staff_id, staff.c.name, OrderAssignment.taken_at)
        .join(staff, staff.c.id == OrderAssignment.staff_id)
        .where(OrderAssignment.order_number == number, OrderAssignment.released_at.is_(None))
    )
    row = db.session.execute(query).one_or_none()
    return Worker(*row) if row else None


def names_of(staff_ids: Iterable[int]) -> dict[int, str]:
    """The names of members of staff."""
    card = ACCOUNT_CARD.subquery("card")
    rows = db.session.execute(select(card.c.id, card.c.name).where(card.c.id.in_(set(staff_ids))))
    return {row.id: row.name for row in rows}


@dataclass(frozen=True)
class Customer:
    """Whose order it is, as staff see it."""

    name: str
    user_id: str
    email: str


def customer_of(account_id: int) -> Customer:
    """Whose order it is.

    Raises:
        Missing: the account is gone.
    """
    card = ACCOUNT_CARD.subquery("card")
    row = db.session.execute(
        select(card.c.name, card.c.user_id, card.c.email).where(card.c.id == account_id)
    ).one_or_none()
    if row is None:
        raise Missing
    return Customer(*row)


def owner_of(number: int) -> int:
    """The account whose order it is; 0 when there is no such order."""
    return db.session.scalar(select(PrintOrder.account_id).where(PrintOrder.number == number)) or 0


def refs_of(account_id: int) -> Select[str]:
    """The refs (`order:10002`) of all orders of an account, for joining."""
    return select(literal("order:", String) + cast(PrintOrder.number, String)).where(
        PrintOrder.account_id == account_id
    )
