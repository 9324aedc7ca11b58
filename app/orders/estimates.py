"""What an order costs before it is placed: goods, the ways of shipping with their dates, tax, and the sum.

The form, the basket, the placed order, the checkout page and the receipt all show what is computed here once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from app.catalogue import calendar, pricing
from app.catalogue import service as catalogue
from app.catalogue import spec as specs
from app.catalogue.calendar import Holiday
from app.catalogue.pricing import Breakdown
from app.catalogue.tables import PriceTables
from app.foundation.errors import Refusal
from app.orders import destinations, taxes
from app.orders.destinations import Place, Priced, WholeWay, place_at, place_of
from app.orders.taxes import Taxed
from app.orders.wanted import WantedJob
from app.promotions import service as promotions
from app.shipping import service as shipping
from app.shipping.service import Rate

__all__ = [
    "Estimate",
    "Place",
    "Priced",
    "Reduction",
    "Way",
    "choose",
    "estimate",
    "place_of",
    "priced",
    "promoted",
    "tables_of",
]


class Reduction(NamedTuple):
    """What a promotion takes off the print price, in words and cents."""

    label: str
    cents: int


@dataclass(frozen=True)
class Way:
    """One way of getting the order, with the day the last of it is in hands when the proofs are approved at once."""

    rate: Rate
    in_hands: date


@dataclass(frozen=True)
class Estimate:
    """The price of jobs delivered in one way; `tax` is None while the place is not known.

    `problem` says why the promotion's code takes nothing off. `rate` is None when the way is not offered, or none
    was chosen; else `parcels` says what goes where, and for how much.
    """

    priced: tuple[Priced, ...]
    routes: tuple[WholeWay, ...]
    ways: tuple[Way, ...]
    rate: Rate | None
    tax: Taxed | None
    ship_by: date
    approve_by: datetime
    account_id: int
    at: datetime
    discount: Reduction | None = None
    promotion: str = ""
    problem: str = ""
    parcels: tuple[destinations.Parcel, ...] = field(default=())

    @property
    def jobs(self) -> list[Breakdown]:
        """The price of each job, taken apart, in the order of the jobs."""
        return [job.breakdown for job in self.priced]

    @property
    def goods_cents(self) -> int:
        """What the jobs cost, before any promotion."""
        return sum(job.breakdown.total_cents for job in self.priced)

    @property
    def discount_cents(self) -> int:
        return self.discount.cents if self.discount else 0

    @property
    def shipping_cents(self) -> int:
        return self.rate.cents if self.rate else 0

    @property
    def tax_lines(self) -> list[tuple[str, int]]:
        """Words and cents of everything that is collected for states; a certificate that frees stands with 0."""
        return list(self.tax.lines) if self.tax else []

    @property
    def tax_cents(self) -> int:
        return self.tax.cents if self.tax else 0

    @property
    def total_cents(self) -> int:
        return self.goods_cents - self.discount_cents + self.shipping_cents + self.tax_cents

    @property
    def known(self) -> bool:
        """Whether the total is the whole total: place and way of shipping are known."""
        return self.rate is not None and self.tax is not None


def estimate(
    jobs: Sequence[WantedJob],
    place: Place | None,
    method: str,
    at: datetime,
    *,
    account_id: int,
    promotion: str = "",
    own_carrier: bool = False,
) -> Estimate:
    """What the jobs cost, delivered to `place` by `method` (or picked up), and to the addresses of their own.

    `rate` of the answer is None when the method is not offered, or is empty. With `own_carrier` the customer's own
    account with the carrier pays the way, and we only its handling.
    """
    holidays = catalogue.current_tables(at).holidays
    found = tuple(priced(job, tables_of(job, at)) for job in jobs)
    routes = destinations.ways(shipping.current_tables(at), found, place, own_carrier=own_carrier)
    ship_by = calendar.ship_date(at, max(job.business_days for job in found), holidays)
    costs = Estimate(
        priced=found,
        routes=routes,
        ways=tuple(Way(way.rate, _in_hands(ship_by, way, holidays)) for way in routes),
        rate=None,
        tax=None,
        ship_by=ship_by,
        approve_by=calendar.last_approval(at, holidays),
        account_id=account_id,
        at=at,
    )
    return choose(promoted(costs, promotion), method)


def priced(job: WantedJob, tables: PriceTables) -> Priced:
    """The job with its price: the one that was held for the customer, or by these tables."""
    breakdown = job.breakdown or pricing.price(job.spec, tables)
    drops = tuple((place_at(drop.address), drop.pieces) for drop in job.drops)
    return Priced(job, breakdown, specs.business_days(job.spec, tables), drops)


def tables_of(job: WantedJob, at: datetime) -> PriceTables:
    """The tables by which a job is priced: those of the price that was held, or those in force."""
    return catalogue.tables_of(job.breakdown.tables_version) if job.breakdown else catalogue.current_tables(at)


def promoted(costs: Estimate, code: str) -> Estimate:
    """The same jobs with what the code takes off, or with the sentence that says why it takes nothing off."""
    if not code:
        return replace(costs, discount=None, promotion="", problem="")
    print_cents = sum(job.breakdown.print_cents for job in costs.priced)
    products = {job.wanted.spec.product for job in costs.priced}
    try:
        found = promotions.discount(code, print_cents, products, costs.account_id, costs.at)
    except Refusal as refusal:
        return replace(costs, discount=None, promotion="", problem=refusal.sentence)
    return replace(costs, discount=Reduction(found.label, found.cents), promotion=found.code, problem="")


def choose(costs: Estimate, method: str) -> Estimate:
    """The same estimate, delivered by `method`; call it after `promoted`, since tax rests on what is paid."""
    way = next((way for way in costs.routes if way.rate.method == method), None)
    if way is None:
        return replace(costs, rate=None, tax=None, parcels=())
    tax = taxes.taxed(costs.priced, way.parcels, costs.discount_cents, costs.account_id, costs.at)
    return replace(costs, rate=way.rate, tax=tax, parcels=way.parcels)


def _in_hands(ship_by: date, way: WholeWay, holidays: tuple[Holiday, ...]) -> date:
    return shipping.in_hands(ship_by, way.rate, holidays)
