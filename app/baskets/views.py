"""The jobs in a customer's basket: columns read once, with today's tables beside the prices that are held."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from app.accounts.addresses import PostalAddress
from app.artwork.views import cards
from app.baskets.lines import Line, held, line, today
from app.baskets.models import BasketItem
from app.catalogue import service as catalogue
from app.catalogue.pricing import Breakdown
from app.catalogue.spec import Spec
from app.catalogue.tables import PriceTables
from app.foundation import clock
from app.foundation.database import db
from app.foundation.errors import Missing
from app.orders.wanted import Drop

UNADDRESSED = "{0:,} of its {1:,} pieces have no address yet."
TOO_MANY = "Its addresses get {0:,} pieces more than you order."

_ROW = (
    BasketItem.id,
    BasketItem.version,
    BasketItem.name,
    BasketItem.spec,
    BasketItem.breakdown,
    BasketItem.priced_at,
    BasketItem.artwork_id,
    BasketItem.drops,
    BasketItem.repeat_of,
)
HERE = BasketItem.removed_at.is_(None)


def lines(account_id: int, item_ids: Sequence[int] = ()) -> tuple[Line, ...]:
    """The jobs of an account's basket in their order; only those named, where some are."""
    where = [BasketItem.account_id == account_id, HERE]
    if item_ids:
        where.append(BasketItem.id.in_(item_ids))
    return _lines(*where)


class Gone(Missing):
    """The job was this account's own until it was removed or ordered."""


def line_of(account_id: int, item_id: int) -> Line:
    """One job.

    Raises:
        Gone: it was removed or ordered.
        Missing: this account has no such job.
    """
    found = lines(account_id, (item_id,))
    if not found:
        raise Gone if was_here(account_id, item_id) else Missing
    return found[0]


def was_here(account_id: int, item_id: int) -> bool:
    """Whether the job was this account's and left the basket not long ago."""
    query = select(BasketItem.id).where(
        BasketItem.id == item_id, BasketItem.account_id == account_id, BasketItem.removed_at.is_not(None)
    )
    return db.session.scalar(query) is not None


def name_of_removed(account_id: int, item_id: int) -> str:
    """The name of a job that was taken out and can be put back; empty where there is none."""
    query = select(BasketItem.name).where(
        BasketItem.id == item_id,
        BasketItem.account_id == account_id,
        BasketItem.removed_at.is_not(None),
        BasketItem.ordered_as.is_(None),
    )
    return db.session.scalar(query) or ""


def ordered_as(account_id: int, item_ids: Sequence[int]) -> int:
    """The order that all of these jobs became; 0 where they did not become one."""
    query = select(BasketItem.ordered_as).where(BasketItem.account_id == account_id, BasketItem.id.in_(item_ids))
    found = db.session.scalars(query).all()
    return found[0] or 0 if found and len(set(found)) == 1 and len(found) == len(set(item_ids)) else 0


def count(account_id: int) -> int:
    """How many jobs are in the basket."""
    query = select(func.count()).select_from(BasketItem).where(BasketItem.account_id == account_id, HERE)
    return db.session.scalar(query) or 0


def count_of_all() -> int:
    """How many jobs are in all baskets together, each at the price that is held for it."""
    return db.session.scalar(select(func.count()).select_from(BasketItem).where(HERE)) or 0


def drops_of(stored: dict[str, Any]) -> tuple[Drop, ...]:
    """The addresses of a job as they rest in its row."""
    return tuple(Drop(PostalAddress(**one["address"]), one["pieces"]) for one in stored.get("drops", ()))


def _lines(*where: ColumnElement[bool]) -> tuple[Line, ...]:
    file = cards().subquery("file")
    query = select(*_ROW, file.c.name.label("file_name")).outerjoin(file, file.c.artwork_id == BasketItem.artwork_id)
    rows = db.session.execute(query.where(*where).order_by(BasketItem.position, BasketItem.id)).all()
    if not rows:
        return ()
    at = clock.now()
    tables = catalogue.current_tables(at)
    return tuple(_line(row, tables, at) for row in rows)


def _line(row: Row[*tuple[Any, ...]], tables: PriceTables, at: datetime) -> Line:
    spec = Spec.from_json(row.spec)
    price = held(Breakdown.from_json(row.breakdown), row.priced_at)
    fresh = line(today(spec, tables), tables, row.name)
    kept = at < price.until
    found = replace(
        fresh,
        id=row.id,
        version=row.version,
        spec=spec,
        quantity=spec.quantity,
        breakdown=price.breakdown if kept and fresh.breakdown else fresh.breakdown,
        was=0 if kept or fresh.cents == price.breakdown.total_cents else price.breakdown.total_cents,
        held_until=price.until if kept else None,
        artwork_id=row.artwork_id,
        file_name=row.file_name or "",
        drops=drops_of(row.drops),
        repeat_of=row.repeat_of,
    )
    return replace(found, trouble=found.trouble or _unaddressed(found))


def _unaddressed(found: Line) -> str:
    if found.missing > 0:
        return UNADDRESSED.format(found.missing, found.quantity)
    return TOO_MANY.format(-found.missing) if found.missing < 0 else ""
