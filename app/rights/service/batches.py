"""What a run of a retention rule does with one batch of rows: delete them, or mask a part of them."""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import JSON, update

from app.artwork.service import leaving as artwork
from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.retention import After
from app.orders.service import masking
from app.rights.service.ageing import Line
from app.rights.service.removing import remove
from app.tax import exemptions

BATCH = 500
Hand = Callable[[Act, Collection[Any]], int]


def _mask_orders(act: Act, numbers: Collection[Any]) -> int:
    masking.mask_contact(act, numbers)
    return len(numbers)


def _redact(act: Act, entry_ids: Collection[Any]) -> int:
    audit.redact_all(act, entry_ids, "their time is over")
    return len(entry_ids)


HANDS: dict[str, Hand] = {
    "print_order/retention.order-contact-years": _mask_orders,
    "audit_entry/retention.audit-years": _redact,
    "artwork/retention.artwork-months": artwork.let_go,
    "tax_exemption/retention.order-years": exemptions.let_go,
    "tax_exemption/retention.exemption-days": exemptions.let_go,
}
"""Lines whose rows only a verb of their own room can change."""


def acts_on(line: Line) -> bool:
    """Whether this engine removes the line's rows; else a job of their room does, and they are only measured."""
    return line.name in HANDS or isinstance(line.part, After)


def let_go(act: Act, line: Line, keys: Collection[Any]) -> int:
    """Delete or mask the rows of these keys; gives how many."""
    hand = HANDS.get(line.name)
    if hand is not None:
        return hand(act, keys)
    if line.masks and isinstance(line.part, After):
        empty = {name: _nothing(line, name) for name in line.part.masks}
        db.session.execute(update(line.table).where(line.key.in_(keys)).values(empty))
    else:
        remove(line.table, keys)
    return len(keys)


def _nothing(line: Line, name: str) -> Any:
    column = line.table.c[name]
    empty: Any = {} if isinstance(column.type, JSON) else ""
    return None if column.nullable else empty
