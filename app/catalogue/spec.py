"""A specification: exactly what is to be made, as frozen into an order; and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.catalogue.tables import Color, PriceTables, Product, Stock


@dataclass(frozen=True)
class Spec:
    """What is to be made: trim size in inches, pieces in all sets together, one choice for each part."""

    product: str
    size: str
    width_in: Decimal
    height_in: Decimal
    quantity: int
    sets: int
    choices: tuple[tuple[str, str], ...]

    def choice(self, part: str) -> str:
        """The chosen code of a part; empty when the product has no such part."""
        return dict(self.choices).get(part, "")

    def to_json(self) -> dict[str, Any]:
        """Plain data for a frozen line; `from_json` gives an equal specification back."""
        return {
            "product": self.product,
            "size": self.size,
            "width_in": str(self.width_in),
            "height_in": str(self.height_in),
            "quantity": self.quantity,
            "sets": self.sets,
            "choices": [list(pair) for pair in self.choices],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Spec":
        """The specification of `to_json`."""
        return cls(
            product=str(data["product"]),
            size=str(data["size"]),
            width_in=Decimal(str(data["width_in"])),
            height_in=Decimal(str(data["height_in"])),
            quantity=int(data["quantity"]),
            sets=int(data["sets"]),
            choices=tuple((str(part), str(code)) for part, code in data["choices"]),
        )


@dataclass(frozen=True)
class ArtworkNeeds:
    """What a file must be: trim size, bleed and safe margin in inches, and its number of pages."""

    width_in: Decimal
    height_in: Decimal
    bleed_in: Decimal
    safe_in: Decimal
    pages_expected: int


def product_of(spec: Spec, tables: PriceTables) -> Product:
    """The product of a specification.

    Raises:
        KeyError: these tables do not sell it.
    """
    return tables.products[spec.product]


def stock_of(spec: Spec, tables: PriceTables) -> Stock:
    """The paper of a specification."""
    return tables.stocks[spec.choice("stock")]


def color_of(spec: Spec, tables: PriceTables) -> Color:
    """The inks of a specification."""
    return tables.colors[spec.choice("color")]


def artwork_needs(spec: Spec, tables: PriceTables) -> ArtworkNeeds:
    """What the customer's file must be: one page for each printed side of each set."""
    product = product_of(spec, tables)
    pages = color_of(spec, tables).printed_sides * spec.sets
    return ArtworkNeeds(spec.width_in, spec.height_in, product.bleed_in, product.safe_in, pages)


def weight_lb(spec: Spec, tables: PriceTables) -> Decimal:
    """Shipping weight in pounds with packing, to a hundredth (print.md section 11)."""
    press = tables.press
    area = spec.width_in * spec.height_in * press.sq_m_per_sq_in
    grams = area * spec.quantity * stock_of(spec, tables).gsm
    return (grams / press.grams_per_lb * press.packing).quantize(Decimal("0.01"))


def business_days(spec: Spec, tables: PriceTables) -> int:
    """How many business days the job takes in the shop at its turnaround."""
    return tables.turnarounds[spec.choice("turnaround")].days or product_of(spec, tables).standard_days


def described(spec: Spec, tables: PriceTables) -> list[tuple[str, str]]:
    """The specification in words, as pairs for a summary list: what the form asked and what was chosen."""
    size = f"{plain(spec.width_in)} x {plain(spec.height_in)} in."
    words = [("Quantity", f"{spec.quantity:,}"), ("Size", size)]
    if spec.sets > 1:
        words.append(("Sets", str(spec.sets)))
    for code, choice in spec.choices:
        part = tables.parts[code]
        words.append((part.label, part.choices[choice].name))
    return words


def plain(length: Decimal) -> str:
    """A length without needless zeros: `3.5`, `4`."""
    return f"{length.normalize():f}"
