"""Under which version of the policy each order of somebody came."""

from sqlalchemy import select

from app.foundation.database import db
from app.orders.models import PrintOrder


def versions_of(account_id: int) -> list[tuple[int | None, int]]:
    """Policy version and number of every order, oldest first."""
    query = select(PrintOrder.policy_version, PrintOrder.number).where(PrintOrder.account_id == account_id)
    return [(version, number) for version, number in db.session.execute(query.order_by(PrintOrder.number))]
