"""Where the pieces of an order go, what goes where, and what each place costs by each way (print.md sections 5, 11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.accounts.addresses import PostalAddress
from app.catalogue.pricing import Breakdown
from app.orders.wanted import WantedJob
from app.shipping import service as shipping
from app.shipping.service import PICK_UP, Rate, ShippingTables

GROUND = "ground"


@dataclass(frozen=True)
class Place:
    """Where a parcel goes, as far as price and tax need it; `key` tells one address from another."""

    state: str
    zip_code: str
    po_box: bool = False
    key: str = ""


@dataclass(frozen=True)
class Priced:
    """A job with its price and, where pieces go to addresses of their own, how many go where."""

    wanted: WantedJob
    breakdown: Breakdown
    business_days: int
    drops: tuple[tuple[Place, int], ...]


@dataclass(frozen=True)
class Destination:
    """One place and what goes there: pieces by the job's place in the order, counted from 0.

    `place` is None for what is picked up, and while it is not known where the order goes; `address` is given only
    for an address of its own, not for where the order goes.
    """

    place: Place | None
    address: PostalAddress | None
    pieces: dict[int, int]


def place_of(delivery: PostalAddress | None) -> Place | None:
    """What price and tax need of a delivery address; None for a pick-up."""
    return place_at(delivery) if delivery is not None else None


def place_at(address: PostalAddress) -> Place:
    """What price and tax need of an address."""
    po_box = shipping.is_po_box(address.line1, address.line2)
    return Place(address.region, address.postal_code, po_box, "\n".join(address.lines()).casefold())


def destinations(jobs: Sequence[Priced], main: Place | None) -> tuple[Destination, ...]:
    """Every place to which something goes, where the order goes first; drops to one address go together."""
    found: dict[str, Destination] = {}
    own = main.key if main is not None and main.key else "\n"
    for number, job in enumerate(jobs):
        if not job.drops:
            _add(found, own, Destination(main, None, {}), number, job.wanted.spec.quantity)
        for drop, (place, pieces) in zip(job.wanted.drops, job.drops, strict=True):
            here = Destination(main, None, {}) if place.key == own else Destination(place, drop.address, {})
            _add(found, place.key, here, number, pieces)
    return tuple(sorted(found.values(), key=lambda one: one.address is not None))


def _add(found: dict[str, Destination], key: str, new: Destination, number: int, pieces: int) -> None:
    held = found.setdefault(key, new).pieces
    held[number] = held.get(number, 0) + pieces


def weight_of(here: Destination, jobs: Sequence[Priced]) -> Decimal:
    """Pounds that go there: each job's weight by its share of the pieces."""
    pounds = (jobs[number].breakdown.weight_lb * pieces / _all(jobs[number]) for number, pieces in here.pieces.items())
    return sum(pounds, Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _all(job: Priced) -> int:
    return job.wanted.spec.quantity


@dataclass(frozen=True)
class Parcel:
    """What goes to one place by the chosen way. `rate` of an address beyond the first holds its fee, too."""

    destination: Destination
    rate: Rate


@dataclass(frozen=True)
class WholeWay:
    """One way of getting the whole order: every parcel, their sum and the longest time on the road."""

    rate: Rate
    parcels: tuple[Parcel, ...]


def ways(
    tables: ShippingTables, jobs: Sequence[Priced], main: Place | None, *, own_carrier: bool
) -> tuple[WholeWay, ...]:
    """Every way of getting these jobs to where they go; none where one place is out of the carrier's reach.

    A place to which the way is not offered gets its parcel by ground, or by the cheapest that is offered there.
    """
    everywhere = destinations(jobs, main)
    offers = [_offers(tables, here, jobs) for here in everywhere]
    found: dict[str, WholeWay] = {}
    for offered in offers:
        for rate in offered:
            if rate.method in found:
                continue
            parcels = _parcels(tables, rate.method, everywhere, offers, own_carrier=own_carrier)
            if parcels:
                found[rate.method] = WholeWay(_sum(rate, parcels, own_carrier=own_carrier), parcels)
    return tuple(sorted(found.values(), key=lambda way: (way.rate.method != PICK_UP, way.rate.cents)))


def _offers(tables: ShippingTables, here: Destination, jobs: Sequence[Priced]) -> list[Rate]:
    zip_code, po_box = (here.place.zip_code, here.place.po_box) if here.place else ("", False)
    found = shipping.quotes(tables, zip_code, weight_of(here, jobs), po_box=po_box)
    return [rate for rate in found if here.address is None or rate.method != PICK_UP]


def _parcels(
    tables: ShippingTables,
    method: str,
    everywhere: Sequence[Destination],
    offers: Sequence[list[Rate]],
    *,
    own_carrier: bool,
) -> tuple[Parcel, ...]:
    """Every parcel by that method; empty where one place cannot be reached."""
    parcels: list[Parcel] = []
    shipped = 0
    for here, offered in zip(everywhere, offers, strict=True):
        rate = _by(method, offered, here)
        if rate is None:
            return ()
        if rate.method != PICK_UP:
            fee = tables.extra_address_cents if shipped else 0
            carried = 0 if own_carrier else rate.cents
            handling = tables.own_carrier_cents if own_carrier and not shipped else 0
            rate = Rate(rate.method, rate.label, carried + handling + fee, rate.transit_days)
            shipped += 1
        parcels.append(Parcel(here, rate))
    return tuple(parcels)


def _by(method: str, offered: list[Rate], here: Destination) -> Rate | None:
    """The method where it is offered, else ground, else the cheapest way that is.

    Only what goes to an address of its own may go otherwise than chosen, and what stays at home never does.
    """
    by_code = {rate.method: rate for rate in offered}
    if method in by_code:
        return by_code[method]
    if method == PICK_UP and here.address is None:
        return None
    if here.address is None and here.place is None:
        return None
    shipped = [rate for rate in offered if rate.method != PICK_UP]
    return by_code.get(GROUND) or (shipped[0] if shipped else None)


def _sum(rate: Rate, parcels: tuple[Parcel, ...], *, own_carrier: bool) -> Rate:
    label = f"{rate.label}, on your own carrier account" if own_carrier and rate.method != PICK_UP else rate.label
    shipped = sum(parcel.rate.method != PICK_UP for parcel in parcels)
    if shipped > 1 or (shipped and rate.method == PICK_UP):
        label = f"{label}, to {shipped} {'address' if shipped == 1 else 'addresses'}"
    days = max(parcel.rate.transit_days for parcel in parcels)
    return Rate(rate.method, label, sum(parcel.rate.cents for parcel in parcels), days)
