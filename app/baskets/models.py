"""Jobs that a signed-in customer has put aside to order together (print.md section 2; P18, P19)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import rules
from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.retention import After, Both
from app.foundation.sealed import SealedJson

rules.declare(rules.Rule("baskets.keep-days", 90, "days", "How long a job stays in a basket after its last change"))
rules.declare(rules.Rule("baskets.undo-days", 1, "days", "How long a removed job can be put back into the basket"))

CHOSEN = personal("order", purposes="order", clause="ordering", correctable="self")


class BasketItem(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One job in a basket. Its price is held from `priced_at` on; where `drops` is empty, all of it goes where the
    order goes. `removed_at` hides the row until its time is over; `ordered_as` is the order that it became."""

    __tablename__ = "basket_item"
    __retention__ = Both(
        (
            After("baskets.keep-days", since="changed_at", then="after its last change"),
            After("baskets.undo-days", since="removed_at", which="a job that was removed or ordered"),
        )
    )
    __person__ = "account_id as account"
    __table_args__ = (Index("ix_basket_item_of_account", "account_id", "position", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=KEY)
    mark: Mapped[str] = mapped_column(String(64), unique=True, info=not_personal("random, to seal the row"))
    position: Mapped[int] = mapped_column(info=KEY)
    name: Mapped[str] = mapped_column(String(80), default="", info=CHOSEN)
    product: Mapped[str] = mapped_column(String(60), info=CHOSEN)
    spec: Mapped[dict[str, Any]] = mapped_column(JSON, info=CHOSEN)
    breakdown: Mapped[dict[str, Any]] = mapped_column(
        JSON,
        info=personal(
            "order",
            purposes="order",
            origins="system",
            clause="ordering",
            correctable="no",
            reason="the price follows from what was chosen",
        ),
    )
    tables_version: Mapped[int] = mapped_column(info=not_personal("the number of a price table"))
    priced_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    artwork_id: Mapped[int | None] = mapped_column(ForeignKey("artwork.id"), index=True, info=KEY)
    drops: Mapped[dict[str, Any]] = mapped_column(
        SealedJson("basket_item.drops", "account_id", ("account_id", "mark")),
        default=dict,
        info=personal("contact", purposes="order", clause="ordering", correctable="self", rest="sealed"),
    )
    policy_version: Mapped[int | None] = mapped_column(info=not_personal("the number of a policy version"))
    agreement: Mapped[str | None] = mapped_column(String(60), info=not_personal("the name of an agreement"))
    agreement_version: Mapped[int | None] = mapped_column(info=not_personal("the number of an agreement's version"))
    repeat_of: Mapped[int | None] = mapped_column(info=KEY)
    """The number of the job that this one orders again; no foreign key, since that job may go first."""
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    ordered_as: Mapped[int | None] = mapped_column(info=KEY)
    version: Mapped[int] = mapped_column(default=1, info=STATE)


in_words(
    BasketItem,
    "Your basket",
    name="your name for the job",
    product="product",
    spec="size, paper, colors and all else you chose",
    breakdown="how the price came about",
    drops="the addresses that parts of it go to",
)
