"""Links on which an order can be paid."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.foundation.database import db
from app.foundation.errors import Missing
from app.quotes.models import PayLink


@dataclass(frozen=True)
class PayLinkView:
    """One link: the order that it pays, until when, and whether it was taken back."""

    order_number: int
    expires_at: datetime
    withdrawn_at: datetime | None

    def live(self, at: datetime) -> bool:
        return self.withdrawn_at is None and at < self.expires_at


_LINK = (PayLink.order_number, PayLink.expires_at, PayLink.withdrawn_at)


def pay_link(token_sha256: str) -> PayLinkView:
    """The link with this digest.

    Raises:
        Missing: there never was one.
    """
    row = db.session.execute(select(*_LINK).where(PayLink.token_sha256 == token_sha256)).one_or_none()
    if row is None:
        raise Missing
    return PayLinkView(*row)


def newest_pay_link(order_number: int) -> PayLinkView | None:
    """The newest link of an order."""
    query = select(*_LINK).where(PayLink.order_number == order_number).order_by(PayLink.id.desc()).limit(1)
    row = db.session.execute(query).one_or_none()
    return PayLinkView(*row) if row else None
