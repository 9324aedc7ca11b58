"""Lists of orders by keyset on the number, in a number of queries that does not grow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select, union_all
from sqlalchemy.orm import aliased

from app.accounts import finding
from app.accounts.views import ACCOUNT_CARD, reached_by
from app.foundation.database import db
from app.orders.models import OrderAssignment, OrderDelivery, OrderJob, PrintOrder
from app.orders.progress import STAGES, STATES, TELLING, WAITING, State
from app.orders.views.orders import LARGEST
from app.people import identifiers
from app.people.identifiers import NotUsableError

PAGE = 50
LAST_DIGITS = 4
"""That many digits are the end of a telephone number: no order's number is so short."""
OWN_PAGE = 20


@dataclass(frozen=True)
class OrderRow:
    """One line of a list of orders; customer and worker are empty on the customer's own list."""

    number: int
    state: State
    created_at: datetime
    placed_at: datetime | None
    total_cents: int
    attention: str
    job_name: str
    product_name: str
    quantity: int
    more_jobs: int
    ship_by: date | None
    customer: str = ""
    customer_id: int = 0
    customer_user_id: str = ""
    worker_id: int | None = None
    worker: str = ""


@dataclass(frozen=True)
class Listed:
    """A page of a list; `newer` and `older` are the numbers to continue from, None at the ends."""

    rows: list[OrderRow]
    newer: int | None
    older: int | None


@dataclass(frozen=True)
class Wanted:
    """What the staff queue shows: a state code, words to find, and whose work; all may be empty."""

    state: str = ""
    words: str = ""
    worker_id: int | None = None
    unassigned: bool = False
    attention: bool = False
    before: int | None = None
    after: int | None = None


_OF_ORDER = aliased(OrderJob)
"""Any job of the order in hand."""
_ANY = aliased(PrintOrder)
"""Any order that is looked for."""
_LEAST = (
    select(_OF_ORDER.state)
    .where(_OF_ORDER.order_number == PrintOrder.number)
    .order_by(case({code: place for place, code in enumerate(STAGES)}, value=_OF_ORDER.state), _OF_ORDER.position)
    .limit(1)
    .correlate(PrintOrder)
    .scalar_subquery()
)
"""The state of the job that is least far: it says most about the order."""
_MORE = (
    select(func.count() - 1).where(_OF_ORDER.order_number == PrintOrder.number).correlate(PrintOrder).scalar_subquery()
)
_ROW = (
    PrintOrder.number,
    PrintOrder.state,
    _LEAST.label("job_state"),
    _MORE.label("more_jobs"),
    PrintOrder.created_at,
    PrintOrder.placed_at,
    PrintOrder.total_cents,
    PrintOrder.attention,
    OrderJob.name.label("job_name"),
    OrderJob.product_name,
    OrderJob.quantity,
    OrderJob.ship_by,
)
_FIRST_JOB = and_(OrderJob.order_number == PrintOrder.number, OrderJob.position == 1)


def own_orders(account_id: int, before: int | None, after: int | None) -> Listed:
    """The customer's orders, newest first."""
    query = select(*_ROW).join(OrderJob, _FIRST_JOB).where(PrintOrder.account_id == account_id)
    return _listed(query, before, after, OWN_PAGE)


def company_orders(company_id: int, before: int | None, after: int | None) -> Listed:
    """The orders that were placed for a company, newest first, with who placed them."""
    return _listed(_of_company(company_id), before, after, OWN_PAGE)


def waiting_orders(company_id: int, before: int | None, after: int | None) -> Listed:
    """Those of them that wait for somebody's approval."""
    return _listed(_of_company(company_id).where(PrintOrder.state == WAITING), before, after, OWN_PAGE)


def _of_company(company_id: int) -> Select[*tuple[Any, ...]]:
    buyer = ACCOUNT_CARD.subquery("buyer")
    return (
        select(*_ROW, buyer.c.name.label("customer"), PrintOrder.account_id.label("customer_id"))
        .join(OrderJob, _FIRST_JOB)
        .join(buyer, buyer.c.id == PrintOrder.account_id)
        .where(PrintOrder.company_id == company_id)
    )


