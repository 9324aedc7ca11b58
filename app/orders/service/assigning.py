"""Who works on an order: one member of staff at a time."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.orders.models import OrderAssignment
from app.orders.service.records import locked


def take(act: Act, number: int, staff_id: int) -> None:
    """Take the order to work on it; taking it twice is harmless.

    Raises:
        Missing: there is no such order.
        Refusal: a colleague has it.
    """
    locked(number)
    current = _open(number)
    if current is not None and current.staff_id == staff_id:
        return
    try:
        with db.session.begin_nested():
            db.session.add(OrderAssignment(order_number=number, staff_id=staff_id, taken_at=act.at))
    except IntegrityError:
        raise Refusal("A colleague is working on this order.") from None
    audit.record(act, "order.taken", f"order:{number}")


def release(act: Act, number: int) -> None:
    """Give the order back, whoever has it; giving back a free order is harmless.

    Raises:
        Missing: there is no such order.
    """
    locked(number)
    current = _open(number)
    if current is not None:
        current.released_at = act.at
        db.session.flush()
        audit.record(act, "order.given-back", f"order:{number}", staff=current.staff_id)


def release_all(act: Act, staff_id: int) -> None:
    """Give back every order that this member of staff works on: they will not go on with any."""
    query = select(OrderAssignment).where(OrderAssignment.staff_id == staff_id, OrderAssignment.released_at.is_(None))
    for work in db.session.scalars(query.order_by(OrderAssignment.id).with_for_update()).all():
        work.released_at = act.at
        db.session.flush()
        audit.record(act, "order.given-back", f"order:{work.order_number}", staff=staff_id)


def _open(number: int) -> OrderAssignment | None:
    query = select(OrderAssignment).where(OrderAssignment.order_number == number, OrderAssignment.released_at.is_(None))
    return db.session.scalar(query)
