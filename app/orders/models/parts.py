"""The jobs of an order, where their pieces go, what happened to them and who works on them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.retention import After, Both, With
from app.foundation.sealed import Sealed, SealedJson
from app.orders.models.order import MONEY, ORDERED, POSTAL_LINES, STREET_OF, found_by

WITH_THE_ORDER = With("print_order", "{retention.order-years} after the order")
TOLD = personal(
    "order",
    purposes="order",
    origins="subject staff system",
    clause="ordering",
    correctable="no",
    reason="what happened to an order is not changed afterwards",
)
DECIDED = personal(
    "order",
    purposes="order",
    origins="company",
    clause="ordering",
    correctable="no",
    reason="what somebody decided about an order is not changed afterwards",
)


class OrderJob(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One line of an order: what is made, its price taken apart, its file and how far it is."""

    __tablename__ = "order_job"
    __retention__ = WITH_THE_ORDER
    __person__ = "order_number -> print_order"
    __table_args__ = (
        Index("ix_order_job_of_order", "order_number", "position"),
        Index("ix_order_job_state", "state", "order_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    order_number: Mapped[int] = mapped_column(ForeignKey("print_order.number"), info=KEY)
    position: Mapped[int] = mapped_column(info=KEY)
    name: Mapped[str] = mapped_column(String(80), info=ORDERED)
    product: Mapped[str] = mapped_column(String(60), info=ORDERED)
    product_name: Mapped[str] = mapped_column(String(80), info=ORDERED)
    spec: Mapped[dict[str, Any]] = mapped_column(JSON, info=ORDERED)
    words: Mapped[list[Any]] = mapped_column(JSON, info=ORDERED)
    breakdown: Mapped[dict[str, Any]] = mapped_column(JSON, info=MONEY)
    tables_version: Mapped[int] = mapped_column(info=not_personal("the number of a price table"))
    quantity: Mapped[int] = mapped_column(info=ORDERED)
    cents: Mapped[int] = mapped_column(info=MONEY)
    needs: Mapped[dict[str, Any]] = mapped_column(JSON, info=not_personal("the size and pages that a file must have"))
    business_days: Mapped[int] = mapped_column(info=not_personal("days in the shop, from the price tables"))
    artwork_id: Mapped[int | None] = mapped_column(ForeignKey("artwork.id"), index=True, info=KEY)
    repeat_of: Mapped[int | None] = mapped_column(ForeignKey("order_job.id"), index=True, info=KEY)
    state: Mapped[str] = mapped_column(String(20), info=STATE)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    ship_by: Mapped[date | None] = mapped_column(Date, info=not_personal("a date of the shop's calendar"))
    tracking: Mapped[str] = mapped_column(
        String(60), default="", info=personal("order", purposes="order", origins="staff", clause="shipping-company")
    )


class OrderDelivery(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """What of an order goes to one address, where it goes to several; without rows all goes where the order goes.

    `pieces` are pairs of a job's position and its pieces. `apart` says that it goes to an address of its own; without
    it goes where the order goes.
    """

    __tablename__ = "order_delivery"
    __retention__ = Both(
        (
            WITH_THE_ORDER,
            After(
                "retention.order-contact-years",
                since=("print_order.placed_at", "print_order.created_at"),
                which="further delivery addresses",
                masks=("address", "street_digest"),
                left="only what went there and how",
            ),
        )
    )
    __person__ = "order_number -> print_order"
    __table_args__ = (UniqueConstraint("order_number", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    order_number: Mapped[int] = mapped_column(ForeignKey("print_order.number"), info=KEY)
    position: Mapped[int] = mapped_column(info=KEY)
    apart: Mapped[bool] = mapped_column(info=not_personal("whether it goes to an address of its own"))
    address: Mapped[dict[str, Any] | None] = mapped_column(
        SealedJson(
            "order_delivery.address",
            "order_number",
            ("order_number", "position"),
            (("street_digest", STREET_OF),),
            POSTAL_LINES,
        ),
        info=personal("contact", purposes="order", clause="ordering", rest="sealed"),
    )
    street_digest: Mapped[str | None] = mapped_column(
        String(64), index=True, info=found_by("the street line of a further address")
    )
    pieces: Mapped[list[Any]] = mapped_column(JSON, info=ORDERED)
    method: Mapped[str] = mapped_column(String(30), info=ORDERED)
    label: Mapped[str] = mapped_column(String(80), info=ORDERED)
    cents: Mapped[int] = mapped_column(info=MONEY)
    transit_days: Mapped[int] = mapped_column(info=not_personal("days on the road, from the zone table"))
    tracking: Mapped[str] = mapped_column(
        String(60), default="", info=personal("order", purposes="order", origins="staff", clause="shipping-company")
    )


class OrderEvent(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Something that happened: a state is a row with who and when; edits of the past are new rows."""

    __tablename__ = "order_event"
    __retention__ = WITH_THE_ORDER
    __person__ = "order_number -> print_order"
    __table_args__ = (Index("ix_order_event_of_order", "order_number", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    order_number: Mapped[int] = mapped_column(ForeignKey("print_order.number"), info=KEY)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("order_job.id"), info=KEY)
    state: Mapped[str] = mapped_column(String(30), info=TOLD)
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    actor: Mapped[str] = mapped_column(String(80), info=TOLD)
    note: Mapped[str] = mapped_column(
        Sealed("order_event.note", "order_number"),
        default="",
        info=personal("staff-note", purposes="order", origins="subject staff", clause="ordering", rest="sealed"),
    )
    shown: Mapped[bool] = mapped_column(default=True, info=not_personal("whether the customer's page shows the row"))


class OrderAssignment(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Who works on an order, from when to when: at most one at a time."""

    __tablename__ = "order_assignment"
    __retention__ = WITH_THE_ORDER
    __person__ = "staff_id as account"
    __table_args__ = (
        Index(
            "uq_order_assignment_open",
            "order_number",
            unique=True,
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
        Index("ix_order_assignment_of_staff", "staff_id", "released_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    order_number: Mapped[int] = mapped_column(ForeignKey("print_order.number"), info=KEY)
    staff_id: Mapped[int] = mapped_column(
        ForeignKey("account.id"),
        info=personal(
            "technical",
            subject="staff",
            purposes="order",
            origins="system",
            clause="ordering",
            correctable="no",
            reason="who worked on an order is not changed afterwards",
        ),
    )
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


class OrderApproval(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """That an order was over its buyer's limit, and what somebody else of the company decided, who and when.

    `limit_cents` is the limit as it was then; `verdict` is empty while the order waits.
    """

    __tablename__ = "order_approval"
    __retention__ = WITH_THE_ORDER
    __person__ = "order_number -> print_order"

    order_number: Mapped[int] = mapped_column(ForeignKey("print_order.number"), primary_key=True, info=KEY)
    limit_cents: Mapped[int] = mapped_column(info=DECIDED)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    verdict: Mapped[str] = mapped_column(String(10), default="", info=DECIDED)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, info=KEY)


in_words(
    OrderJob,
    "What you ordered",
    name="your name for it",
    product="product",
    product_name="product, in words",
    spec="size, paper, colors and all else you chose",
    words="what you chose, in words",
    breakdown="how the price came about",
    quantity="quantity",
    cents="price",
    tracking="tracking number",
)
in_words(
    OrderDelivery,
    "Where parts of an order go",
    address="where it goes",
    street_digest="fingerprint of the street",
    pieces="what goes there",
    method="way of shipping",
    label="way of shipping, in words",
    cents="price of shipping",
    tracking="tracking number",
)
in_words(
    OrderEvent,
    "What happened to an order",
    state="what happened",
    actor="who did it, by number",
    note="note of our staff",
)
in_words(OrderApproval, "Approval by your company", limit_cents="your limit then", verdict="what was decided")
in_words(OrderAssignment, "Who works on an order", staff_id="the member of staff, by number")
