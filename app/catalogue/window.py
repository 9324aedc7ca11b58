"""The products as cards of the shop window in their groups, each with the price of its first choices."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from app.catalogue.pictures import picture_of
from app.catalogue.pricing import price
from app.catalogue.reading import read
from app.catalogue.spec import plain
from app.catalogue.tables import FAMILIES, PriceTables, Product

WORDS = {
    "cards": "Cards",
    "brochures": "Flyers and brochures",
    "booklets": "Booklets, books and calendars",
    "stationery": "Stationery",
    "large": "Posters and stickers",
}


@dataclass(frozen=True)
class Card:
    """One product in the window: `quantity` pieces of its first choices cost `cents`."""

    slug: str
    family: str
    name: str
    lead: str
    about: str
    href: str
    picture: str
    sizes: str
    quantity: int
    pieces: str
    cents: int


@dataclass(frozen=True)
class Family:
    """Products that belong together."""

    code: str
    name: str
    cards: tuple[Card, ...]


def window(tables: PriceTables, jobs: tuple[str, ...] = ()) -> list[Card]:
    """Every product whose first choices can be made; links carry the `jobs` of a visitor's basket along."""
    cards = (_card(product, tables, jobs) for product in tables.products.values())
    return [card for card in cards if card is not None]


def families(cards: list[Card]) -> list[Family]:
    """The cards in their groups, in the order of the groups."""
    ordered = sorted(cards, key=lambda card: FAMILIES.index(card.family))
    return [Family(code, WORDS[code], tuple(group)) for code, group in groupby(ordered, lambda card: card.family)]


def _card(product: Product, tables: PriceTables, jobs: tuple[str, ...]) -> Card | None:
    spec = read({"product": product.slug}, tables).spec
    if spec is None:
        return None
    sizes = ", ".join(f"{plain(size.width_in)} × {plain(size.height_in)}" for size in product.sizes)
    query = f"?{urlencode([('job', job) for job in jobs])}" if jobs else ""
    return Card(
        slug=product.slug,
        family=product.family,
        name=product.name,
        lead=product.lead,
        about=product.about,
        href=f"/products/{product.slug}{query}",
        picture=picture_of(product.slug),
        sizes=f"{sizes} in." + (", or your own size" if product.custom is not None else ""),
        quantity=spec.quantity,
        pieces=product.piece if spec.quantity == 1 else product.pieces,
        cents=price(spec, tables).total_cents,
    )
