"""What only the customer of an order would know of it: to compare with what somebody says of themselves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.foundation.database import db
from app.orders.models import PrintOrder

MOST = 200


@dataclass(frozen=True)
class KnownOrder:
    """An order's number, the postal codes that it knows, and what it came to, in cents."""

    number: int
    account_id: int
    postal_codes: frozenset[str]
    total_cents: int
    created_at: datetime


_COLUMNS = (
    PrintOrder.number, PrintOrder.account_id, PrintOrder.delivery, PrintOrder.billing, PrintOrder.total_cents,
    PrintOrder.created_at,
)  # fmt: skip


def known_orders(account_id: int) -> list[KnownOrder]:
    """The newest orders of an account, the newest first."""
    query = select(*_COLUMNS).where(PrintOrder.account_id == account_id).order_by(PrintOrder.number.desc())
    return [_known(*row) for row in db.session.execute(query.limit(MOST))]


def account_of(number: int) -> int:
    """The account that placed the order; 0 when there is no such order."""
    return db.session.scalar(select(PrintOrder.account_id).where(PrintOrder.number == number)) or 0


def _known(
    number: int,
    account_id: int,
    delivery: dict[str, str] | None,
    billing: dict[str, str] | None,
    total_cents: int,
    created_at: datetime,
) -> KnownOrder:
    found = {compared((address or {}).get("postal_code") or "") for address in (delivery, billing)}
    return KnownOrder(number, account_id, frozenset(found - {""}), total_cents, created_at)


def compared(postal_code: str) -> str:
    """A postal code as it is compared: `55317-1234` and `55317` are one."""
    signs = "".join(sign for sign in postal_code.upper() if sign.isalnum())
    return signs[:5] if signs[:5].isdigit() and len(signs) in (5, 9) else signs
