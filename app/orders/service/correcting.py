"""A corrected value carried over to the orders that hold the wrong one: open ones change, invoices get a note (P69)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select

from app.accounts.addresses import PostalAddress
from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.clock import spoken_date
from app.foundation.database import db
from app.orders.models import OrderDelivery, PrintOrder
from app.orders.progress import DONE
from app.orders.service.records import happened, jobs_of, locked

OVER = frozenset({"complete", "cancelled"})
Value = str | PostalAddress


@dataclass(frozen=True)
class Carried:
    """Numbers of orders: `changed` now hold the right value; `waiting` are open, but their price rests on the wrong
    address, so staff look first; `noted` are invoices that stay as they were sent, with a note beside.
    """

    changed: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    noted: tuple[int, ...] = ()


def carry_over(act: Act, account_id: int, field: str, old: Value, new: Value) -> Carried:
    """Carry a correction of `field` (as the account names it) over to every order that holds the old value."""
    numbers = db.session.scalars(
        select(PrintOrder.number).where(PrintOrder.account_id == account_id).order_by(PrintOrder.number)
    ).all()
    found: dict[str, list[int]] = {"changed": [], "waiting": [], "noted": []}
    for number in numbers:
        for what in _carry(act, locked(number), field, old, new):
            found[what].append(number)
    return Carried(*(tuple(found[what]) for what in ("changed", "waiting", "noted")))


def _carry(act: Act, order: PrintOrder, field: str, old: Value, new: Value) -> list[str]:
    """What was done with one order."""
    did = _carry_contact(order, field, old, new) if _open(order) else []
    if "changed" in did:
        happened(act, order, "note", note="You had your contact information for this order corrected.")
        audit.record(act, "order.contact-corrected", f"order:{order.number}")
    if order.placed_at is not None and _put(order.billing, field, old, new) is not None:
        day = spoken_date(act.at)
        words = f"What stands under “Billing” was corrected on {day}. The invoice itself stays as it was sent."
        happened(act, order, "note", note=words)
        audit.record(act, "order.invoice-noted", f"order:{order.number}")
        did.append("noted")
    return did


def _carry_contact(order: PrintOrder, field: str, old: Value, new: Value) -> list[str]:
    """What was done with delivery, telephone and further addresses: `changed`, `waiting` for staff, both or neither."""
    did = [_right_apart(row, field, old, new) for row in _further(order)]
    if (sent := _sent(order, field, old, new)) is not None:
        if _same_price(order.delivery, sent[0]):
            order.delivery, order.phone = sent
            did.append("changed")
        else:
            did.append("waiting")
    return [what for what in dict.fromkeys(did) if what]


def _further(order: PrintOrder) -> Iterable[OrderDelivery]:
    rows = select(OrderDelivery).where(OrderDelivery.order_number == order.number, OrderDelivery.apart)
    return db.session.scalars(rows.order_by(OrderDelivery.position)).all()


def _right_apart(row: OrderDelivery, field: str, old: Value, new: Value) -> str:
    right = _put(row.address, field, old, new)
    if right is None:
        return ""
    if not _same_price(row.address, right):
        return "waiting"
    row.address = right
    return "changed"


def _open(order: PrintOrder) -> bool:
    """Whether anything of it still has to leave the shop."""
    return order.state not in OVER and any(job.state not in DONE for job in jobs_of(order.number))


def _sent(order: PrintOrder, field: str, old: Value, new: Value) -> tuple[dict[str, str] | None, str] | None:
    """Delivery and telephone with the right value; None where the order does not hold the wrong one."""
    if field == "phone":
        return (order.delivery, str(new)) if old and order.phone == old else None
    delivery = _put(order.delivery, field, old, new)
    return (delivery, order.phone) if delivery is not None else None


def _put(parts: dict[str, str] | None, field: str, old: Value, new: Value) -> dict[str, str] | None:
    """The parts of an address with the right value; None where they do not hold the wrong one."""
    if not parts or not old:
        return None
    part = {"name": "name", "billing_company": "company"}.get(field)
    if part:
        return parts | {part: str(new)} if parts.get(part) == old else None
    if not isinstance(old, PostalAddress) or not isinstance(new, PostalAddress):
        return None
    stands = PostalAddress(**parts)
    if replace(stands, name="") != replace(old, name=""):
        return None
    # Whoever receives this parcel may be another than the one whom the address book names.
    return replace(new, name=new.name if stands.name == old.name else stands.name).parts()


def _same_price(before: dict[str, str] | None, after: dict[str, str] | None) -> bool:
    """Shipping and tax were reckoned for a ZIP code: within it nothing of the price changes."""
    if before is None or after is None:
        return before is after
    return all(before[part] == after[part] for part in ("country", "region")) and (
        before["postal_code"][:5] == after["postal_code"][:5]
    )
