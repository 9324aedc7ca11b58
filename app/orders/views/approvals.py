"""What a company decided about an order that was over its buyer's limit."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.views import ACCOUNT_CARD
from app.foundation.database import db
from app.orders.models import OrderApproval


@dataclass(frozen=True)
class ApprovalView:
    """`verdict` is approved, declined, or empty while it waits; `decided_by` is the name of whoever decided."""

    limit_cents: int
    asked_at: datetime
    verdict: str
    decided_at: datetime | None
    decided_by: str | None


def approval_of(number: int) -> ApprovalView | None:
    """The approval that an order needed; None where it needed none."""
    card = ACCOUNT_CARD.subquery("card")
    columns = (
        OrderApproval.limit_cents, OrderApproval.asked_at, OrderApproval.verdict, OrderApproval.decided_at, card.c.name,
    )  # fmt: skip
    query = select(*columns).outerjoin(card, card.c.id == OrderApproval.decided_by)
    row = db.session.execute(query.where(OrderApproval.order_number == number)).one_or_none()
    return ApprovalView(*row) if row else None
