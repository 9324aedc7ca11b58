"""The products as cards of the shop window, each with the price of its first choices."""

from dataclasses import dataclass

from app.catalogue.pricing import price
from app.catalogue.reading import read
from app.catalogue.spec import plain
from app.catalogue.tables import PriceTables, Product


@dataclass(frozen=True)
class Card:
    """One product in the window: `quantity` pieces of its first choices cost `cents`."""

    name: str
    lead: str
    about: str
    href: str
    picture: str
    sizes: str
    quantity: int
    pieces: str
    cents: int


def window(tables: PriceTables) -> list[Card]:
    """Every product whose first choices can be made."""
    cards = (_card(product, tables) for product in tables.products.values())
    return [card for card in cards if card is not None]


def _card(product: Product, tables: PriceTables) -> Card | None:
    spec = read({"product": product.slug}, tables).spec
    if spec is None:
        return None
    sizes = ", ".join(f"{plain(size.width_in)} × {plain(size.height_in)}" for size in product.sizes)
    return Card(
        name=product.name,
        lead=product.lead,
        about=product.about,
        href=f"/products/{product.slug}",
        picture=f"img/products/{product.slug}.svg",
        sizes=f"{sizes} in." + (", or your own size" if product.custom is not None else ""),
        quantity=spec.quantity,
        pieces=product.pieces,
        cents=price(spec, tables).total_cents,
    )
