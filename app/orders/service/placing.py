"""Making an order out of a checkout: everything shown is frozen, and one drawn form makes one order."""

import json
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts import service as accounts
from app.artwork import service as artwork
from app.audit import service as audit
from app.catalogue import spec as specs
from app.catalogue.spec import ArtworkNeeds
from app.companies import service as companies
from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.orders.destinations import Parcel, Priced, place_of
from app.orders.estimates import Estimate, estimate, tables_of
from app.orders.models import OrderDelivery, OrderJob, PrintOrder
from app.orders.progress import WAITING
from app.orders.service import approving
from app.orders.service.files import attach
from app.orders.service.records import happened
from app.orders.wanted import Order, WantedJob
from app.permissions import service as permissions
from app.permissions.subjects import Subject
from app.promotions import service as promotions
from app.shipping.service import PICK_UP

MOST_JOBS, MOST_ADDRESSES = 50, 500


def place(act: Act, account_id: int, wanted: Order) -> int:
    """Make the order, awaiting payment, and give its number; the same form sent again gives the same order.

    Raises:
        Refusal: the way of shipping is not offered, pieces do not add up, the promotion does not hold, a file
            cannot be used, or the rules of the customer's company do not allow it.
        Missing: a file that is named is not this account's.
    """
    key = _key(wanted)
    number = _made_before(account_id, key)
    if number is not None:
        return number
    _check_jobs(account_id, wanted)
    held = companies.standing(account_id)
    companies.check_order(held, wanted.po_number)
    costs = _costs(act, account_id, wanted)
    order = _frozen(act, account_id, wanted, costs, key)
    approving.put_under(order, held)
    try:
        with db.session.begin_nested():
            db.session.add(order)
    except IntegrityError:
        return _must_exist(account_id, key)
    jobs = [_job(act, order.number, place, job) for place, job in enumerate(costs.priced, 1)]
    db.session.add_all([*jobs, *_deliveries(order.number, costs)])
    db.session.flush()
    card = accounts.account_card(account_id)
    permissions.open_cause(act, Subject(card.person_id), "order", f"order:{order.number}")
    happened(act, order, order.state)
    if costs.discount is not None:
        used = promotions.Discount(costs.promotion, *costs.discount)
        promotions.redeem(act, used, account_id, f"order:{order.number}")
    audit.record(act, "order.made", f"order:{order.number}", account=account_id, total_cents=order.total_cents)
    for job, made in zip(wanted.jobs, jobs, strict=True):
        if job.file is not None:
            attach(act, account_id, order.number, made.id, job.file)
    if order.state == WAITING:
        approving.ask(act, order)
    return order.number


def _check_jobs(account_id: int, wanted: Order) -> None:
    if not 1 <= len(wanted.jobs) <= MOST_JOBS:
        raise Refusal(f"An order has from 1 to {MOST_JOBS} jobs. Please place what is left as another order.")
    for job in wanted.jobs:
        _check_drops(job)
        if job.artwork_id is not None and job.file is None:
            artwork.view(account_id, job.artwork_id)
        if job.repeat_of is not None:
            _check_own(account_id, job.repeat_of)


def _check_drops(job: WantedJob) -> None:
    """Every piece of a job goes to exactly one address, in the United States."""
    if not job.drops:
        return
    pieces = sum(drop.pieces for drop in job.drops)
    if any(drop.pieces < 1 for drop in job.drops):
        raise Refusal("Each address gets at least one piece. Please mend the counts, or leave the address out.")
    if pieces != job.spec.quantity:
        told = f"The addresses get {pieces:,} pieces together, but the job has {job.spec.quantity:,}."
        raise Refusal(f"{told} Please mend the counts.")
    if any(drop.address.country != "US" for drop in job.drops):
        raise Refusal("We ship inside the United States only. Please choose other addresses.")
    if len(job.drops) > MOST_ADDRESSES:
        raise Refusal(f"One job goes to at most {MOST_ADDRESSES} addresses. Please write to us for more.")


def _check_own(account_id: int, job_id: int) -> None:
    query = select(OrderJob.id).join(PrintOrder, PrintOrder.number == OrderJob.order_number)
    if db.session.scalar(query.where(OrderJob.id == job_id, PrintOrder.account_id == account_id)) is None:
        raise Refusal("The job to order again is not one of yours.")


