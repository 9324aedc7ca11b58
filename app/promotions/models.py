"""Promotion codes, what was done with them, and who used one on which order."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, in_words, not_personal, personal
from app.foundation.retention import Keep, With

BY_WHOM = personal(
    "technical",
    subject="staff",
    purposes="legal",
    origins="system staff",
    clause="security-measures",
    export="masked",
    correctable="no",
    reason="the record of who gave away what stays as it was",
)


class Promotion(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A code that takes something off the print price while it runs.

    Either `percent` or `off_cents` is set. `products` holds the slugs that it is for, none of them meaning all.
    """

    __tablename__ = "promotion"
    __retention__ = Keep("what we gave away, and why, belongs to the books")
    __person__ = "nobody: an offer of ours"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    code: Mapped[str] = mapped_column(String(20), unique=True, info=not_personal("a code that we made up"))
    label: Mapped[str] = mapped_column(String(80), info=not_personal("what customers read beside the sum"))
    percent: Mapped[int | None] = mapped_column(info=not_personal("how much of the print price it takes off"))
    off_cents: Mapped[int | None] = mapped_column(info=not_personal("how many cents it takes off"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    least_cents: Mapped[int] = mapped_column(default=0, info=not_personal("the least print price that it is for"))
    products: Mapped[list[str]] = mapped_column(JSON, default=list, info=not_personal("the products that it is for"))
    most_uses: Mapped[int | None] = mapped_column(info=not_personal("how often it may be used in all"))
    most_each: Mapped[int | None] = mapped_column(info=not_personal("how often one customer may use it"))
    version: Mapped[int] = mapped_column(default=1, info=not_personal("how often it was saved"))


class PromotionEvent(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A step in the life of a code: `made`, `changed` or `ended`. One that has ended never comes back."""

    __tablename__ = "promotion_event"
    __retention__ = Keep("what we gave away, and why, belongs to the books")
    __person__ = "actor as actor"
    __table_args__ = (Index("ix_promotion_event_of_promotion", "promotion_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    promotion_id: Mapped[int] = mapped_column(ForeignKey("promotion.id"), info=KEY)
    step: Mapped[str] = mapped_column(String(10), info=not_personal("what was done"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    actor: Mapped[str] = mapped_column(String(80), info=BY_WHOM)


class Redemption(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One use of a code on one order; `released_at` says that the order came to nothing and the use is free again."""

    __tablename__ = "promotion_redemption"
    __retention__ = With("print_order", "with its order", by="order_ref", prefix="order:")
    __person__ = "account_id as account"
    __table_args__ = (
        UniqueConstraint("promotion_id", "order_ref"),
        Index("ix_promotion_redemption_of_account", "account_id", "promotion_id"),
        Index("ix_promotion_redemption_order", "order_ref"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    promotion_id: Mapped[int] = mapped_column(ForeignKey("promotion.id"), info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=KEY)
    order_ref: Mapped[str] = mapped_column(String(80), info=not_personal("the number of an order"))
    code: Mapped[str] = mapped_column(
        String(20),
        info=personal(
            "order",
            purposes="order billing",
            clause="ordering",
            correctable="no",
            reason="it belongs to an order whose amounts are frozen",
        ),
    )
    cents: Mapped[int] = mapped_column(
        info=personal(
            "payment",
            purposes="order billing",
            origins="system",
            clause="ordering",
            correctable="no",
            reason="the amounts of a placed order are frozen",
        )
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


in_words(Redemption, "Promotion codes that you used", code="the code", cents="what it took off")
in_words(PromotionEvent, "Work on promotion codes", actor="who did it, by number")
