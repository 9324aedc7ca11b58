"""The product page as finished values: the fields of the form, the price panel, the quantity table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from urllib.parse import urlencode

from app.catalogue import calendar, offers
from app.catalogue.pricing import Breakdown, price
from app.catalogue.reading import SpecResult, query_of
from app.catalogue.rules import unavailable
from app.catalogue.spec import Spec, business_days, plain
from app.catalogue.tables import CUSTOM, PriceTables, Product
from app.foundation import clock
from app.foundation.forms import Option, described_by
from app.foundation.money import dollars

TILES = {"size", "stock", "color", "turnaround"}
"""Parts shown as radio tiles; the others are select boxes."""


@dataclass(frozen=True)
class Label:
    text: str


@dataclass(frozen=True)
class Field:
    """One field as the form macros draw it."""

    id: str
    label: Label
    kind: str
    shown: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    errors: tuple[str, ...] = ()
    inputmode: str = ""
    maxlength: int = 0
    purpose: str = ""
    autocomplete: str = ""
    required: bool = False
    checked: bool = False
    drawn_options: str = ""

    @property
    def name(self) -> str:
        return self.id

    @property
    def described_by(self) -> str:
        return described_by(self)


@dataclass(frozen=True)
class Fields:
    """The form: its fields in their order; `errors` and iteration are what the error summary asks for."""

    named: dict[str, Field]
    form_errors: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Field]:
        return iter(self.named.values())

    def __getitem__(self, name: str) -> Field:
        return self.named[name]

    def __contains__(self, name: object) -> bool:
        return name in self.named

    @property
    def errors(self) -> bool:
        return any(one.errors for one in self.named.values())


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
    order_href: str


@dataclass(frozen=True)
class Group:
    """Parts that follow each other in the form and are drawn alike."""

    tiles: bool
    parts: tuple[str, ...]


@dataclass(frozen=True)
class ProductPage:
    """All that the product page shows; `panel` is None while something in the form is wrong."""

    product: Product
    fields: Fields
    groups: tuple[Group, ...]
    panel: Panel | None


def product_page(result: SpecResult, product: Product, tables: PriceTables, at: datetime) -> ProductPage:
    """The page of a product with what was chosen; `at` is when the proof is supposed to be approved."""
    fields = Fields(_fields(result, product, tables, at))
    groups = tuple(Group(tiles, tuple(parts)) for tiles, parts in groupby(product.parts, TILES.__contains__))
    panel = _panel(result.spec, product, tables, at) if result.spec is not None else None
    return ProductPage(product, fields, groups, panel)


def _fields(result: SpecResult, product: Product, tables: PriceTables, at: datetime) -> dict[str, Field]:
    typed, errors = result.typed, result.errors

    def text(name: str, label: str, hint: str = "", mode: str = "numeric") -> Field:
        beside = (errors[name],) if name in errors else ()
        return Field(name, Label(label), "text", typed.get(name, ""), hint, (), beside, mode, 12)

    span = f"{product.min_quantity:,} to {product.max_quantity:,}, any number."
    fields = {"quantity": text("quantity", "How many", span), "size": _size_field(result, product)}
    if product.custom is not None:
        limits = product.custom
        hint = f"Short side {plain(limits.short_min)} to {plain(limits.short_max)} in., "
        hint += f"long side {plain(limits.long_min)} to {plain(limits.long_max)} in."
        fields["width"] = text("width", "Your width, in.", hint, "decimal")
        fields["height"] = text("height", "Your height, in.", "", "decimal")
    for part in product.parts:
        fields[part] = _part_field(part, result, product, tables, at)
    if product.max_sets > 1:
        fields["sets"] = text("sets", "Designs or names", f"They share the {product.pieces}.")
    return fields


def _size_field(result: SpecResult, product: Product) -> Field:
    chosen = result.typed["size"]
    options = [
        Option(
            size.code, f"{plain(size.width_in)} × {plain(size.height_in)} in.", size.name, selected=size.code == chosen
        )
        for size in product.sizes
    ]
    if product.custom is not None:
        options.append(Option(CUSTOM, "Your own size", "Type it below", selected=chosen == CUSTOM))
    errors = (result.errors["size"],) if "size" in result.errors else ()
    return Field(
        "size", Label("Size"), "radio", chosen, "Upright or sideways, as your artwork is.", tuple(options), errors
    )


def _part_field(code: str, result: SpecResult, product: Product, tables: PriceTables, at: datetime) -> Field:
    part, chosen = tables.parts[code], result.typed[code]
    options = []
    for choice in product.parts[code]:
        reason = unavailable(product, result.typed, code, choice, tables)
        about = _ships(choice, product, tables, at) if part.kind == "turnaround" else part.choices[choice].about
        # What is chosen already stays selectable, so that nothing typed is lost; its error stands above it.
        shut = bool(reason) and choice != chosen
        options.append(Option(choice, part.choices[choice].name, about, shut, reason if shut else "", choice == chosen))
    errors = (result.errors[code],) if code in result.errors else ()
    kind = "radio" if code in TILES else "select"
    return Field(code, Label(part.label), kind, chosen, part.hint, tuple(options), errors)


def _ships(turnaround: str, product: Product, tables: PriceTables, at: datetime) -> str:
    days = tables.turnarounds[turnaround].days or product.standard_days
    return f"Ships by {_day(calendar.ship_date(at, days, tables.holidays)).text}"


def _panel(spec: Spec, product: Product, tables: PriceTables, at: datetime) -> Panel:
    breakdown = price(spec, tables)
    return Panel(
        breakdown=breakdown,
        each=f"{each(breakdown)} each for {spec.quantity:,} {product.pieces}",
        lines=tuple((line.label, line.cents) for line in breakdown.lines),
        rows=tuple(_row(row, spec, product) for row in offers.quantity_table(spec, tables)),
        suggestions=tuple(_suggestion(offer, spec, product) for offer in offers.offers(spec, tables)),
        approve_by=_day(clock.central(calendar.last_approval(at, tables.holidays)).date()),
        ships_by=_day(calendar.ship_date(at, business_days(spec, tables), tables.holidays)),
        weight=pounds(breakdown.weight_lb),
        order_href=f"/orders/new?{urlencode(query_of(spec))}",
    )


def _row(row: offers.Row, spec: Spec, product: Product) -> QuantityRow:
    href = _href(spec, product, row.quantity)
    return QuantityRow(row.quantity, href, row.breakdown.total_cents, each(row.breakdown), row.chosen)


def _suggestion(offer: offers.Offer, spec: Spec, product: Product) -> Suggestion:
    noun = product.piece if offer.more == 1 else product.pieces
    why = "fills the press sheet that you have begun" if offer.fills_sheet else "costs less apiece"
    return Suggestion(
        f"{offer.more:,} more {noun} for {dollars(offer.cents)}", _href(spec, product, offer.quantity), why
    )


def _href(spec: Spec, product: Product, quantity: int) -> str:
    query = query_of(spec) | {"quantity": str(quantity)}
    del query["product"]
    return f"/products/{product.slug}?{urlencode(query)}"


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
    return Day(f"{day:%A}, {day:%B} {day.day}", day.isoformat())
