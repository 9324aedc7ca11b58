"""What a piece is made of, leaf by leaf: how thick it is and what it weighs."""

from dataclasses import dataclass
from decimal import Decimal

from app.catalogue.spec.folding import flat_size
from app.catalogue.spec.made import Spec, numbers_of, product_of, stock_of
from app.catalogue.tables import PriceTables, Stock


@dataclass(frozen=True)
class Layer:
    """So many leaves of one paper, each as large as the flat piece."""

    stock: Stock
    leaves: Decimal


def layers(spec: Spec, tables: PriceTables) -> list[Layer]:
    """The leaves of one piece, covers last."""
    model, leaves = product_of(spec, tables).model, Decimal(spec.pages) / 2
    if model in {"stitched", "coil", "wire"}:
        return [Layer(stock_of(spec, tables), leaves - 2), Layer(stock_of(spec, tables, "cover_stock"), Decimal(2))]
    if model == "perfect":
        return [Layer(stock_of(spec, tables), leaves), Layer(stock_of(spec, tables, "cover_stock"), Decimal(2))]
    if model == "calendar":
        return [Layer(stock_of(spec, tables), leaves)]
    if model == "notepad":
        return [Layer(stock_of(spec, tables), Decimal(sheets_of(spec, tables)))]
    return [Layer(stock_of(spec, tables), numbers_of(spec, tables).get("leaves", Decimal(1)))]


def sheets_of(spec: Spec, tables: PriceTables) -> int:
    """The sheets of one pad."""
    return tables.parts["sheets"].choices[spec.choice("sheets")].amount


def weight_lb(spec: Spec, tables: PriceTables) -> Decimal:
    """Shipping weight of the whole job in pounds with packing, to a hundredth (print.md section 11)."""
    press = tables.press
    width, height = flat_size(spec, tables)
    area = width * height * press.sq_m_per_sq_in
    gsm = sum((layer.leaves * layer.stock.gsm for layer in layers(spec, tables)), Decimal(0))
    gsm += numbers_of(spec, tables).get("board_gsm", Decimal(0))
    grams = area * spec.quantity * gsm
    return (grams / press.grams_per_lb * press.packing).quantize(Decimal("0.01"))


def spine_in(spec: Spec, tables: PriceTables) -> Decimal:
    """How thick the pages of a book are in inches, to a thousandth."""
    return (stock_of(spec, tables).caliper_in * spec.pages / 2).quantize(Decimal("0.001"))
