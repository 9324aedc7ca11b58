"""One order with its jobs and all that happened to it: columns read once, never entities."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from app.accounts.addresses import PostalAddress
from app.foundation.database import db
from app.foundation.errors import Missing
from app.orders.models import OrderDelivery, OrderEvent, OrderJob, PrintOrder
from app.orders.progress import STAGES, STATES, TELLING, State
from app.people import identifiers
from app.shipping.service import PICK_UP

LARGEST = 2**31 - 1
"""A number beyond this is no order's; the database could not even compare it."""


@dataclass(frozen=True)
class JobView:
    """One job of an order. `lines` are the frozen price taken apart, as words and cents."""

    id: int
    name: str
    product_name: str
    words: list[tuple[str, str]]
    lines: list[tuple[str, int]]
    quantity: int
    cents: int
    needs: dict[str, Any]
    artwork_id: int | None
    state: State
    approved_at: datetime | None
    ship_by: date | None
    tracking: str
    spec: dict[str, Any]
    position: int
    print_cents: int
    repeat_of: int | None


@dataclass(frozen=True)
class EventView:
    """One thing that happened; `who` is customer, colleague (somebody else of their company), staff, processor or shop.

    `staff_id` is 0 unless staff did it.
    """

    state: State
    at: datetime
    who: str
    staff_id: int
    note: str
    shown: bool


@dataclass(frozen=True)
class DeliveryView:
    """What of an order goes to one address; `address` is None where it is no longer kept, or picked up.

    `pieces` are the names of jobs and how many of each go there, `counts` the same by the job's position; `apart` says
    that it goes to an address of its own.
    """

    position: int
    apart: bool
    address: PostalAddress | None
    pieces: list[tuple[str, int]]
    counts: list[tuple[int, int]]
    method: str
    label: str
    cents: int
    tracking: str

    @property
    def pick_up(self) -> bool:
        return self.method == PICK_UP


@dataclass(frozen=True)
class OrderView:
    """One order with all that its pages show."""

    number: int
    account_id: int
    company_id: int | None
    company_limit_cents: int | None
    state: State
    attention: str
    created_at: datetime
    placed_at: datetime | None
    policy_version: int | None
    agreement: str | None
    agreement_version: int | None
    phone: str
    delivery: PostalAddress | None
    billing: PostalAddress
    blind: bool
    po_number: str
    carrier_account: str
    promotion_label: str
    discount_cents: int
    exemptions: list[list[str]]
    source: str
    shipping_method: str
    shipping_label: str
    goods_cents: int
    shipping_cents: int
    tax_lines: list[tuple[str, int]]
    total_cents: int
    paid_cents: int
    refunded_cents: int
    refund_lines: list[tuple[str, int]]
    refund_due_cents: int
    version: int
    jobs: list[JobView]
    deliveries: list[DeliveryView]
    events: list[EventView]

    @property
    def paid(self) -> bool:
        return self.placed_at is not None

    @property
    def phone_text(self) -> str:
        """The telephone number as its country writes it."""
        return identifiers.spoken_phone(self.phone) if self.phone else ""

    @property
    def pick_up(self) -> bool:
        return self.shipping_method == PICK_UP

    @property
    def all_approved(self) -> bool:
        """Whether every proof is approved, so that the day on which all ships is known."""
        return all(job.approved_at is not None for job in self.jobs)

    @property
    def story(self) -> list[EventView]:
        """What the customer's page tells, oldest first."""
        return [event for event in self.events if event.shown]

    @property
    def shown_state(self) -> State:
        """The state that says most: the order's own where it is held or over, else its first job's."""
        if self.state.code in TELLING or not self.jobs:
            return self.state
        return min((job.state for job in self.jobs), key=lambda state: STAGES.index(state.code))


_ORDER = (
    PrintOrder.number,
    PrintOrder.account_id,
    PrintOrder.company_id,
    PrintOrder.company_limit_cents,
    PrintOrder.state,
    PrintOrder.attention,
    PrintOrder.created_at,
    PrintOrder.placed_at,
    PrintOrder.policy_version,
    PrintOrder.agreement,
    PrintOrder.agreement_version,
    PrintOrder.phone,
    PrintOrder.delivery,
    PrintOrder.billing,
    PrintOrder.blind,
    PrintOrder.po_number,
    PrintOrder.carrier_account,
    PrintOrder.promotion_label,
    PrintOrder.discount_cents,
    PrintOrder.exemptions,
    PrintOrder.source,
    PrintOrder.shipping_method,
    PrintOrder.shipping_label,
    PrintOrder.goods_cents,
    PrintOrder.shipping_cents,
    PrintOrder.tax_lines,
    PrintOrder.total_cents,
    PrintOrder.paid_cents,
    PrintOrder.refunded_cents,
    PrintOrder.refund_lines,
    PrintOrder.refund_due_cents,
    PrintOrder.version,
)


