"""The specification itself, and where the tables describe what it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from app.catalogue.tables import Color, PriceTables, Product, Stock


@dataclass(frozen=True)
class Spec:
    """What is to be made: size in inches, pieces in all sets together, one choice for each part.

    `pages` is 0 for what has none. The size is that of the piece in the hand: of brochures, which are sold by
    the sheet, it is the flat one.
    """

    product: str
    size: str
    width_in: Decimal
    height_in: Decimal
    quantity: int
    sets: int
    choices: tuple[tuple[str, str], ...]
    pages: int = 0

    def choice(self, part: str) -> str:
        """The chosen code of a part; empty when the product has no such part."""
        return self._by_part.get(part, "")

    @cached_property
    def _by_part(self) -> dict[str, str]:
        return dict(self.choices)

    def to_json(self) -> dict[str, Any]:
        """Plain data for a frozen line; `from_json` gives an equal specification back."""
        return {
            "product": self.product,
            "size": self.size,
            "width_in": str(self.width_in),
            "height_in": str(self.height_in),
            "pages": self.pages,
            "quantity": self.quantity,
            "sets": self.sets,
            "choices": [list(pair) for pair in self.choices],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Spec":
        """The specification of `to_json`; rows from before there were books have no pages."""
        return cls(
            product=str(data["product"]),
            size=str(data["size"]),
            width_in=Decimal(str(data["width_in"])),
            height_in=Decimal(str(data["height_in"])),
            quantity=int(data["quantity"]),
            sets=int(data["sets"]),
            choices=tuple((str(part), str(code)) for part, code in data["choices"]),
            pages=int(data.get("pages", 0)),
        )


MADE_OF = ("stock", "text_stock", "material")
"""The parts that ask what most of a piece is made of; a product has one of them."""


def product_of(spec: Spec, tables: PriceTables) -> Product:
    """The product of a specification.

    Raises:
        KeyError: these tables do not sell it.
    """
    return tables.products[spec.product]


def numbers_of(spec: Spec, tables: PriceTables) -> Mapping[str, Decimal]:
    """The numbers of its product's price, with those that its size changes."""
    product = product_of(spec, tables)
    size = product.size(spec.size)
    return {**product.price, **size.price} if size is not None and size.price else product.price


def stock_of(spec: Spec, tables: PriceTables, part: str = "") -> Stock:
    """The paper chosen for a part; without one, what most of the piece is made of."""
    part = part or next(name for name in MADE_OF if spec.choice(name))
    code = spec.choice(part)
    choice = tables.parts[part].choices[code]
    return stock_of(spec, tables, choice.same_as) if choice.same_as else tables.stocks[code]


def color_of(spec: Spec, tables: PriceTables, part: str = "color") -> Color:
    """The inks of a specification, of the inside or (with `cover_color`) of the cover."""
    return tables.colors[spec.choice(part)]
