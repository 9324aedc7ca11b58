"""The product page as finished values: the fields of the form, the price panel, the quantity table, the links.

A visitor's basket lives in the address: what lies in it is carried along as `jobs`, each the query of a
specification, so that nothing is stored about a visitor.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from urllib.parse import urlencode

from app.catalogue import calendar, offers
from app.catalogue.pictures import picture_of
from app.catalogue.pricing import Breakdown, price
from app.catalogue.product_page_fields import Fields, fields, spoken, tiled
from app.catalogue.reading import SpecResult, query_of
from app.catalogue.spec import Spec, business_days
from app.catalogue.tables import PriceTables, Product
from app.foundation import clock
from app.foundation.money import dollars

MOST_JOBS, LONGEST_JOB = 10, 500


@dataclass(frozen=True)
class QuantityRow:
    """One row of the quantity table."""

    quantity: int
    href: str
    cents: int
    each: str
    chosen: bool


@dataclass(frozen=True)
class Suggestion:
    """A larger quantity that is cheaper apiece, in words."""

    words: str
    href: str
    why: str


@dataclass(frozen=True)
class Day:
    """A date as a person says it and as a machine reads it."""

    text: str
    iso: str


@dataclass(frozen=True)
class Links:
    """Where a specification goes from here."""

    order: str
    basket: str
    quote: str
    dates: str
    template: str


@dataclass(frozen=True)
class Panel:
    """The price taken apart, with everything that stands beside it."""

    breakdown: Breakdown
    each: str
    lines: tuple[tuple[str, int], ...]
    rows: tuple[QuantityRow, ...]
    suggestions: tuple[Suggestion, ...]
    approve_by: Day
    ships_by: Day
    weight: str
    links: Links


@dataclass(frozen=True)
class Group:
    """Parts that follow each other in the form and are drawn alike."""

    tiles: bool
    legend: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class ProductPage:
    """All that the product page shows; `panel` is None while something in the form is wrong."""

    product: Product
    picture: str
    fields: Fields
    groups: tuple[Group, ...]
    panel: Panel | None
    jobs: tuple[str, ...]

    @property
    def basket_href(self) -> str:
        """The visitor's basket."""
        return basket_of(self.jobs)

    @property
    def list_href(self) -> str:
        """The list of products, with the visitor's basket."""
        return f"/products?{urlencode(_jobs(self.jobs))}" if self.jobs else "/products"


def product_page(
    result: SpecResult, product: Product, tables: PriceTables, at: datetime, jobs: tuple[str, ...] = ()
) -> ProductPage:
    """The page of a product with what was chosen; `at` is when the proof is supposed to be approved."""
    panel = _panel(result.spec, product, tables, at, jobs) if result.spec is not None else None
    shown = fields(result, product, tables, at)
    return ProductPage(product, picture_of(product.slug), shown, _groups(product, tables), panel, jobs)


def carried(jobs: list[str]) -> tuple[str, ...]:
    """The jobs of a visitor's basket as far as a page carries them along."""
    return tuple(job for job in jobs if job and len(job) <= LONGEST_JOB)[:MOST_JOBS]


def basket_of(jobs: tuple[str, ...]) -> str:
    """The address of a visitor's basket with those jobs."""
    return f"/basket?{urlencode(_jobs(jobs))}" if jobs else "/basket"


def _jobs(jobs: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("job", job) for job in jobs]


def _groups(product: Product, tables: PriceTables) -> tuple[Group, ...]:
    legends = iter(("Finishing and proof", "And", "And"))
    found = []
    for tiles, parts in groupby(product.parts, lambda code: tiled(tables.parts[code])):
        found.append(Group(tiles, "" if tiles else next(legends, "And"), tuple(parts)))
    return tuple(found)


def _panel(spec: Spec, product: Product, tables: PriceTables, at: datetime, jobs: tuple[str, ...]) -> Panel:
    breakdown = price(spec, tables)
    rows = offers.quantity_table(spec, tables)
    count = f"{spec.quantity:,} {product.piece if spec.quantity == 1 else product.pieces}"
    return Panel(
        breakdown=breakdown,
        each=f"{each(breakdown)} each for {count}" if spec.quantity > 1 else f"for {count}",
        lines=tuple((line.label, line.cents) for line in breakdown.lines),
        rows=tuple(_row(row, spec, product, jobs) for row in rows),
        suggestions=tuple(_suggestion(offer, spec, product, jobs) for offer in offers.offers(spec, tables)),
        approve_by=_day(clock.central(calendar.last_approval(at, tables.holidays)).date()),
        ships_by=_day(calendar.ship_date(at, business_days(spec, tables), tables.holidays)),
        weight=pounds(breakdown.weight_lb),
        links=_links(spec, product, jobs),
    )


def _links(spec: Spec, product: Product, jobs: tuple[str, ...]) -> Links:
    pairs = list(query_of(spec).items())
    whole, own = urlencode(pairs), urlencode([pair for pair in pairs if pair[0] != "product"])
    return Links(
        order=f"/orders/new?{whole}",
        basket=f"/basket/new?{urlencode([*pairs, *_jobs(jobs)])}",
        quote=f"/quotes/new?{whole}",
        dates=f"/products/{product.slug}/dates?{own}",
        template=f"/products/{product.slug}/template.pdf?{own}",
    )


def _row(row: offers.Row, spec: Spec, product: Product, jobs: tuple[str, ...]) -> QuantityRow:
    href = _href(spec, product, row.quantity, jobs)
    return QuantityRow(row.quantity, href, row.breakdown.total_cents, each(row.breakdown), row.chosen)


def _suggestion(offer: offers.Offer, spec: Spec, product: Product, jobs: tuple[str, ...]) -> Suggestion:
    noun = product.piece if offer.more == 1 else product.pieces
    why = "fills the press sheet that you have begun" if offer.fills_sheet else "costs less apiece"
    words = f"{offer.more:,} more {noun} for {dollars(offer.cents)}"
    return Suggestion(words, _href(spec, product, offer.quantity, jobs), why)


def _href(spec: Spec, product: Product, quantity: int, jobs: tuple[str, ...]) -> str:
    query = query_of(spec) | {"quantity": str(quantity)}
    del query["product"]
    return f"/products/{product.slug}?{urlencode([*query.items(), *_jobs(jobs)])}"


def each(breakdown: Breakdown) -> str:
    """The price of one piece: `20.5¢`, from a dollar up `$1.26`."""
    cents = breakdown.unit_cents
    if cents >= 100:
        return dollars(int(cents.quantize(Decimal(1))))
    return f"{cents.quantize(Decimal('0.1'))}¢"


def pounds(weight: Decimal) -> str:
    """A weight in words: `1.9 lb`; what is lighter than a tenth is `under 0.1 lb`."""
    return f"{weight.quantize(Decimal('0.1'))} lb" if weight >= Decimal("0.1") else "under 0.1 lb"


def _day(day: date) -> Day:
    return Day(spoken(day), day.isoformat())
