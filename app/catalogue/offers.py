"""What the product page says beside a price: the quantity table, and where a few more pieces cost little."""

from dataclasses import dataclass, replace

from app.catalogue.pricing import Breakdown, price
from app.catalogue.spec import Spec, product_of
from app.catalogue.tables import PriceTables


@dataclass(frozen=True)
class Row:
    """One row of the quantity table."""

    quantity: int
    breakdown: Breakdown
    chosen: bool


@dataclass(frozen=True)
class Offer:
    """`more` pieces for `cents` on top, at `quantity` in all."""

    quantity: int
    more: int
    cents: int
    fills_sheet: bool


def quantity_table(spec: Spec, tables: PriceTables) -> list[Row]:
    """The price at each listed quantity of the product's range and at the chosen one."""
    product = product_of(spec, tables)
    listed = {count for count in tables.press.breaks if product.min_quantity <= count <= product.max_quantity}
    counts = sorted(count for count in listed | {spec.quantity} if count >= spec.sets)
    return [Row(count, price(replace(spec, quantity=count), tables), count == spec.quantity) for count in counts]


def offers(spec: Spec, tables: PriceTables) -> list[Offer]:
    """Larger quantities that are cheaper apiece: the rest of the press sheet, and the next listed quantity."""
    product = product_of(spec, tables)
    here = price(spec, tables)
    full = here.press_sheets * here.pieces_per_sheet
    following = next((count for count in tables.press.breaks if count > spec.quantity), None)
    found: dict[int, Offer] = {}
    for count, fills_sheet in ((full, True), (following, False)):
        if count is None or not spec.quantity < count <= product.max_quantity or count in found:
            continue
        there = price(replace(spec, quantity=count), tables)
        if there.total_cents * spec.quantity < here.total_cents * count:
            more = there.total_cents - here.total_cents
            found[count] = Offer(count, count - spec.quantity, more, fills_sheet)
    return sorted(found.values(), key=lambda offer: offer.quantity)
