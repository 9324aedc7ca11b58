"""Promotion codes as staff see them: how they stand, how often they were used, what was given away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from app.foundation import clock
from app.foundation.database import db
from app.foundation.errors import Missing
from app.foundation.money import dollars
from app.promotions.models import Promotion, PromotionEvent, Redemption

PAGE = 50


def ended(at: datetime) -> ColumnElement[bool]:
    """Whether a code has ended by then, by its last day or by hand."""
    return and_(Promotion.ends_at.is_not(None), Promotion.ends_at <= at)


def has_ended(promotion_id: int) -> bool:
    """Whether somebody ended the code by hand: that is for good, while a last day can be moved."""
    steps = select(PromotionEvent.id).where(PromotionEvent.promotion_id == promotion_id, PromotionEvent.step == "ended")
    return db.session.scalar(steps.limit(1)) is not None


@dataclass(frozen=True)
class PromotionLine:
    """A code with its uses; `state` is `running`, `coming`, `used up` or `ended`."""

    id: int
    code: str
    label: str
    percent: int | None
    off_cents: int | None
    starts_at: datetime
    ends_at: datetime | None
    least_cents: int
    products: tuple[str, ...]
    most_uses: int | None
    most_each: int | None
    version: int
    uses: int
    given_cents: int
    state: str

    @property
    def takes(self) -> str:
        """What it takes off, in words: `10% of the print price`."""
        return f"{self.percent}% of the print price" if self.off_cents is None else dollars(self.off_cents)

    @property
    def last_at(self) -> datetime | None:
        """The last second that it holds, which lies on the day that people mean; None where no end is set."""
        return self.ends_at - timedelta(seconds=1) if self.ends_at else None

    @property
    def tone(self) -> str:
        return {"running": "good", "coming": "working"}.get(self.state, "")


def times(count: int) -> str:
    """How often, in words."""
    return "once" if count == 1 else "never" if count == 0 else f"{count:,} times"


def lines(at: datetime, before: int = 0) -> list[PromotionLine]:
    """Codes, the newest first, one more than a page holds; `before` is the id that the page before ended with."""
    query = _query().order_by(Promotion.id.desc()).limit(PAGE + 1)
    if before:
        query = query.where(Promotion.id < before)
    return [_line(row, at) for row in db.session.execute(query)]


def line(promotion_id: int, at: datetime) -> PromotionLine:
    """One code.

    Raises:
        Missing: there is none.
    """
    row = db.session.execute(_query().where(Promotion.id == promotion_id)).one_or_none()
    if row is None:
        raise Missing
    return _line(row, at)


@dataclass(frozen=True)
class Step:
    """Something that was done with a code; `actor` as it is recorded (`staff:12`)."""

    step: str
    at: datetime
    actor: str


def history(promotion_id: int) -> list[Step]:
    """What was done with a code, the newest first."""
    query = select(PromotionEvent.step, PromotionEvent.at, PromotionEvent.actor)
    rows = db.session.execute(
        query.where(PromotionEvent.promotion_id == promotion_id).order_by(PromotionEvent.id.desc()).limit(PAGE)
    )
    return [Step(*row) for row in rows]


@dataclass(frozen=True)
class Use:
    """A use of a code, by the number of its order and no name."""

    order_ref: str
    cents: int
    at: datetime
    released_at: datetime | None


def uses(promotion_id: int) -> list[Use]:
    """The newest uses of a code."""
    query = select(Redemption.order_ref, Redemption.cents, Redemption.at, Redemption.released_at)
    rows = db.session.execute(
        query.where(Redemption.promotion_id == promotion_id).order_by(Redemption.id.desc()).limit(PAGE)
    )
    return [Use(*row) for row in rows]


def stored_words(row: Promotion | PromotionLine) -> dict[str, str]:
    """What stands in the row, by the name of its field on the form."""
    return {
        "code": row.code,
        "label": row.label,
        "percent": str(row.percent or ""),
        "off": "" if row.off_cents is None else f"{row.off_cents / 100:.2f}",
        "first_day": day_of(row.starts_at),
        "last_day": day_of(row.ends_at - timedelta(seconds=1)) if row.ends_at else "",
        "least": f"{row.least_cents / 100:.2f}" if row.least_cents else "",
        "products": " ".join(row.products),
        "most_uses": str(row.most_uses or ""),
        "most_each": str(row.most_each or ""),
    }


def day_of(at: datetime) -> str:
    """The day in Central time, as forms write it."""
    return at.astimezone(clock.CENTRAL).date().isoformat()


def _query() -> Select[Promotion, int, int]:
    used = (
        select(
            Redemption.promotion_id,
            func.count().label("uses"),
            func.sum(Redemption.cents).label("given_cents"),
        )
        .where(Redemption.released_at.is_(None))
        .group_by(Redemption.promotion_id)
        .subquery()
    )
    uses = func.coalesce(used.c.uses, 0).label("uses")
    given = func.coalesce(used.c.given_cents, 0).label("given_cents")
    return select(Promotion, uses, given).outerjoin(used, used.c.promotion_id == Promotion.id)


def _line(row: Any, at: datetime) -> PromotionLine:
    found: Promotion = row.Promotion
    return PromotionLine(
        id=found.id,
        code=found.code,
        label=found.label,
        percent=found.percent,
        off_cents=found.off_cents,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        least_cents=found.least_cents,
        products=tuple(found.products),
        most_uses=found.most_uses,
        most_each=found.most_each,
        version=found.version,
        uses=row.uses,
        given_cents=int(row.given_cents),
        state=_state(found, row.uses, at),
    )


def _state(found: Promotion, uses: int, at: datetime) -> str:
    if found.ends_at is not None and found.ends_at <= at:
        return "ended"
    if found.starts_at > at:
        return "coming"
    return "used up" if found.most_uses is not None and uses >= found.most_uses else "running"
