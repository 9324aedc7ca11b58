"""Settling: what a payment notice does to an order. Repeated, late and reordered notices are harmless."""

from dataclasses import dataclass

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.clock import spoken_date
from app.foundation.money import dollars
from app.orders.models import OrderJob, PrintOrder
from app.orders.progress import WAITING
from app.orders.service.records import happened, jobs_of, locked, write

CURRENCY = "usd"


@dataclass(frozen=True)
class Payment:
    """A verified success: `ref` names the payment at the processor, the amount is in cents."""

    order_number: int
    ref: str
    amount_cents: int
    currency: str


def settle(act: Act, payment: Payment) -> None:
    """Mark the order as paid, once; a payment that does not fit is kept and shown to staff, never applied.

    Raises:
        Missing: the notice names an order that does not exist.
    """
    order = locked(payment.order_number)
    if order.payment_ref == payment.ref:
        return
    if problem := _problem(order, payment):
        _refuse(act, order, payment, problem)
        return
    order.payment_ref, order.paid_cents = payment.ref, payment.amount_cents
    order.state, order.placed_at = "placed", act.at
    happened(act, order, "placed")
    jobs = jobs_of(order.number)
    for job in jobs:
        job.state = "files-received" if job.artwork_id else "awaiting-files"
        happened(act, order, job.state, job)
    audit.record(act, "order.placed", f"order:{order.number}", payment=payment.ref, cents=payment.amount_cents)
    _receipt(act, order, jobs)


def declined(act: Act, order_number: int) -> None:
    """Note that a card was declined; the order stays payable, and a decline that comes late changes nothing.

    Raises:
        Missing: the notice names an order that does not exist.
    """
    order = locked(order_number)
    if order.state == "draft":
        happened(act, order, "payment-declined")
        audit.record(act, "order.declined", f"order:{order.number}")


def alert(act: Act, order_number: int, problem: str) -> None:
    """Show staff that the processor told something about this order that cannot be right.

    Raises:
        Missing: the notice names an order that does not exist.
    """
    order = locked(order_number)
    order.attention = problem
    happened(act, order, "payment-alert", note=problem, shown=False)
    audit.record(act, "order.payment-alert", f"order:{order.number}", problem=problem)


def _problem(order: PrintOrder, payment: Payment) -> str:
    if payment.currency.lower() != CURRENCY or payment.amount_cents != order.total_cents:
        return "wrong amount"
    if order.state == "cancelled":
        return "paid after cancelling"
    if order.state == WAITING:
        return "paid before it was approved"
    if order.state != "draft":
        return "paid twice"
    return ""


def _refuse(act: Act, order: PrintOrder, payment: Payment, problem: str) -> None:
    if problem in {"paid after cancelling", "paid before it was approved"}:
        order.payment_ref, order.paid_cents = payment.ref, payment.amount_cents
        order.refund_due_cents = payment.amount_cents
    alert(act, order.number, f"{problem}: {dollars(payment.amount_cents)}")


def _receipt(act: Act, order: PrintOrder, jobs: list[OrderJob]) -> None:
    write(
        act,
        order,
        "orders/placed",
        placed_on=spoken_date(act.at),
        jobs=[[job.name, f"{job.quantity:,} {job.product_name}", dollars(job.cents)] for job in jobs],
        lines=[
            *([[order.promotion_label, dollars(-order.discount_cents)]] if order.discount_cents else []),
            [order.shipping_label, dollars(order.shipping_cents)],
            *([label, dollars(cents)] for label, cents in order.tax_lines),
        ],
        total=dollars(order.total_cents),
        needs_file=any(not job.artwork_id for job in jobs),
    )