def queue(wanted: Wanted) -> Listed:
    """The orders that staff asked for, newest first, with customer and whoever works on them."""
    customer, worker = ACCOUNT_CARD.subquery("customer"), ACCOUNT_CARD.subquery("worker")
    assigned = and_(OrderAssignment.order_number == PrintOrder.number, OrderAssignment.released_at.is_(None))
    query = (
        select(
            *_ROW,
            customer.c.name.label("customer"),
            customer.c.user_id.label("customer_user_id"),
            OrderAssignment.staff_id.label("worker_id"),
            worker.c.name.label("worker"),
        )
        .join(OrderJob, _FIRST_JOB)
        .join(customer, customer.c.id == PrintOrder.account_id)
        .outerjoin(OrderAssignment, assigned)
        .outerjoin(worker, worker.c.id == OrderAssignment.staff_id)
    )
    for condition in _conditions(wanted):
        query = query.where(condition)
    return _listed(query, wanted.before, wanted.after, PAGE)


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.state in {*TELLING, "draft"}:
        yield PrintOrder.state == wanted.state
    elif wanted.state:
        yield PrintOrder.number.in_(select(_OF_ORDER.order_number).where(_OF_ORDER.state == wanted.state))
        yield PrintOrder.state.not_in(TELLING)
    if wanted.worker_id is not None:
        yield OrderAssignment.staff_id == wanted.worker_id
    if wanted.unassigned:
        yield OrderAssignment.staff_id.is_(None)
    if wanted.attention:
        yield PrintOrder.attention > ""
    if wanted.words:
        yield _found(wanted.words)


def _found(words: str) -> ColumnElement[bool]:
    number = words.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) <= 9:
        return _by_phone(number) if len(number) == LAST_DIGITS else PrintOrder.number == int(number)
    try:
        return _by_phone(identifiers.phone(words))
    except NotUsableError:
        pass
    street = identifiers.STREET.digest(words)
    return _any_of(
        select(_ANY.number).where(_ANY.account_id.in_(finding.known_as(words))),
        select(_ANY.number).where(_ANY.street_digest == street),
        select(OrderDelivery.order_number).where(OrderDelivery.street_digest == street),
    )


def _by_phone(number: str) -> ColumnElement[bool]:
    """Orders with that telephone number in E.164, or whose customers have it; four digits are its end."""
    if len(number) == LAST_DIGITS:
        own = _ANY.phone_last4_digest == identifiers.LAST_FOUR.digest(number)
    else:
        own = _ANY.phone_digest == identifiers.PHONE.digest(number)
    return _any_of(select(_ANY.number).where(own), select(_ANY.number).where(_ANY.account_id.in_(reached_by(number))))


def _any_of(*ways: Select[int]) -> ColumnElement[bool]:
    """Each way by its own index: ORed, they would have every order read."""
    return PrintOrder.number.in_(union_all(*ways))


def _listed(query: Select[*tuple[Any, ...]], before: int | None, after: int | None, size: int) -> Listed:
    """A page by keyset on the number: one row more than shown tells whether there is more."""
    if after is not None:
        query = query.where(PrintOrder.number > min(after, LARGEST)).order_by(PrintOrder.number)
    else:
        if before is not None:
            query = query.where(PrintOrder.number < min(before, LARGEST))
        query = query.order_by(PrintOrder.number.desc())
    found = [_row(row) for row in db.session.execute(query.limit(size + 1))]
    more, rows = len(found) > size, found[:size]
    if after is not None:
        rows.reverse()
    newer = rows[0].number if rows and (more if after is not None else before is not None) else None
    older = rows[-1].number if rows and (after is not None or more) else None
    return Listed(rows, newer, older)


def _row(row: Row[*tuple[Any, ...]]) -> OrderRow:
    found = row._asdict()
    job_state = found.pop("job_state")
    state = found["state"] if found["state"] in TELLING else job_state
    return OrderRow(**found | {"state": STATES[state], "worker": found.get("worker") or ""})


@dataclass(frozen=True)
class Count:
    """How many orders are in a state now."""

    state: State
    orders: int


APART = ("on-hold", WAITING)
"""States in which a whole order is counted by itself."""
OPEN = tuple(code for code in STAGES if code not in {"shipped", "picked-up", "delivered", "cancelled", "on-hold"})


def counts() -> list[Count]:
    """How many orders are in each state that still needs somebody, in the order of the work."""
    by_job = (
        select(OrderJob.state, func.count(OrderJob.order_number.distinct()))
        .join(PrintOrder, OrderJob.order_number == PrintOrder.number)
        .where(OrderJob.state.in_(OPEN), PrintOrder.state.not_in(APART))
        .group_by(OrderJob.state)
    )
    apart = select(PrintOrder.state, func.count()).where(PrintOrder.state.in_(APART)).group_by(PrintOrder.state)
    found = {row[0]: row[1] for row in db.session.execute(by_job)}
    found |= {row[0]: row[1] for row in db.session.execute(apart)}
    return [Count(STATES[code], found.get(code, 0)) for code in (*OPEN, "on-hold")]


def alerts() -> int:
    """How many orders have something about their payment that somebody must look at."""
    query = select(func.count()).select_from(PrintOrder).where(PrintOrder.attention > "")
    return db.session.execute(query).scalar_one()
