"""What a code takes off an order, and counting its uses: the last use goes to one of two orders, never to both."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import func, select, update

from app.accounts.service import throttling
from app.audit import service as audit
from app.foundation import rules
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.foundation.money import dollars
from app.promotions.codes import normalized
from app.promotions.models import Promotion, Redemption
from app.promotions.views import ended

FIELD = "promotion"
UNKNOWN = "We do not know this code, or it has ended. Check it, or leave the box empty."
USED_UP = "This code has been used as often as it may be."
TRIES = "promotions.wrong-tries"
rules.declare(
    rules.Rule(TRIES, 10, "tries", "How many wrong promotion codes one customer may type in an hour", least=1)
)


@dataclass(frozen=True)
class Discount:
    """What a code takes off: `cents` is more than none and never more than the print price."""

    code: str
    label: str
    cents: int


def discount(code: str, print_cents: int, products: Collection[str], account_id: int, at: datetime) -> Discount:
    """What the code takes off `print_cents` of these products (slugs) for this customer.

    Raises:
        Refusal: at the field `promotion`; unknown and ended codes get the same sentence, and count as wrong tries.
    """
    if throttling.counted(at, FIELD, str(account_id)) >= rules.whole(TRIES, at):
        raise Refusal("Too many codes were tried. Please wait an hour, or order without a code.", FIELD)
    found = _current(code, at)
    if found is None:
        throttling.told(Act(Actor("customer", str(account_id)), at), FIELD, str(account_id), rules.whole(TRIES, at))
        raise Refusal(UNKNOWN, FIELD)
    _fits(found, print_cents, products)
    _refuse_used_up(found, account_id, "")
    cents = min(_off(found, print_cents), print_cents)
    if cents <= 0:
        raise Refusal("This code takes nothing off so small an order.", FIELD)
    return Discount(found.code, found.label, cents)


def redeem(act: Act, discount: Discount, account_id: int, order_ref: str) -> None:
    """Count one use, for `order_ref` (`order:10001`); once for each order, however often it is asked.

    Raises:
        Refusal: the code ended or was used up meanwhile.
    """
    locked = select(Promotion).where(Promotion.code == discount.code).with_for_update()
    found = db.session.scalar(locked.execution_options(populate_existing=True))
    if found is None or _current(discount.code, act.at) is None:
        raise Refusal(UNKNOWN, FIELD)
    of_order = (Redemption.promotion_id == found.id, Redemption.order_ref == order_ref)
    row = db.session.scalar(select(Redemption).where(*of_order))
    if row is not None and row.released_at is None:
        return
    _refuse_used_up(found, account_id, order_ref)
    if row is None:
        row = Redemption(promotion_id=found.id, account_id=account_id, order_ref=order_ref, code=found.code)
        db.session.add(row)
    row.cents, row.at, row.released_at = discount.cents, act.at, None
    db.session.flush()
    audit.record(act, "promotion.redeemed", order_ref, code=found.code, cents=discount.cents)


def release(act: Act, order_ref: str) -> None:
    """The order came to nothing: its use is free again. An order without a code changes nothing."""
    open_use = (Redemption.order_ref == order_ref, Redemption.released_at.is_(None))
    code = db.session.scalar(select(Redemption.code).where(*open_use))
    if code is not None:
        db.session.execute(update(Redemption).where(*open_use).values(released_at=act.at))
        audit.record(act, "promotion.released", order_ref, code=code)


def _current(code: str, at: datetime) -> Promotion | None:
    typed = normalized(code)
    if not typed:
        return None
    found: Promotion | None = db.session.scalar(
        select(Promotion).where(Promotion.code == typed, Promotion.starts_at <= at, ~ended(at))
    )
    return found


def _fits(found: Promotion, print_cents: int, products: Collection[str]) -> None:
    if found.products and not set(products) <= set(found.products):
        raise Refusal("This code is not for all of the products in this order.", FIELD)
    if print_cents < found.least_cents:
        raise Refusal(
            f"This code is for orders from {dollars(found.least_cents)} of printing; this one has "
            f"{dollars(print_cents)}.",
            FIELD,
        )


def _refuse_used_up(found: Promotion, account_id: int, order_ref: str) -> None:
    """Count the uses of other orders: those of all customers, and those of this one."""
    counted = (
        select(
            func.count().label("all"),
            func.count().filter(Redemption.account_id == account_id).label("own"),
        )
        .where(Redemption.promotion_id == found.id, Redemption.released_at.is_(None))
        .where(Redemption.order_ref != order_ref)
    )
    everybody, own = db.session.execute(counted).one()
    if found.most_uses is not None and everybody >= found.most_uses:
        raise Refusal(USED_UP, FIELD)
    if found.most_each is not None and own >= found.most_each:
        raise Refusal("You have used this code as often as one customer may.", FIELD)


def _off(found: Promotion, print_cents: int) -> int:
    if found.off_cents is not None:
        return found.off_cents
    share = Decimal(print_cents) * Decimal(found.percent or 0) / 100
    return int(share.quantize(Decimal(1), ROUND_HALF_UP))
