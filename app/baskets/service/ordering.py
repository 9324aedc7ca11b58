"""From the basket to an order: what is wanted, and what leaves the basket when it is placed."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from app.audit import service as audit
from app.baskets import views
from app.baskets.lines import Line
from app.baskets.models import BasketItem
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.orders.wanted import WantedJob


def wanted(account_id: int, item_ids: Sequence[int] = ()) -> tuple[WantedJob, ...]:
    """The jobs of the basket (or those named) as they are ordered, each with the price that is held for it.

    Raises:
        Refusal: one of them cannot be ordered as it is; the sentence says which and why.
    """
    return tuple(wanted_job(line) for line in checked(views.lines(account_id, item_ids)))


def checked(lines: Sequence[Line]) -> Sequence[Line]:
    """The jobs, once all of them can be ordered.

    Raises:
        Refusal: naming the first that cannot.
    """
    for line in lines:
        if not line.orderable:
            raise Refusal(f"“{line.name}” cannot be ordered yet. {line.trouble}")
    return lines


def wanted_job(line: Line) -> WantedJob:
    """A job of the basket as it is ordered; without a price that is held, today's tables count."""
    assert line.spec is not None  # `orderable` says so
    return WantedJob(
        spec=line.spec,
        name=line.name,
        drops=line.drops,
        artwork_id=line.artwork_id,
        breakdown=line.breakdown if line.held_until else None,
        repeat_of=line.repeat_of,
    )


def emptied(act: Act, account_id: int, item_ids: Collection[int], order: int | None = None) -> None:
    """Take these jobs out of the basket: they were ordered, under that number when one is given. Doing it twice
    changes nothing.

    Raises:
        Refusal: one of them is no longer there: it was ordered or removed in another window.
    """
    mine = select(BasketItem).where(BasketItem.account_id == account_id, BasketItem.id.in_(item_ids))
    found = db.session.scalars(mine.with_for_update().execution_options(populate_existing=True)).all()
    if order is not None and found and all(item.ordered_as == order for item in found):
        return
    rows = [item for item in found if item.removed_at is None]
    if len(rows) != len(set(item_ids)):
        raise Refusal("Your basket was changed in another window. Look at it again before you order.")
    for item in rows:
        # What was ordered stands in the order; its addresses are needed here no more.
        item.removed_at, item.ordered_as, item.drops = act.at, order, {}
        item.version += 1
        audit.record(act, "basket.ordered", f"basket-item:{item.id}", order=order)
    db.session.flush()