def order_of(account_id: int, number: int) -> OrderView:
    """The order of this customer.

    Raises:
        Missing: there is none, or it belongs to somebody else.
    """
    return _order(PrintOrder.number == min(number, LARGEST), PrintOrder.account_id == account_id)


def order_for_staff(number: int) -> OrderView:
    """Any order.

    Raises:
        Missing: there is none.
    """
    return _order(PrintOrder.number == min(number, LARGEST))


def _order(*where: ColumnElement[bool]) -> OrderView:
    row = db.session.execute(select(*_ORDER).where(*where)).one_or_none()
    if row is None:
        raise Missing
    found = row._asdict()
    jobs = _jobs(found["number"])
    delivery = PostalAddress(**found["delivery"]) if found["delivery"] else None
    return OrderView(
        **found
        | {
            "state": STATES[found["state"]],
            "delivery": delivery,
            "billing": PostalAddress(**found["billing"]),
            "tax_lines": [(label, cents) for label, cents in found["tax_lines"]],
            "refund_lines": [(label, cents) for label, cents in found["refund_lines"]],
            "jobs": jobs,
            "deliveries": _deliveries(found["number"], jobs, delivery),
            "events": _events(found["number"], found["account_id"]),
        }
    )


def _deliveries(number: int, jobs: list[JobView], main: PostalAddress | None) -> list[DeliveryView]:
    columns = (
        OrderDelivery.position, OrderDelivery.apart, OrderDelivery.address, OrderDelivery.pieces,
        OrderDelivery.method, OrderDelivery.label, OrderDelivery.cents, OrderDelivery.tracking,
    )  # fmt: skip
    query = select(*columns).where(OrderDelivery.order_number == number).order_by(OrderDelivery.position)
    names = {job.position: job.name for job in jobs}
    return [_delivery(row, names, main) for row in db.session.execute(query)]


def _delivery(row: Row[*tuple[Any, ...]], names: dict[int, str], main: PostalAddress | None) -> DeliveryView:
    found = row._asdict()
    address = PostalAddress(**found["address"]) if found["address"] else None
    counts = [(job, count) for job, count in found["pieces"]]
    pieces = [(names.get(job, ""), count) for job, count in counts]
    return DeliveryView(**found | {"address": address if row.apart else main, "pieces": pieces, "counts": counts})


def _jobs(number: int) -> list[JobView]:
    query = select(OrderJob.__table__).where(OrderJob.order_number == number).order_by(OrderJob.position)
    return [_job(row) for row in db.session.execute(query)]


def _job(row: Row[*tuple[Any, ...]]) -> JobView:
    return JobView(
        id=row.id,
        name=row.name,
        product_name=row.product_name,
        words=[(term, words) for term, words in row.words],
        lines=[(label, cents) for _, label, cents in row.breakdown["lines"]],
        quantity=row.quantity,
        cents=row.cents,
        needs=row.needs,
        artwork_id=row.artwork_id,
        state=STATES[row.state],
        approved_at=row.approved_at,
        ship_by=row.ship_by,
        tracking=row.tracking,
        spec=row.spec,
        position=row.position,
        print_cents=row.breakdown["print_cents"],
        repeat_of=row.repeat_of,
    )


def order_of_company(company_id: int, number: int) -> OrderView:
    """An order that was placed for this company, whoever placed it.

    Raises:
        Missing: there is none, or it was placed for nobody or for another company.
    """
    return _order(PrintOrder.number == min(number, LARGEST), PrintOrder.company_id == company_id)


def _events(number: int, account_id: int) -> list[EventView]:
    query = (
        select(OrderEvent.state, OrderEvent.at, OrderEvent.actor, OrderEvent.note, OrderEvent.shown)
        .where(OrderEvent.order_number == number)
        .order_by(OrderEvent.id)
    )
    return [_event(row, account_id) for row in db.session.execute(query)]


def _event(row: Row[*tuple[Any, ...]], account_id: int) -> EventView:
    kind, _, ref = row.actor.partition(":")
    staff_id = int(ref) if kind == "staff" and ref.isdigit() else 0
    who = kind if kind in {"customer", "staff", "processor"} else "shop"
    if who == "customer" and ref != str(account_id):
        who = "colleague"
    return EventView(STATES[row.state], row.at, who, staff_id, row.note, row.shown)
