"""Links that open one thing without an account: only the digest of their secret rests here."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, in_words, not_personal
from app.foundation.retention import With

DIGEST = not_personal("a digest of a secret that is stored nowhere")
SALT = not_personal("random")


class QuoteShare(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A link that shows a quote to whoever has it, until it is withdrawn or the quote runs out."""

    __tablename__ = "quote_share"
    __retention__ = With("quote", "with its quote")
    __person__ = "quote_number -> quote"
    __table_args__ = (Index("ix_quote_share_of_quote", "quote_number", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    quote_number: Mapped[int] = mapped_column(ForeignKey("quote.number"), info=KEY)
    salt: Mapped[str] = mapped_column(String(64), info=SALT)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True, info=DIGEST)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


class PayLink(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A link on which one order is paid without signing in, until it is paid or its days are over."""

    __tablename__ = "pay_link"
    __retention__ = With("print_order", "{retention.order-years} after the order")
    __person__ = "order_number -> print_order"
    __table_args__ = (Index("ix_pay_link_of_order", "order_number", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    order_number: Mapped[int] = mapped_column(ForeignKey("print_order.number"), info=KEY)
    salt: Mapped[str] = mapped_column(String(64), info=SALT)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True, info=DIGEST)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


in_words(QuoteShare, "Links that showed a quote")
in_words(PayLink, "Links on which an order could be paid")
