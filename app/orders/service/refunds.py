"""What a cancelled order gives back, line by line: all that was paid, less printed proofs that were made already."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.foundation.database import db
from app.foundation.errors import Missing
from app.orders.models import OrderEvent, OrderJob, PrintOrder
from app.orders.service.records import LARGEST

PROOF = "proof"
"""The line of a price that is the fee of a printed proof (0 for the one on the screen)."""


@dataclass(frozen=True)
class Refund:
    """`lines` are words and cents that add up to `due_cents`, given back in all; `given_cents` of it are already."""

    lines: tuple[tuple[str, int], ...]
    due_cents: int
    given_cents: int = 0

    @property
    def left_cents(self) -> int:
        """What is still to be given back."""
        return max(self.due_cents - self.given_cents, 0)


def refund(account_id: int, number: int) -> Refund:
    """What the customer would get back for cancelling now, or gets for having cancelled.

    Raises:
        Missing: no such order of this customer.
    """
    query = select(PrintOrder).where(PrintOrder.number == min(number, LARGEST), PrintOrder.account_id == account_id)
    order = db.session.scalar(query)
    if order is None:
        raise Missing
    jobs = db.session.scalars(select(OrderJob).where(OrderJob.order_number == number).order_by(OrderJob.position))
    return refund_of(order, jobs.all())


def refund_of(order: PrintOrder, jobs: Sequence[OrderJob]) -> Refund:
    """What is given back when this order ends now; what was frozen when it was cancelled stays as it was."""
    if order.refund_lines:
        lines = [(label, cents) for label, cents in order.refund_lines]
        return Refund(tuple(lines), order.refund_due_cents, order.refunded_cents)
    if not order.paid_cents:
        return Refund((), 0)
    lines, left = [("You paid", order.paid_cents)], order.paid_cents
    for job in jobs:
        fee = min(_proof_fee(job), left) if _proofed(job) else 0
        if fee:
            lines.append((f"Printed proof of “{job.name}”, which is made already", -fee))
            left -= fee
    return Refund(tuple(lines), left, order.refunded_cents)


def _proof_fee(job: OrderJob) -> int:
    return sum(cents for code, _, cents in job.breakdown["lines"] if code == PROOF)


def _proofed(job: OrderJob) -> bool:
    """Whether a proof of the job was ever made: a later change of the file does not unmake it."""
    made = select(OrderEvent.id).where(OrderEvent.job_id == job.id, OrderEvent.state == "proof-ready")
    return db.session.scalar(made.limit(1)) is not None
