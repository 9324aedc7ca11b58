"""Quotes: prices that hold for some days, with the specification and the price tables that they rest on."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    DDL,
    JSON,
    Connection,
    ForeignKey,
    Identity,
    Index,
    String,
    UniqueConstraint,
    event,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.keys import HOUSE
from app.foundation.retention import After, With
from app.foundation.sealed import Sealed, SealedJson, owner_of, reach

FIRST_NUMBER = 20001
SQLITE_FIRST_NUMBER = f"INSERT INTO sqlite_sequence (name, seq) VALUES ('quote', {FIRST_NUMBER - 1})"  # noqa: S608  # nothing in it comes from outside
"""SQLite counts on from here; PostgreSQL knows the start from the column's identity."""
WITH_THE_QUOTE = With("quote", "with its quote")
POSTAL_LINES = ("line1", "line2", "city", "postal_code")
"""The parts of an address that rest sealed, as in an order."""

ASKED = personal("order", purposes="order", origins="subject staff", clause="ordering")
PRICED = personal(
    "order",
    purposes="order",
    origins="system staff",
    clause="ordering",
    correctable="no",
    reason="a quoted price is held as it was given",
)
BY_WHOM = personal(
    "technical",
    purposes="order",
    origins="system",
    clause="ordering",
    export="masked",
    correctable="no",
    reason="who did something is not changed afterwards",
)


class Quote(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One quote: whose it is, what it comes to, until when it holds, and what became of it."""

    __tablename__ = "quote"
    __retention__ = After("retention.quote-years", since="created_at", then="after it was made")
    __person__ = "account_id as account else case_number -> case_file"
    __ref__ = "quote"
    __table_args__ = (
        UniqueConstraint("account_id", "nonce"),
        Index("ix_quote_of_account", "account_id", "number"),
        Index("ix_quote_of_case", "case_number", "number"),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(Identity(start=FIRST_NUMBER), primary_key=True, info=KEY)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=KEY)
    """Empty while it answers somebody who has no account."""
    case_number: Mapped[int | None] = mapped_column(ForeignKey("case_file.number"), info=KEY)
    nonce: Mapped[str] = mapped_column(
        String(64), info=not_personal("a digest with a random part: one quote for each form that was sent")
    )
    name: Mapped[str] = mapped_column(String(80), info=ASKED)
    by_staff: Mapped[bool] = mapped_column(default=False, info=not_personal("whether our staff made the quote"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    valid_until: Mapped[datetime] = mapped_column(UtcDateTime, index=True, info=STAMP)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    ordered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    order_number: Mapped[int | None] = mapped_column(ForeignKey("print_order.number"), index=True, info=KEY)
    policy_version: Mapped[int | None] = mapped_column(info=not_personal("the number of a policy version"))
    delivery: Mapped[dict[str, Any] | None] = mapped_column(
        SealedJson("quote.delivery", "account_id", ("account_id", "nonce"), parts=POSTAL_LINES),
        info=personal("contact", purposes="order", clause="ordering", rest="sealed"),
    )
    shipping_method: Mapped[str] = mapped_column(String(30), default="", info=ASKED)
    """Empty: shipping and tax are reckoned when it is ordered."""
    shipping_label: Mapped[str] = mapped_column(String(80), default="", info=ASKED)
    goods_cents: Mapped[int] = mapped_column(info=PRICED)
    shipping_cents: Mapped[int] = mapped_column(default=0, info=PRICED)
    tax_cents: Mapped[int] = mapped_column(default=0, info=PRICED)
    tax_lines: Mapped[list[Any]] = mapped_column(JSON, default=list, info=PRICED)
    total_cents: Mapped[int] = mapped_column(info=PRICED)
    version: Mapped[int] = mapped_column(default=1, info=STATE)


event.listen(Quote.__table__, "after_create", DDL(SQLITE_FIRST_NUMBER).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]  # SQLAlchemy types it so


def _owner_of(connection: Connection, number: Any) -> str:
    """Whose key seals the rows of a quote: its customer's, else the house's own."""
    account_id = connection.scalar(select(Quote.account_id).where(Quote.number == number))
    return owner_of(connection, "account_id", account_id) if account_id else HOUSE


reach("quote_number", _owner_of)


class QuoteLine(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One job of a quote: what would be made, and its price taken apart, as it stood on that day."""

    __tablename__ = "quote_line"
    __retention__ = WITH_THE_QUOTE
    __person__ = "quote_number -> quote"
    __table_args__ = (Index("ix_quote_line_of_quote", "quote_number", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    quote_number: Mapped[int] = mapped_column(ForeignKey("quote.number"), info=KEY)
    position: Mapped[int] = mapped_column(info=KEY)
    name: Mapped[str] = mapped_column(String(80), info=ASKED)
    product: Mapped[str] = mapped_column(String(60), info=ASKED)
    product_name: Mapped[str] = mapped_column(String(80), info=ASKED)
    spec: Mapped[dict[str, Any]] = mapped_column(JSON, info=ASKED)
    words: Mapped[list[Any]] = mapped_column(JSON, info=ASKED)
    breakdown: Mapped[dict[str, Any]] = mapped_column(JSON, info=PRICED)
    tables_version: Mapped[int] = mapped_column(info=not_personal("the number of a price table"))
    quantity: Mapped[int] = mapped_column(info=ASKED)
    cents: Mapped[int] = mapped_column(info=PRICED)
    listed_cents: Mapped[int] = mapped_column(info=PRICED)
    """What the price tables say; another price was agreed where it differs."""
    artwork_id: Mapped[int | None] = mapped_column(ForeignKey("artwork.id"), index=True, info=KEY)


class QuoteEvent(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Something that was done with a quote: when, by whom, and why."""

    __tablename__ = "quote_event"
    __retention__ = WITH_THE_QUOTE
    __person__ = "quote_number -> quote"
    __table_args__ = (Index("ix_quote_event_of_quote", "quote_number", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    quote_number: Mapped[int] = mapped_column(ForeignKey("quote.number"), info=KEY)
    what: Mapped[str] = mapped_column(String(20), info=STATE)
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    actor: Mapped[str] = mapped_column(String(80), info=BY_WHOM)
    note: Mapped[str] = mapped_column(
        Sealed("quote_event.note", "quote_number", place=("quote_number", "what")),
        default="",
        info=personal("staff-note", purposes="order", origins="staff", clause="ordering", rest="sealed"),
    )


in_words(
    Quote,
    "Your quotes",
    name="name of the quote",
    delivery="where it would go",
    shipping_method="way of shipping",
    shipping_label="way of shipping, in words",
    goods_cents="price of the goods",
    shipping_cents="price of shipping",
    tax_cents="tax",
    tax_lines="how the tax came about",
    total_cents="total",
)
in_words(
    QuoteLine,
    "What you had quoted",
    name="your name for it",
    product="product",
    product_name="product, in words",
    spec="size, paper, colors and all else you chose",
    words="what you chose, in words",
    breakdown="how the price came about",
    quantity="quantity",
    cents="price",
    listed_cents="price by our tables",
)
in_words(QuoteEvent, "What was done with a quote", actor="who did it, by number", note="why")
