"""What an order costs before it is placed: goods, the ways of shipping with their dates, tax, and the sum.

The form, the placed order, the checkout page and the receipt all show what is computed here once.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from app.catalogue import calendar, pricing
from app.catalogue import spec as specs
from app.catalogue.pricing import Breakdown
from app.catalogue.spec import Spec
from app.catalogue.tables import PriceTables
from app.foundation import rules
from app.shipping import service as shipping
from app.shipping.service import PICK_UP, Rate
from app.tax import service as tax
from app.tax.rates import TaxLine

for _rule in (
    rules.Rule("orders.pick-up-state", "MN", "text", "The state in which orders are picked up (for tax)"),
    rules.Rule("orders.pick-up-zip", "55317", "text", "The ZIP code where orders are picked up (for tax)"),
):
    rules.declare(_rule)


@dataclass(frozen=True)
class Place:
    """Where a parcel goes, as far as price and tax need it."""

    state: str
    zip_code: str
    po_box: bool = False


@dataclass(frozen=True)
class Way:
    """One way of getting the job, with the day it is in hands when the proof is approved at once."""

    rate: Rate
    in_hands: date


@dataclass(frozen=True)
class Estimate:
    """The price of a specification delivered in one way; `tax` is None while the place is not known."""

    breakdown: Breakdown
    ways: tuple[Way, ...]
    rate: Rate | None
    tax: TaxLine | None
    ship_by: date
    approve_by: datetime

    @property
    def shipping_cents(self) -> int:
        return self.rate.cents if self.rate else 0

    @property
    def tax_lines(self) -> list[tuple[str, int]]:
        """Words and cents of everything that is collected for the state."""
        if self.tax is None:
            return []
        lines = [(self.tax.label, self.tax.cents), (self.tax.fee_label, self.tax.fee_cents)]
        return [(label, cents) for label, cents in lines if cents]

    @property
    def tax_cents(self) -> int:
        return self.tax.total_cents if self.tax else 0

    @property
    def total_cents(self) -> int:
        return self.breakdown.total_cents + self.shipping_cents + self.tax_cents

    @property
    def known(self) -> bool:
        """Whether the total is the whole total: place and way of shipping are known."""
        return self.rate is not None and self.tax is not None


def estimate(spec: Spec, tables: PriceTables, place: Place | None, method: str, at: datetime) -> Estimate:
    """What the specification costs, delivered to `place` by `method` (or picked up).

    `rate` of the answer is None when the method is not offered there, or is empty.
    """
    breakdown = pricing.price(spec, tables)
    ship_by = calendar.ship_date(at, specs.business_days(spec, tables), tables.holidays)
    rates = shipping.quotes(
        shipping.current_tables(at),
        place.zip_code if place else "",
        breakdown.weight_lb,
        po_box=bool(place and place.po_box),
    )
    ways = tuple(Way(rate, shipping.in_hands(ship_by, rate, tables.holidays)) for rate in rates)
    approve_by = calendar.last_approval(at, tables.holidays)
    return choose(Estimate(breakdown, ways, None, None, ship_by, approve_by), place, method, at)


def choose(costs: Estimate, place: Place | None, method: str, at: datetime) -> Estimate:
    """The same estimate, delivered by `method`."""
    rate = next((way.rate for way in costs.ways if way.rate.method == method), None)
    return replace(costs, rate=rate, tax=_tax(costs.breakdown, place, rate, at))


def _tax(breakdown: Breakdown, place: Place | None, rate: Rate | None, at: datetime) -> TaxLine | None:
    if rate is None:
        return None
    if rate.method == PICK_UP:
        state, zip_code = rules.text("orders.pick-up-state", at), rules.text("orders.pick-up-zip", at)
        return tax.tax_on(breakdown.total_cents, 0, state, zip_code, at, delivered=False)
    if place is None:
        return None
    return tax.tax_on(breakdown.total_cents, rate.cents, place.state, place.zip_code, at)
