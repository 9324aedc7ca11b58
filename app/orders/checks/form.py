"""The order form as it is served, held against who gets it and what the orders keep of it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from app.accounts import own_agreeing, own_visit
from app.accounts.views import ACCOUNT_CARD
from app.catalogue import reading
from app.catalogue.spec import Spec
from app.foundation import own_pages, recent
from app.foundation.checks import Broken, Check, NotYet, Result
from app.foundation.database import db, looking
from app.foundation.own_site import Answer, own_site
from app.orders.models import OrderDelivery, OrderJob, PrintOrder
from app.shipping.service import PICK_UP

PAGE = "/orders/new"
OTHERS = ("/orders", "/checkout/10001")
CHECKED = 300
"""How many of the newest orders are opened and held against the form."""
MUST = ("name", "line1", "city", "region", "postal_code")
"""Without these parts of an address nothing can be delivered or billed."""


@dataclass(frozen=True)
class Placed:
    """What one order keeps of the form."""

    number: int
    method: str
    delivery: dict[str, Any] | None
    billing: dict[str, Any]
    name: str
    spec: dict[str, Any]
    po_number: str = ""
    carrier_account: str = ""
    promotion: str = ""
    blind: bool = False


@looking()
def _orders() -> list[Placed]:
    columns = (
        PrintOrder.number, PrintOrder.shipping_method, PrintOrder.delivery, PrintOrder.billing, OrderJob.name,
        OrderJob.spec, PrintOrder.po_number, PrintOrder.carrier_account, PrintOrder.promotion, PrintOrder.blind,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(OrderJob, OrderJob.order_number == PrintOrder.number)
        .where(recent.newest(PrintOrder, PrintOrder.created_at, most=CHECKED))
        .order_by(PrintOrder.number.desc())
    )
    found = [Placed(*row) for row in db.session.execute(query)]
    if not found:
        raise NotYet("There is no order yet.")
    return found


@looking()
def _apart(first: int) -> set[int]:
    """The numbers from `first` on of orders of which parts go to addresses of their own."""
    query = select(OrderDelivery.order_number).where(OrderDelivery.order_number >= first, OrderDelivery.apart)
    return set(db.session.scalars(query))


@looking()
def _ownerless() -> tuple[int, int]:
    """How many of the newest orders were looked at, and how many belong to no account."""
    card = ACCOUNT_CARD.subquery("card")
    query = select(card.c.id).select_from(PrintOrder).outerjoin(card, card.c.id == PrintOrder.account_id)
    owners = db.session.scalars(query.where(recent.newest(PrintOrder, PrintOrder.created_at))).all()
    return len(owners), sum(owner is None for owner in owners)


def orders_need_accounts() -> Result:
    """Whoever is not signed in is led to the sign-in page, and every order belongs to an account."""
    visitor = own_site()
    open_pages = [path for path in (PAGE, *OTHERS) if not _leads_to_sign_in(visitor.get(path))]
    taken = visitor.post(PAGE, {"product": "business-cards", "quantity": "250"}).status
    orders, ownerless = _ownerless()
    wrong = len(open_pages) + _took(taken) + ownerless
    words = f"{2 + len(OTHERS)} tries to order without signing in and {recent.counted(orders, 'order')} looked at"
    return recent.judged(words, wrong, "got in or has no account")


def _took(status: int) -> bool:
    """Whether a form that came without a sign-in may have been taken."""
    return status < 300


def _leads_to_sign_in(answer: Answer) -> bool:
    return answer.status in {302, 303} and "/sign-in" in answer.header("location")


def order_keeps_form() -> Result:
    """An order keeps what its form asks for and nothing that the form does not ask for."""
    orders = _orders()
    names = _served_names(orders[0].spec)
    beyond = sum(not _asked(order, orders[0].spec["product"]) <= names for order in orders)
    apart = _apart(min(order.number for order in orders))
    lost = sum(not _whole(order, apart) for order in orders)
    words = f"{recent.counted(len(orders), 'order')} held against the {len(names)} fields of the form as it is served"
    return recent.judged(words, beyond + lost, "with more than it asks for, or less")


def _served_names(spec: dict[str, Any]) -> set[str]:
    """The names of the fields of the order form, as our own visitor gets it for that job."""
    address = f"{PAGE}?{urlencode(reading.query_of(Spec.from_json(spec)))}"
    with own_visit.signed_in() as visitor, own_agreeing.entered(visitor, address) as answer:
        pass
    if answer.status == 303:
        raise NotYet("The newest job cannot be ordered any more, so its form is not served.")
    form = own_pages.read(answer.text).form(PAGE)
    if form is None:
        raise Broken(f"The order form is not served (status {answer.status}).")
    return form.names


def _asked(order: Placed, product: str) -> set[str]:
    """The names of the fields that an order's values must have come from."""
    parts = {f"to_{part}" for part in (order.delivery or {}) if part != "country"}
    parts |= {f"bill_{part}" for part in order.billing}
    parts |= {name for name in ("po_number", "carrier_account", "promotion", "blind") if getattr(order, name)}
    if order.spec["product"] == product:
        parts |= {part for part, _ in order.spec["choices"]}
    return parts


def _whole(order: Placed, apart: set[int]) -> bool:
    """Whether nothing is missing; `apart` are orders of which parts go to addresses of their own."""
    shipped = order.method != PICK_UP and (order.delivery is not None or order.number not in apart)
    addresses = [order.billing, order.delivery or {}] if shipped else [order.billing]
    filled = all(address.get(part) for address in addresses for part in MUST)
    return filled and bool(order.name) and bool(order.spec.get("quantity"))


FORM = [
    Check(
        "orders-need-accounts",
        "Ordering pages open to nobody who is not signed in, and every order belongs to an account.",
        orders_need_accounts,
        (9,),
        15,
        "Open /orders/new in a private window: you are asked to sign in.",
    ),
    Check(
        "order-keeps-form",
        "Orders keep what the order form asks for, and nothing that it does not ask for.",
        order_keeps_form,
        (21,),
        60,
        "Compare an order’s page with the order form: each value has its field.",
    ),
]
