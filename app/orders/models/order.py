"""An order: who, where to, how much (print.md section 1; P18 to P21)."""

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
from app.foundation.inventory import KEY, STAMP, STATE, Category, in_words, not_personal, personal
from app.foundation.keys import Finder
from app.foundation.retention import After, Both
from app.foundation.sealed import Sealed, SealedJson, owner_of, reach
from app.people.identifiers import LAST_FOUR, PHONE, STREET

FIRST_NUMBER = 10001
SQLITE_FIRST_NUMBER = f"INSERT INTO sqlite_sequence (name, seq) VALUES ('print_order', {FIRST_NUMBER - 1})"  # noqa: S608  # nothing in it comes from outside
"""SQLite counts on from here; PostgreSQL knows the start from the column's identity."""

ORDERED = personal("order", purposes="order billing", clause="ordering", correctable="by-request")
MONEY = personal(
    "payment",
    purposes="order billing",
    origins="system",
    clause="ordering",
    correctable="no",
    reason="the amounts of a placed order are frozen",
)


POSTAL_LINES = ("line1", "line2", "city", "postal_code")
"""The parts of an address that rest sealed; names, region and country stay readable."""
IN_ORDER = ("account_id", "nonce")
"""What binds a sealed value to its order."""
STREET_OF = Finder(STREET.kind, lambda address: STREET.of(address["line1"]))


def found_by(what: str, category: Category = "contact") -> dict[str, Any]:
    return personal(category, purposes="order", origins="system", clause="ordering", export="withheld",
                    reason=f"a keyed digest of {what}, only to find it again")  # fmt: skip


