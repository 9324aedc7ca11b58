"""What every verb of orders needs: the order for writing, its jobs, and the row that says what happened."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.accounts import service as accounts
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.mail import service as mail
from app.orders.models import OrderEvent, OrderJob, PrintOrder
from app.permissions import service as permissions

LARGEST = 2**31 - 1

rules.declare(
    rules.Rule("orders.mail-days", 60, "days", "How long after an order is over mail about it may be written")
)


def locked(number: int, account_id: int | None = None) -> PrintOrder:
    """The order, kept from other writers until the commit; loaded through its owner when one is given.

    Raises:
        Missing: there is none, or it belongs to somebody else.
    """
    if number > LARGEST:
        raise Missing
    query = select(PrintOrder).where(PrintOrder.number == number)
    if account_id is not None:
        query = query.where(PrintOrder.account_id == account_id)
    order: PrintOrder | None = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if order is None:
        raise Missing
    return order


def checked(number: int, version: int | None) -> PrintOrder:
    """The order for a staff form drawn at `version`; None where no form was drawn (a command).

    Raises:
        Missing: there is none.
        Refusal: a colleague changed it since.
    """
    order = locked(number)
    if version not in {None, order.version}:
        raise Refusal("Somebody changed this order since you opened the page. Look at it again, then decide.")
    return order


def jobs_of(number: int) -> list[OrderJob]:
    """The order's jobs in their order."""
    query = select(OrderJob).where(OrderJob.order_number == number).order_by(OrderJob.position)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def happened(
    act: Act, order: PrintOrder, state: str, job: OrderJob | None = None, note: str = "", shown: bool = True
) -> None:
    """Write the row of something that happened, and count the order's version on."""
    db.session.add(
        OrderEvent(
            order_number=order.number,
            job_id=job.id if job else None,
            state=state,
            at=act.at,
            actor=str(act.actor),
            note=note,
            shown=shown,
        )
    )
    order.version += 1


def last_word(act: Act, order: PrintOrder) -> None:
    """The order is over: mail about it may be written for a while, then no more."""
    last = act.at + timedelta(days=rules.whole("orders.mail-days"))
    permissions.close_cause(act, "order", f"order:{order.number}", expires_at=last)


def write(act: Act, order: PrintOrder, letter: str, **values: Any) -> None:
    """Queue a letter (`orders/placed`) to the customer."""
    card = accounts.account_card(order.account_id)
    mail.queue(
        act,
        to=card.email,
        template=letter,
        purpose="order",
        ref=f"order:{order.number}",
        number=order.number,
        greeting=card.greeting,
        **values,
    )
