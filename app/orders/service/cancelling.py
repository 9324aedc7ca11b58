"""Cancelling before production; what was paid is then owed, and staff see it until it was given back."""

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.errors import Refusal
from app.foundation.money import dollars
from app.orders.models import PrintOrder
from app.orders.progress import cancellable
from app.orders.service.records import happened, jobs_of, last_word, locked, write
from app.orders.service.refunds import refund_of
from app.promotions import service as promotions

REFUND_DUE = "refund due"


def cancel(act: Act, account_id: int, number: int, shown_cents: int | None = None) -> None:
    """The customer cancels by button; what was paid is given back. Cancelling twice is harmless.

    `shown_cents` is the refund that the page showed: nothing else is ever given for that press of the button.

    Raises:
        Missing: no such order of this customer.
        Refusal: production has begun, or the refund is another by now.
    """
    order = locked(number, account_id)
    if order.state == "cancelled":
        return
    if shown_cents not in {None, refund_of(order, jobs_of(number)).left_cents}:
        raise Refusal("What you get back has changed since you opened this page. Please look at it again, then decide.")
    end(act, order, "")


def end(act: Act, order: PrintOrder, reason: str) -> None:
    """Cancel a locked order, for whoever may; the customer is told, with the `reason` if there is one.

    Raises:
        Refusal: production has begun.
    """
    work = jobs_of(order.number)
    if not cancellable(order.state, [job.state for job in work]):
        raise Refusal("We have begun to print this order, so it cannot be cancelled here. Please write to us.")
    back = refund_of(order, work)
    order.refund_lines, order.refund_due_cents = [list(line) for line in back.lines], back.due_cents
    order.state, order.held_from = "cancelled", ""
    for job in work:
        job.state = "cancelled"
    happened(act, order, "cancelled", note=reason)
    owed = back.left_cents
    if owed:
        order.attention = REFUND_DUE
        happened(act, order, "refund-due")
    promotions.release(act, f"order:{order.number}")
    last_word(act, order)
    audit.record(act, "order.cancelled", f"order:{order.number}", owed_cents=owed)
    lines = [[label, dollars(cents)] for label, cents in back.lines] if len(back.lines) > 1 else []
    write(act, order, "orders/cancelled", note=reason, refund=dollars(owed) if owed else "", lines=lines)


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
    if order.state == "cancelled" and order.refunded_cents >= order.refund_due_cents:
        order.attention = ""
    happened(act, order, "refunded", note=dollars(more))
    audit.record(act, "order.refunded", f"order:{number}", cents=more)
    write(act, order, "orders/refunded", refund=dollars(more))
