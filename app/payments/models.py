"""What we keep of payments: our attempts, what became of them, the processor's messages, and card summaries."""

from datetime import datetime

from sqlalchemy import Connection, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Serial, UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.keys import Finder
from app.foundation.retention import After, Both, With
from app.foundation.sealed import Sealed, owner_of, reach

ORDER_LIFE = "{retention.order-years} after the order"
FROZEN = personal(
    "payment",
    purposes="order billing",
    origins="system",
    clause="card-processor",
    correctable="no",
    reason="a record of what was paid is not changed",
)
OWNER = personal(
    "payment",
    purposes="order billing",
    origins="system",
    clause="card-processor",
    correctable="no",
    reason="it says whose payment this is",
)
CARD = personal(
    "payment",
    purposes="billing",
    origins="supplier",
    clause="card-numbers",
    correctable="no",
    reason="the card processor tells it; pay with another card to change it",
)


SEALED_CARD = personal(
    "payment",
    purposes="billing",
    origins="supplier",
    clause="card-numbers",
    correctable="no",
    reason="the card processor tells it; pay with another card to change it",
    rest="sealed",
)
SESSION = Finder("payment-session", str)


def _owner_of(connection: Connection, customer_ref: str) -> str:
    """Whose key seals the rows of a payment: the person's of `account:17`."""
    kind, _, ref = customer_ref.partition(":")
    return owner_of(connection, "account_id", int(ref)) if kind == "account" and ref.isdigit() else customer_ref


reach("customer_ref", _owner_of)


class PaymentAttempt(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One try to have an order paid, under an idempotency key of its own."""

    __tablename__ = "payment_attempt"
    __retention__ = With("print_order", ORDER_LIFE, by="order_ref", prefix="order:")
    __person__ = "customer_ref as ref"
    __table_args__ = (UniqueConstraint("order_ref", "number"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    order_ref: Mapped[str] = mapped_column(String(80), info=FROZEN)
    number: Mapped[int] = mapped_column(info=not_personal("the how-manieth try it is"))
    idempotency_key: Mapped[str] = mapped_column(String(60), unique=True, info=not_personal("random"))
    customer_ref: Mapped[str] = mapped_column(String(80), index=True, info=OWNER)
    amount_cents: Mapped[int] = mapped_column(info=FROZEN)
    currency: Mapped[str] = mapped_column(String(3), info=not_personal("the name of a currency"))
    request_sha256: Mapped[str] = mapped_column(String(64), info=not_personal("a digest"))
    session_id: Mapped[str | None] = mapped_column(
        Sealed(
            "payment_attempt.session_id",
            "customer_ref",
            ("customer_ref", "idempotency_key"),
            (("session_digest", SESSION),),
        ),
        info=not_personal("what opens a payment page at the processor", rest="sealed"),
    )
    session_digest: Mapped[str | None] = mapped_column(String(64), unique=True, info=not_personal("a digest"))
    page_url: Mapped[str] = mapped_column(
        Sealed("payment_attempt.page_url", "customer_ref", ("customer_ref", "idempotency_key")),
        default="",
        info=not_personal("an address at the processor that opens a payment page", rest="sealed"),
    )
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


class PaymentState(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Something that became of an attempt, when and through whom; rows are only added."""

    __tablename__ = "payment_state"
    __retention__ = With("payment_attempt", ORDER_LIFE)
    __person__ = "attempt_id -> payment_attempt"
    # The database itself keeps an attempt from being paid twice.
    __table_args__ = (
        Index(
            "uq_payment_state_paid_once",
            "attempt_id",
            unique=True,
            sqlite_where=text("state = 'paid'"),
            postgresql_where=text("state = 'paid'"),
        ),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("payment_attempt.id"), index=True, info=KEY)
    state: Mapped[str] = mapped_column(String(20), info=STATE)
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    by: Mapped[str] = mapped_column(String(80), info=FROZEN)


class PaymentMessage(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One message of the processor and what we made of it; its id comes in once."""

    __tablename__ = "payment_event"
    __retention__ = Both(
        (With("payment_attempt"), After("retention.order-years", since="received_at", only=("attempt_id", None))),
        ORDER_LIFE,
    )
    __person__ = "attempt_id -> payment_attempt"

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    event_id: Mapped[str] = mapped_column(String(120), unique=True, info=KEY)
    kind: Mapped[str] = mapped_column(String(120), info=not_personal("the processor's name for what happened"))
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, info=STAMP)
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("payment_attempt.id"), index=True, info=KEY)
    amount_cents: Mapped[int] = mapped_column(info=FROZEN)
    currency: Mapped[str] = mapped_column(String(3), info=not_personal("the name of a currency"))
    outcome: Mapped[str] = mapped_column(String(20), info=STATE)


class PaymentCard(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """The card a customer last paid with: never its number (P20)."""

    __tablename__ = "payment_card"
    __retention__ = With("account", "as long as the account", by="customer_ref", prefix="account:")
    __person__ = "customer_ref as ref"

    customer_ref: Mapped[str] = mapped_column(String(80), primary_key=True, info=OWNER)
    processor_customer: Mapped[str] = mapped_column(
        Sealed("payment_card.processor_customer", "customer_ref"), info=SEALED_CARD
    )
    token: Mapped[str] = mapped_column(
        Sealed("payment_card.token", "customer_ref"),
        info=personal(
            "payment",
            purposes="billing",
            origins="supplier",
            clause="card-numbers",
            export="withheld",
            correctable="no",
            reason="it is a key to the card and means nothing to anybody but the processor",
            rest="sealed",
        ),
    )
    brand: Mapped[str] = mapped_column(String(40), info=CARD)
    last4: Mapped[str] = mapped_column(String(4), info=CARD)
    exp_month: Mapped[int] = mapped_column(info=CARD)
    exp_year: Mapped[int] = mapped_column(info=CARD)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


in_words(
    PaymentAttempt,
    "Your payments",
    order_ref="for which order",
    customer_ref="your number here",
    amount_cents="amount",
)
in_words(
    PaymentCard,
    "The card you last paid with",
    customer_ref="your number here",
    processor_customer="your number at the card processor",
    token="what stands for the card at the card processor",  # noqa: S106  # words, no secret
    brand="brand",
    last4="last four digits",
    exp_month="month in which it ends",
    exp_year="year in which it ends",
)
in_words(PaymentMessage, "What the card processor told us", amount_cents="amount")
in_words(PaymentState, "What became of a payment", by="who or what changed it")
