"""The page of dates: its form, and its table as finished values."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from app.catalogue import reading
from app.catalogue import spec as specs
from app.catalogue.calendar import PRODUCTION_STARTS
from app.catalogue.spec import Spec
from app.catalogue.tables import PriceTables, Product
from app.foundation import clock
from app.foundation.day_field import Day
from app.foundation.forms import Required, ShopForm, Text
from app.orders.dates import Answer, Plan, plans_for
from app.shipping.service import PICK_UP, ShippingTables

FURTHEST = timedelta(days=5 * 366)


class DatesForm(ShopForm):
    """A day and the start of a ZIP code; never the whole code, so that it stands in no address."""

    by = Day("In hands by", [Required("Please choose the day by which you need it.")])
    zip = Text(
        "Your ZIP code begins with",
        [Required("Please type the first three digits of the ZIP code it goes to.")],
        maxlength=3,
        inputmode="numeric",
        autocomplete="off",
        hint="Three digits, like 553.",
        purpose="Only to count the days on the way. We do not keep it.",
    )

    def read(self, today: date) -> bool:
        """Whether day and digits can be used; what is wrong stands beside the fields."""
        good = self.validate()
        if self.by.data and not today <= self.by.data <= today + FURTHEST:
            self.by.errors = ["Please choose a day from today on, within five years."]
            return False
        if not self.zip.errors and not _three_digits(self.zip.data or ""):
            self.zip.errors = ["Please type three digits, like 553."]
            return False
        return bool(good)


def _three_digits(typed: str) -> bool:
    return len(typed) == 3 and typed.isascii() and typed.isdigit()


@dataclass(frozen=True)
class Moment:
    """A day or an instant as a person says it and as a machine reads it."""

    text: str
    iso: str


@dataclass(frozen=True)
class PlanRow:
    """One row of the table."""

    turnaround: str
    way: str
    total_cents: int
    taken_apart: str
    approve_by: Moment
    ship_by: Moment
    in_hands: Moment
    tight: bool
    order_href: str


@dataclass(frozen=True)
class DatesPage:
    """All that the page shows; `rows` is None until a day was asked for."""

    product: Product
    job: str
    words: list[tuple[str, str]]
    hidden: list[tuple[str, str]]
    product_href: str
    rows: tuple[PlanRow, ...] | None
    wanted: Moment | None
    earliest: Moment | None


def dates_page(
    spec: Spec, form: DatesForm, asked: bool, tables: PriceTables, ways: ShippingTables, at: datetime
) -> DatesPage:
    """The page for a specification; with `asked`, the form is good and the table is made."""
    product = specs.product_of(spec, tables)
    query = reading.query_of(spec)
    hidden = [(name, value) for name, value in query.items() if name != "product"]
    rows, wanted, earliest = None, None, None
    if asked:
        answer = plans_for(spec, form.by.data, form.zip.data or "", tables, ways, at)
        rows, wanted, earliest = _rows(answer), day(form.by.data), day(answer.earliest)
    href = f"/products/{product.slug}?{urlencode(hidden)}"
    noun = product.piece if spec.quantity == 1 else product.pieces
    job = f"{spec.quantity:,} {noun}, {specs.plain(spec.width_in)} × {specs.plain(spec.height_in)} in."
    return DatesPage(product, job, specs.described(spec, tables), hidden, href, rows, wanted, earliest)


def _rows(answer: Answer) -> tuple[PlanRow, ...]:
    return tuple(_row(plan) for plan in answer.plans)


def _row(plan: Plan) -> PlanRow:
    cents = (plan.goods_cents, plan.rate.cents)
    printing, way = (f"${part // 100:,}.{part % 100:02}" for part in cents)
    free = "pick-up free" if plan.rate.method == PICK_UP else f"{way} shipping"
    return PlanRow(
        turnaround=plan.turnaround,
        way=plan.rate.label,
        total_cents=plan.total_cents,
        taken_apart=f"{printing} print, {free}",
        approve_by=_cutoff(plan.approve_by),
        ship_by=day(plan.ship_by),
        in_hands=day(plan.in_hands),
        tight=plan.tight,
        order_href=f"/orders/new?{urlencode(reading.query_of(plan.spec))}",
    )


def _cutoff(at: datetime) -> Moment:
    """`9:00 a.m. Central on Tuesday, December 1`."""
    local = clock.central(at)
    assert local.time() == PRODUCTION_STARTS  # every last approval is at the start of production
    return Moment(f"9:00 a.m. Central on {day(local.date()).text}", clock.iso(at))


def day(one: date) -> Moment:
    """`Tuesday, December 1`."""
    return Moment(f"{one:%A}, {one:%B} {one.day}", one.isoformat())


def shortened(args: Any) -> str | None:
    """The query with no more of a ZIP code than its first three digits; None when it holds no more."""
    typed = args.get("zip", "").strip()
    digits = "".join(char for char in typed if char.isascii() and char.isdigit())
    if len(digits) <= 3:
        return None
    pairs = [(name, digits[:3] if name == "zip" else value) for name, value in args.items()]
    return urlencode(pairs)
