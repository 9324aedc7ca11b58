"""Cancelling before production; what was paid is then owed, and staff see it until it was given back."""

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.errors import Refusal
from app.foundation.money import dollars
from app.orders.models import PrintOrder
from app.orders.progress import cancellable
from app.orders.service.records import happened, jobs_of, last_word, locked, write

REFUND_DUE = "refund due"


def cancel(act: Act, account_id: int, number: int) -> None:
    """The customer cancels by button; what was paid is given back. Cancelling twice is harmless.

    Raises:
        Missing: no such order of this customer.
        Refusal: production has begun.
    """
    order = locked(number, account_id)
    if order.state != "cancelled":
        end(act, order, "")


def end(act: Act, order: PrintOrder, reason: str) -> None:
    """Cancel a locked order, for whoever may; the customer is told, with the `reason` if there is one.

    Raises:
        Refusal: production has begun.
    """
    work = jobs_of(order.number)
    if not cancellable(order.state, [job.state for job in work]):
        raise Refusal("We have begun to print this order, so it cannot be cancelled here. Please write to us.")
    order.state, order.held_from = "cancelled", ""
    for job in work:
        job.state = "cancelled"
    happened(act, order, "cancelled", note=reason)
    owed = order.paid_cents - order.refunded_cents
    if owed:
        order.attention = REFUND_DUE
        happened(act, order, "refund-due")
    last_word(act, order)
    audit.record(act, "order.cancelled", f"order:{order.number}", owed_cents=owed)
    write(act, order, "orders/cancelled", note=reason, refund=dollars(owed) if owed else "")


def refunded(act: Act, number: int, cents: int) -> None:
    """The processor says that `cents` in all were given back; hearing it again changes nothing.

    Raises:
        Missing: there is no such order.
    """
    order = locked(number)
    more = min(cents, order.paid_cents) - order.refunded_cents
    if more <= 0:
        return
    order.refunded_cents += more
    if order.state == "cancelled" and order.refunded_cents == order.paid_cents:
        order.attention = ""
    happened(act, order, "refunded", note=dollars(more))
    audit.record(act, "order.refunded", f"order:{number}", cents=more)
    write(act, order, "orders/refunded", refund=dollars(more))
