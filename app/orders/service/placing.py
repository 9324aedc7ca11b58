"""Making an order out of a form: everything shown is frozen, and one drawn form makes one order."""

import json
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts import service as accounts
from app.accounts.addresses import PostalAddress
from app.audit import service as audit
from app.catalogue import service as catalogue
from app.catalogue import spec as specs
from app.catalogue.spec import ArtworkNeeds, Spec
from app.catalogue.tables import PriceTables
from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.orders.estimates import Estimate, Place, estimate
from app.orders.models import OrderJob, PrintOrder
from app.orders.service.files import SentFile, attach
from app.orders.service.records import happened
from app.permissions import service as permissions
from app.permissions.subjects import Subject
from app.shipping import service as shipping


@dataclass(frozen=True)
class Order:
    """What the order form gives. `delivery` is None for a pick-up; `nonce` is random and drawn with the form."""

    nonce: str
    spec: Spec
    job_name: str
    delivery: PostalAddress | None
    billing: PostalAddress
    method: str
    phone: str = ""
    file: SentFile | None = None


def place(act: Act, account_id: int, wanted: Order) -> int:
    """Make the order, awaiting payment, and give its number; the same form sent again gives the same order.

    Raises:
        Refusal: the way of shipping is not offered to that address, or the file cannot be used.
    """
    key = _key(wanted)
    number = _made_before(account_id, key)
    if number is not None:
        return number
    tables = catalogue.current_tables(act.at)
    costs = estimate(wanted.spec, tables, place_of(wanted.delivery), wanted.method, act.at)
    if not costs.known:
        raise Refusal("This way of shipping is not offered to that address. Please choose another.", "shipping")
    order = _frozen(act, account_id, wanted, costs, key)
    try:
        with db.session.begin_nested():
            db.session.add(order)
    except IntegrityError:
        return _must_exist(account_id, key)
    job = _job(order.number, wanted, costs, tables)
    db.session.add(job)
    card = accounts.account_card(account_id)
    permissions.open_cause(act, Subject(card.person_id), "order", f"order:{order.number}")
    happened(act, order, "draft")
    audit.record(act, "order.made", f"order:{order.number}", account=account_id, total_cents=order.total_cents)
    if wanted.file is not None:
        attach(act, account_id, order.number, job.id, wanted.file)
    return order.number


def place_of(delivery: PostalAddress | None) -> Place | None:
    """What price and tax need of a delivery address."""
    if delivery is None:
        return None
    po_box = shipping.is_po_box(delivery.line1, delivery.line2)
    return Place(delivery.region, delivery.postal_code, po_box)


def _key(wanted: Order) -> str:
    """What tells a form sent twice from one that was changed in between (by going back in the browser)."""
    typed = {
        "nonce": wanted.nonce,
        "spec": wanted.spec.to_json(),
        "name": wanted.job_name,
        "delivery": wanted.delivery.parts() if wanted.delivery else None,
        "billing": wanted.billing.parts(),
        "method": wanted.method,
        "phone": wanted.phone,
        "file": wanted.file.name if wanted.file else None,
    }
    return codes.digest(json.dumps(typed, sort_keys=True))


def _made_before(account_id: int, key: str) -> int | None:
    query = select(PrintOrder.number).where(PrintOrder.account_id == account_id, PrintOrder.nonce == key)
    return db.session.scalar(query)


def _must_exist(account_id: int, key: str) -> int:
    number = _made_before(account_id, key)
    if number is None:
        raise Refusal("Your order could not be saved just now. Please send it again.")
    return number


def _frozen(act: Act, account_id: int, wanted: Order, costs: Estimate, key: str) -> PrintOrder:
    rate = costs.rate
    assert rate is not None  # `known` says so
    return PrintOrder(
        account_id=account_id,
        nonce=key,
        state="draft",
        policy_version=act.policy_version,
        created_at=act.at,
        phone=wanted.phone,
        phone_purpose="order",
        delivery=wanted.delivery.parts() if wanted.delivery else None,
        billing=wanted.billing.parts(),
        shipping_method=rate.method,
        shipping_label=rate.label,
        transit_days=rate.transit_days,
        goods_cents=costs.breakdown.total_cents,
        shipping_cents=rate.cents,
        tax_cents=costs.tax_cents,
        tax_lines=[[label, cents] for label, cents in costs.tax_lines],
        total_cents=costs.total_cents,
        version=1,
    )


def _job(number: int, wanted: Order, costs: Estimate, tables: PriceTables) -> OrderJob:
    spec, product = wanted.spec, specs.product_of(wanted.spec, tables)
    return OrderJob(
        order_number=number,
        position=1,
        name=wanted.job_name or product.name,
        product=spec.product,
        product_name=product.name,
        spec=spec.to_json(),
        words=[list(pair) for pair in specs.described(spec, tables)],
        breakdown=costs.breakdown.to_json(),
        tables_version=tables.version,
        quantity=spec.quantity,
        cents=costs.breakdown.total_cents,
        needs=_needs(specs.artwork_needs(spec, tables)),
        business_days=specs.business_days(spec, tables),
        state="draft",
    )


def _needs(needs: ArtworkNeeds) -> dict[str, object]:
    return {name: value if isinstance(value, int) else str(value) for name, value in asdict(needs).items()}
