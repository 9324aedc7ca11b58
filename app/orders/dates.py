"""Date first: which turnaround and which way of shipping have a job in hands by a day, and until when to approve.

Three clocks run one after the other: the approval (until 9:00 a.m. Central), the business days in our shop, and
the carrier's days on the way. `last_approval_for` runs them backward.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.catalogue import calendar, pricing, reading
from app.catalogue import spec as specs
from app.catalogue.calendar import Holiday
from app.catalogue.spec import Spec
from app.catalogue.tables import PriceTables
from app.foundation.clock import CENTRAL
from app.shipping import service as shipping
from app.shipping.service import Rate, ShippingTables

LONGEST_WAY = timedelta(days=30)
"""No carrier in the tables takes longer."""


@dataclass(frozen=True)
class Plan:
    """One way to have the job on time: what it costs before tax, and the days if the proof is approved in time.

    `tight` says that a proof, which may take until one business day after the file came, can come too late.
    """

    spec: Spec
    turnaround: str
    rate: Rate
    goods_cents: int
    approve_by: datetime
    ship_by: date
    in_hands: date
    tight: bool

    @property
    def total_cents(self) -> int:
        return self.goods_cents + self.rate.cents


@dataclass(frozen=True)
class Answer:
    """Every plan that makes the day, cheapest first; without one, `earliest` is the first day that can be had."""

    plans: tuple[Plan, ...]
    earliest: date


def plans_for(
    spec: Spec, wanted: date, zip_start: str, tables: PriceTables, ways: ShippingTables, at: datetime
) -> Answer:
    """What makes `wanted` from `at` on, to a ZIP code that begins with the three digits `zip_start`."""
    found: list[Plan] = []
    soonest: list[date] = []
    proof_by = calendar.proof_due(at, tables.holidays)
    for made in _turnarounds(spec, tables):
        price = pricing.price(made, tables)
        days = specs.business_days(made, tables)
        words = tables.parts["turnaround"].choices[made.choice("turnaround")].name
        for rate in shipping.quotes(ways, f"{zip_start}00", price.weight_lb):
            ships = calendar.ship_date(at, days, tables.holidays)
            soonest.append(shipping.in_hands(ships, rate, tables.holidays))
            approve_by = last_approval_for(wanted, days, rate, tables.holidays)
            if approve_by < at:
                continue
            ships = calendar.ship_date(approve_by, days, tables.holidays)
            arrives = shipping.in_hands(ships, rate, tables.holidays)
            found.append(
                Plan(made, words, rate, price.total_cents, approve_by, ships, arrives, tight=approve_by < proof_by)
            )
    found.sort(key=lambda plan: (plan.total_cents, -plan.approve_by.timestamp(), plan.rate.method))
    return Answer(tuple(found), min(soonest))


def last_approval_for(wanted: date, business_days: int, rate: Rate, holidays: tuple[Holiday, ...]) -> datetime:
    """The last instant at which an approval still has the job in hands by `wanted`."""
    day = wanted
    while not calendar.is_business_day(day, holidays) or shipping.in_hands(day, rate, holidays) > wanted:
        day -= timedelta(days=1)
        if wanted - day > LONGEST_WAY:
            raise ValueError(f"No day ships by {rate.method} in time for {wanted}.")
    for _ in range(business_days - 1):
        day = _open_before(day, holidays)
    return datetime.combine(day, calendar.PRODUCTION_STARTS, CENTRAL).astimezone(UTC)


def _open_before(day: date, holidays: tuple[Holiday, ...]) -> date:
    day -= timedelta(days=1)
    while not calendar.is_business_day(day, holidays):
        day -= timedelta(days=1)
    return day


def _turnarounds(spec: Spec, tables: PriceTables) -> list[Spec]:
    """The same job at every turnaround that its other options allow."""
    query = reading.query_of(spec)
    read = (
        reading.read(query | {"turnaround": code}, tables)
        for code in specs.product_of(spec, tables).parts["turnaround"]
    )
    return [result.spec for result in read if result.spec is not None]