def _costs(act: Act, account_id: int, wanted: Order) -> Estimate:
    """What the order costs, once everything about it is known and holds.

    Raises:
        Refusal: the way of shipping is not offered, or the promotion does not hold.
    """
    costs = estimate(
        wanted.jobs,
        place_of(wanted.delivery),
        wanted.method,
        wanted.rates_at or act.at,
        account_id=account_id,
        promotion=wanted.promotion,
        own_carrier=bool(wanted.carrier_account),
    )
    if costs.problem:
        raise Refusal(costs.problem, "promotion")
    apart = all(job.drops for job in wanted.jobs)
    if not costs.known or (not apart and (wanted.method == PICK_UP) != (wanted.delivery is None)):
        raise Refusal("This way of shipping is not offered to that address. Please choose another.", "shipping")
    return costs


def _key(wanted: Order) -> str:
    """What tells a form sent twice from one that was changed in between (by going back in the browser)."""
    typed = {
        name: value for name, value in vars(wanted).items() if name not in {"jobs", "delivery", "billing", "rates_at"}
    }
    typed |= {
        "jobs": [_typed(job) for job in wanted.jobs],
        "delivery": wanted.delivery.parts() if wanted.delivery else None,
        "billing": wanted.billing.parts(),
    }
    return codes.digest(json.dumps(typed, sort_keys=True))


def _typed(job: WantedJob) -> dict[str, object]:
    return {
        "spec": job.spec.to_json(),
        "name": job.name,
        "drops": [[drop.address.parts(), drop.pieces] for drop in job.drops],
        "file": job.file.name if job.file else None,
        "artwork": job.artwork_id,
        "cents": job.breakdown.total_cents if job.breakdown else None,
        "repeat_of": job.repeat_of,
    }


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
    assert costs.tax is not None  # as above
    return PrintOrder(
        account_id=account_id,
        nonce=key,
        state="draft",
        policy_version=act.policy_version,
        agreement=act.agreement_slug,
        agreement_version=act.agreement_version,
        created_at=act.at,
        phone=wanted.phone,
        phone_purpose="order",
        delivery=wanted.delivery.parts() if wanted.delivery else None,
        billing=wanted.billing.parts(),
        blind=wanted.blind,
        po_number=wanted.po_number,
        carrier_account=wanted.carrier_account,
        promotion=costs.promotion,
        promotion_label=costs.discount.label if costs.discount else "",
        discount_cents=costs.discount_cents,
        exemptions=[list(pair) for pair in costs.tax.exemptions],
        source=wanted.source,
        shipping_method=_method(costs),
        shipping_label=rate.label,
        transit_days=rate.transit_days,
        goods_cents=costs.goods_cents,
        shipping_cents=rate.cents,
        tax_cents=costs.tax_cents,
        tax_lines=[[label, cents] for label, cents in costs.tax_lines],
        total_cents=costs.total_cents,
        version=1,
    )


def _method(costs: Estimate) -> str:
    """How the order leaves the house: one that is picked up in part is shipped all the same."""
    methods = [parcel.rate.method for parcel in costs.parcels]
    return next((method for method in methods if method != PICK_UP), PICK_UP)


def _job(act: Act, number: int, position: int, job: Priced) -> OrderJob:
    spec, tables = job.wanted.spec, tables_of(job.wanted, act.at)
    product = specs.product_of(spec, tables)
    return OrderJob(
        order_number=number,
        position=position,
        name=job.wanted.name or product.name,
        product=spec.product,
        product_name=product.name,
        spec=spec.to_json(),
        words=[list(pair) for pair in specs.described(spec, tables)],
        breakdown=job.breakdown.to_json(),
        tables_version=job.breakdown.tables_version,
        quantity=spec.quantity,
        cents=job.breakdown.total_cents,
        needs=_needs(specs.artwork_needs(spec, tables)),
        business_days=job.business_days,
        artwork_id=job.wanted.artwork_id if job.wanted.file is None else None,
        repeat_of=job.wanted.repeat_of,
        state="draft",
    )


def _needs(needs: ArtworkNeeds) -> dict[str, object]:
    return {name: value if isinstance(value, int) else str(value) for name, value in asdict(needs).items()}


def _deliveries(number: int, costs: Estimate) -> list[OrderDelivery]:
    """What goes where, if anything goes to an address of its own."""
    if all(parcel.destination.address is None for parcel in costs.parcels):
        return []
    return [_delivery(number, place, parcel) for place, parcel in enumerate(costs.parcels, 1)]


def _delivery(number: int, position: int, parcel: Parcel) -> OrderDelivery:
    here = parcel.destination
    return OrderDelivery(
        order_number=number,
        position=position,
        apart=here.address is not None,
        address=here.address.parts() if here.address is not None else None,
        pieces=[[job + 1, pieces] for job, pieces in sorted(here.pieces.items())],
        method=parcel.rate.method,
        label=parcel.rate.label,
        cents=parcel.rate.cents,
        transit_days=parcel.rate.transit_days,
        tracking="",
    )
