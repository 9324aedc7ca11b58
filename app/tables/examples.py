"""Example prices before and after a change: a dozen that are always the same, and more for what changed."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from app.catalogue import reading
from app.catalogue.pricing import price
from app.catalogue.spec import Spec
from app.catalogue.tables import PriceTables, Product
from app.shipping.rates import ShippingTables, quotes
from app.tables.differences import Change
from app.tax.rates import TaxTables, tax

FILE = Path(__file__).parent / "data" / "examples.toml"
DOZEN = 12
WAYS = ("ground", "next-day")
TRIED = (100, 500, 1000, 25, 5000)
"""Quantities at which a change is shown, as far as the product allows them."""


@dataclass(frozen=True)
class Move:
    """An example with its price in cents before and after; None where it cannot be had."""

    what: str
    before: int | None
    after: int | None

    @property
    def difference(self) -> int | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def percent(self) -> Decimal | None:
        """How far it moves, to a tenth."""
        if self.difference is None:
            return None
        if not self.before:
            return Decimal(100) if self.difference else Decimal(0)
        return (Decimal(100 * self.difference) / self.before).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def percent_words(self) -> str:
        return "" if self.percent is None else f"{self.percent:+} %"


@cache
def file() -> Mapping[str, list[dict[str, Any]]]:
    """The examples of each table, as the file lists them."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def moves(desk: str, before: Any, after: Any) -> list[Move]:
    """The examples that are always shown."""
    if desk == "catalogue":
        return _prices(islice(_standing(before, after), DOZEN), before, after)
    return _parcels(before, after) if desk == "delivery" else _taxes(before, after)


def _standing(before: PriceTables, after: PriceTables) -> Iterator[dict[str, str]]:
    """The examples of the file as far as they are sold, then the other products as their forms begin."""
    sold = {**after.products, **before.products}
    listed = [{name: str(value) for name, value in row.items()} for row in file()["catalogue"]]
    yield from (args for args in listed if args["product"] in sold)
    named = {args["product"] for args in listed}
    yield from ({"product": slug} for slug in sold if slug not in named)


def touched(desk: str, before: Any, after: Any, changed: Sequence[Change]) -> list[Move]:
    """Examples chosen for what changed: papers, finishes and products that moved, whatever the dozen says."""
    if desk != "catalogue":
        return []
    shown = {_spec(args, before) for args in islice(_standing(before, after), DOZEN)}
    found: list[Move] = []
    for args in islice(_around(after, changed), 5 * DOZEN):
        spec = _spec(args, before)
        if spec not in shown:
            shown.add(spec)
            found += [move for move in _prices(iter([args]), before, after) if move.difference]
    return found[:DOZEN]


def _around(tables: PriceTables, changed: Sequence[Change]) -> Iterator[dict[str, str]]:
    pairs = _pairs(tables, changed)
    slugs = {change.section_code.removeprefix("product-") for change in changed}
    for count in TRIED:
        for product in tables.products.values():
            args = {"product": product.slug, "quantity": str(_within(product, count))}
            for part, code in pairs:
                if code in product.parts.get(part, ()):
                    yield {**args, part: code}
            if product.slug in slugs:
                yield args


def _within(product: Product, count: int) -> int:
    return min(max(count, product.min_quantity), product.max_quantity)


def _pairs(tables: PriceTables, changed: Sequence[Change]) -> list[tuple[str, str]]:
    """Part and choice of everything that a change touches."""
    kinds = {"papers": "stock", "inks": "color", "turnarounds": "turnaround"}
    keys = {(kinds[change.block], change.key) for change in changed if change.block in kinds}
    steps = {change.key for change in changed if change.block == "finishes"}
    own = {(change.section_code.removeprefix("part-").replace("-", "_"), change.key) for change in changed}
    return [
        (part.code, code)
        for part in tables.parts.values()
        for code, choice in part.choices.items()
        if (part.kind, code) in keys or choice.finish in steps or (part.code, code) in own
    ]


def _prices(tried: Iterator[dict[str, str]], before: PriceTables, after: PriceTables) -> list[Move]:
    found = []
    for args in tried:
        was, now = cents_of(args, before), cents_of(args, after)
        if was is not None or now is not None:
            found.append(Move(_described(args, after if now is not None else before), was, now))
    return found


def _spec(args: Mapping[str, str], tables: PriceTables) -> Spec | None:
    return reading.read(args, tables).spec


def cents_of(args: Mapping[str, str], tables: PriceTables) -> int | None:
    """The price of a specification in cents; None where these tables cannot make it."""
    try:
        spec = reading.read(args, tables).spec
        return price(spec, tables).total_cents if spec is not None else None
    except (LookupError, ArithmeticError, ValueError):
        return None


def _described(args: Mapping[str, str], tables: PriceTables) -> str:
    product = tables.products[args["product"]]
    size = product.size(args.get("size", ""))
    words = [f"{size.name} {size.code}"] if size else []
    parts = (tables.parts[part].choices.get(code) for part, code in args.items() if part in tables.parts)
    words = [product.name, *words, *(choice.name for choice in parts if choice)]
    return f"{', '.join(words)}: {int(args.get('quantity', product.start_quantity)):,}"


def _parcels(before: ShippingTables, after: ShippingTables) -> list[Move]:
    found = []
    for row in file()["delivery"]:
        rates = [
            {rate.method: rate for rate in quotes(tables, row["zip"], Decimal(row["pounds"]))}
            for tables in (before, after)
        ]
        for way in WAYS:
            was, now = (rate.get(way) for rate in rates)
            label = (now or was).label if now or was else ""  # type: ignore[union-attr]  # one of them is there
            if label:
                what = f"{row['pounds']} lb to {row['zip']}, {label.lower()}"
                found.append(Move(what, was.cents if was else None, now.cents if now else None))
    fees = (("Each further address", "extra_address_cents"), ("The customer's own carrier", "own_carrier_cents"))
    return found + [Move(what, getattr(before, name), getattr(after, name)) for what, name in fees]


def _taxes(before: TaxTables, after: TaxTables) -> list[Move]:
    found = []
    for row in file()["taxes"]:
        goods, delivery = row["goods"] * 100, row["delivery"] * 100
        was, now = (
            tax(tables, goods, delivery, row["state"], row["zip"], with_fee=True).total_cents
            for tables in (before, after)
        )
        what = f"Tax on ${row['goods']} and ${row['delivery']} delivery to {row['state']} {row['zip']}"
        found.append(Move(what, was, now))
    return found
