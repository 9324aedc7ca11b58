"""What the age of an order and of a file is counted from, as columns that others join."""

from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, case, exists, func, or_, select, type_coerce
from sqlalchemy.types import Text

from app.foundation.database import UtcDateTime
from app.orders.models import OrderEvent, OrderJob, PrintOrder
from app.orders.progress import DONE

MASKED = "(masked)"
"""Stands in place of the name in a delivery whose contact was masked."""
OVER = (*sorted(DONE), "cancelled")


def contact_stands() -> ColumnElement[bool]:
    """Orders that still hold a telephone number or the person to whom they were sent."""
    stored = type_coerce(PrintOrder.delivery, Text)
    return or_(
        and_(type_coerce(PrintOrder.phone, Text) != "", PrintOrder.phone.is_not(None)),
        PrintOrder.phone_digest.is_not(None),
        PrintOrder.phone_last4_digest.is_not(None),
        PrintOrder.street_digest.is_not(None),
        and_(PrintOrder.delivery.is_not(None), stored != "", stored.not_like(f'%"name":"{MASKED}"%')),
    )


def artwork_needed_until(artwork: Table) -> ColumnElement[datetime]:
    """When a file was last needed: what was printed from it was delivered, or it came; NULL while a job needs it."""
    used = OrderJob.artwork_id == artwork.c.id
    needed = exists(select(1).where(used, OrderJob.state.not_in((*OVER, "draft"))))
    over = (
        select(func.max(OrderEvent.at))
        .join(OrderJob, OrderJob.id == OrderEvent.job_id)
        .where(used, OrderEvent.state.in_(OVER))
        .scalar_subquery()
    )
    later = case((over > artwork.c.received_at, over), else_=artwork.c.received_at)
    return type_coerce(case((needed, None), else_=later), UtcDateTime())
