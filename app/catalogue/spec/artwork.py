"""What the customer's file must be."""

from dataclasses import dataclass
from decimal import Decimal

from app.catalogue.spec.folding import flat_size
from app.catalogue.spec.made import Spec, color_of, product_of
from app.catalogue.tables import PriceTables


@dataclass(frozen=True)
class ArtworkNeeds:
    """What a file must be: trim size, bleed and safe margin in inches, and its number of pages.

    `spine_safe_in` is the safe margin at the bound edge, where it is wider than the others.
    """

    width_in: Decimal
    height_in: Decimal
    bleed_in: Decimal
    safe_in: Decimal
    pages_expected: int
    spine_safe_in: Decimal | None = None


def artwork_needs(spec: Spec, tables: PriceTables) -> ArtworkNeeds:
    """What the customer's file must be: one page for each printed side, the pages of a book in reading order."""
    product = product_of(spec, tables)
    width, height = flat_size(spec, tables)
    pages = _pages(spec, tables) * spec.sets
    return ArtworkNeeds(width, height, product.bleed_in, product.safe_in, pages, product.spine_safe_in)


def _pages(spec: Spec, tables: PriceTables) -> int:
    sides = color_of(spec, tables).printed_sides
    if not spec.pages:
        return sides
    leaves, covers = spec.pages // 2, 2
    model = product_of(spec, tables).model
    if model == "perfect":
        # Two leaves of cover stand around the pages.
        return leaves * sides + covers * color_of(spec, tables, "cover_color").printed_sides
    if sides == 1 and spec.choice("cover_color"):
        return leaves - covers + covers * color_of(spec, tables, "cover_color").printed_sides
    # A page that stays blank, such as the inside of a cover, has its place in the file.
    return leaves * sides