class PrintOrder(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One order: who, where to, how much. Everything that was shown when it was placed is frozen here."""

    __tablename__ = "print_order"
    __retention__ = Both(
        (
            After("retention.order-years", since=("placed_at", "created_at"), then="after the order"),
            After(
                "retention.order-contact-years",
                since=("placed_at", "created_at"),
                which="telephone and shipping contact",
                masks=("phone", "phone_digest", "phone_last4_digest", "delivery", "street_digest"),
                left="only where it went",
            ),
        )
    )
    __person__ = "account_id as account"
    __ref__ = "order"
    __table_args__ = (
        UniqueConstraint("account_id", "nonce"),
        Index("ix_print_order_of_account", "account_id", "number"),
        Index("ix_print_order_of_company", "company_id", "number"),
        Index("ix_print_order_state", "state", "number"),
        Index("ix_print_order_attention", "attention", "number"),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(Identity(start=FIRST_NUMBER), primary_key=True, info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=KEY)
    company_id: Mapped[int | None] = mapped_column(info=KEY)
    """For which company it was placed. No foreign key: a company may be removed before its orders, and its number is
    never given again."""
    company_limit_cents: Mapped[int | None] = mapped_column(
        info=not_personal("the limit of one order that the company had set for its buyer")
    )
    nonce: Mapped[str] = mapped_column(
        String(64), info=not_personal("a digest with a random part: one order for each form that was sent")
    )
    state: Mapped[str] = mapped_column(String(20), info=STATE)
    held_from: Mapped[str] = mapped_column(String(20), default="", info=STATE)
    attention: Mapped[str] = mapped_column(String(60), default="", info=STATE)
    policy_version: Mapped[int | None] = mapped_column(info=not_personal("the number of a policy version"))
    agreement: Mapped[str | None] = mapped_column(String(60), info=not_personal("the name of an agreement"))
    agreement_version: Mapped[int | None] = mapped_column(info=not_personal("the number of an agreement's version"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    placed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    phone: Mapped[str] = mapped_column(
        Sealed(
            "print_order.phone",
            "account_id",
            IN_ORDER,
            (("phone_digest", PHONE), ("phone_last4_digest", LAST_FOUR)),
        ),
        default="",
        info=personal("contact", purposes="order", clause="telephone", rest="sealed"),
    )
    phone_digest: Mapped[str | None] = mapped_column(String(64), index=True, info=found_by("the telephone number"))
    phone_last4_digest: Mapped[str | None] = mapped_column(
        String(64), index=True, info=found_by("the last four digits of the telephone number")
    )
    phone_purpose: Mapped[str] = mapped_column(String(20), default="order", info=not_personal("a purpose code"))
    delivery: Mapped[dict[str, Any] | None] = mapped_column(
        SealedJson("print_order.delivery", "account_id", IN_ORDER, (("street_digest", STREET_OF),), POSTAL_LINES),
        info=personal("contact", purposes="order", clause="ordering", rest="sealed"),
    )
    street_digest: Mapped[str | None] = mapped_column(
        String(64), index=True, info=found_by("the street line of the delivery")
    )
    billing: Mapped[dict[str, Any]] = mapped_column(
        SealedJson("print_order.billing", "account_id", IN_ORDER, parts=POSTAL_LINES),
        info=personal("payment", purposes="billing", clause="ordering", rest="sealed"),
    )
    blind: Mapped[bool] = mapped_column(default=False, info=ORDERED)
    po_number: Mapped[str] = mapped_column(
        String(40), default="", info=personal("order", purposes="billing", clause="ordering", correctable="by-request")
    )
    carrier_account: Mapped[str] = mapped_column(
        Sealed("print_order.carrier_account", "account_id", IN_ORDER),
        default="",
        info=personal("order", purposes="order", clause="ordering", correctable="by-request", rest="sealed"),
    )
    promotion: Mapped[str] = mapped_column(String(40), default="", info=ORDERED)
    promotion_label: Mapped[str] = mapped_column(String(120), default="", info=ORDERED)
    discount_cents: Mapped[int] = mapped_column(default=0, info=MONEY)
    exemptions: Mapped[list[Any]] = mapped_column(JSON, default=list, info=MONEY)
    source: Mapped[str] = mapped_column(
        String(40), default="", info=not_personal("what it was made from, by kind and number")
    )
    shipping_method: Mapped[str] = mapped_column(String(30), info=ORDERED)
    shipping_label: Mapped[str] = mapped_column(String(80), info=ORDERED)
    transit_days: Mapped[int] = mapped_column(info=not_personal("days on the road, from the zone table"))
    goods_cents: Mapped[int] = mapped_column(info=MONEY)
    shipping_cents: Mapped[int] = mapped_column(info=MONEY)
    tax_cents: Mapped[int] = mapped_column(info=MONEY)
    tax_lines: Mapped[list[Any]] = mapped_column(JSON, info=MONEY)
    total_cents: Mapped[int] = mapped_column(info=MONEY)
    paid_cents: Mapped[int] = mapped_column(default=0, info=MONEY)
    payment_ref: Mapped[str] = mapped_column(String(80), default="", info=MONEY)
    refunded_cents: Mapped[int] = mapped_column(default=0, info=MONEY)
    refund_lines: Mapped[list[Any]] = mapped_column(JSON, default=list, info=MONEY)
    refund_due_cents: Mapped[int] = mapped_column(default=0, info=MONEY)
    version: Mapped[int] = mapped_column(default=1, info=STATE)


event.listen(PrintOrder.__table__, "after_create", DDL(SQLITE_FIRST_NUMBER).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]  # SQLAlchemy types it so


def _owner_of(connection: Connection, number: Any) -> str:
    """Whose key seals the rows of an order: its customer's."""
    account_id = connection.scalar(select(PrintOrder.account_id).where(PrintOrder.number == number))
    return owner_of(connection, "account_id", account_id)


reach("order_number", _owner_of)


in_words(
    PrintOrder,
    "Your orders",
    phone="telephone number for this order",
    phone_digest="fingerprint of the telephone number",
    phone_last4_digest="fingerprint of its last four digits",
    delivery="where it goes",
    street_digest="fingerprint of the street",
    billing="who is billed",
    blind="whether the parcel shows you as the sender",
    po_number="your purchase-order number",
    carrier_account="your account with the carrier",
    promotion="promotion code",
    promotion_label="promotion, in words",
    discount_cents="what the promotion took off",
    exemptions="certificate that freed it from tax",
    shipping_method="way of shipping",
    shipping_label="way of shipping, in words",
    goods_cents="price of the goods",
    shipping_cents="price of shipping",
    tax_cents="tax",
    tax_lines="how the tax came about",
    total_cents="total",
    paid_cents="what was paid",
    payment_ref="number of the payment",
    refunded_cents="what was paid back",
    refund_lines="how the refund came about",
    refund_due_cents="what you get back",
)
