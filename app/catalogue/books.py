"""How many pages a book may have: by its paper, by how thick its binding gets, by the sheet that wraps around it."""

import re
from collections.abc import Mapping
from decimal import Decimal

from app.catalogue.tables import CUSTOM, PageRange, Press, PriceTables, Product, Stock

WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
LENGTH = re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{0,3})?|\.[0-9]{1,3})", re.ASCII)
COVERS = 2
"""The leaves of a cover."""


def too_many_pages(product: Product, chosen: Mapping[str, str], part: str, tables: PriceTables) -> str:
    """Why the paper of this part does not go with that many pages; empty where it does, and for other parts."""
    pages = chosen.get("pages", "")
    if product.pages is None or part != inside(product) or not WHOLE.fullmatch(pages):
        return ""
    return over_the_limit(product, chosen, int(pages), tables)


def over_the_limit(product: Product, chosen: Mapping[str, str], pages: int, tables: PriceTables) -> str:
    """The sentence that says how many pages would do; empty when these do."""
    stock = tables.stocks.get(chosen.get(inside(product), ""))
    if product.pages is None or stock is None:
        return ""
    most = _by_paper(product, product.pages, chosen, stock, tables)
    if pages > most:
        other = "text" if "cover" in stock.traits else "thinner"
        return f"This paper holds {most} pages at most; choose a {other} paper for more."
    wrapped = _by_wrap(product, chosen, stock, tables.press)
    if wrapped is not None and pages > wrapped:
        return f"At this size the cover reaches around {wrapped} pages of this paper; choose a smaller size for more."
    return ""


def inside(product: Product) -> str:
    """The part that asks for the paper inside."""
    return "text_stock" if "text_stock" in product.parts else "stock"


def _by_paper(product: Product, pages: PageRange, chosen: Mapping[str, str], stock: Stock, tables: PriceTables) -> int:
    limits = [most for trait, most in pages.limits.items() if trait in stock.traits]
    if pages.thickest_in is not None:
        limits.append(_under(pages.thickest_in, product, chosen, stock, tables))
    return min([pages.max, *limits])


def _under(inches: Decimal, product: Product, chosen: Mapping[str, str], stock: Stock, tables: PriceTables) -> int:
    """The most pages that are no thicker than that; a coil or a wire goes around the covers as well."""
    if product.model not in {"coil", "wire"}:
        return _even(inches, stock)
    cover = tables.stocks.get(chosen.get("cover_stock", ""))
    return _even(inches - COVERS * cover.caliper_in, stock) + 2 * COVERS if cover is not None else product_most(product)


def product_most(product: Product) -> int:
    """The most pages of any book of the product."""
    return product.pages.max if product.pages is not None else 0


def _even(inches: Decimal, stock: Stock) -> int:
    return max(0, 2 * int(inches // stock.caliper_in))


def _by_wrap(product: Product, chosen: Mapping[str, str], stock: Stock, press: Press) -> int | None:
    """The most pages that one sheet of cover reaches around; None where no cover wraps."""
    measures = _measures(product, chosen)
    if product.model != "perfect" or measures is None:
        return None
    width, height = measures
    long_side, short_side = press.image_height_in - press.gap_in, press.image_width_in - press.gap_in
    room = [sheet - 2 * width for sheet, other in ((long_side, short_side), (short_side, long_side)) if height <= other]
    return _even(max(room), stock) if room and max(room) > 0 else None


def _measures(product: Product, chosen: Mapping[str, str]) -> tuple[Decimal, Decimal] | None:
    """Width and height as they stand in the form; None while they are no measures."""
    size = product.size(chosen.get("size", ""))
    if size is not None:
        return size.width_in, size.height_in
    sides = chosen.get("width", ""), chosen.get("height", "")
    if chosen.get("size") != CUSTOM or not all(LENGTH.fullmatch(side) for side in sides):
        return None
    return Decimal(sides[0]), Decimal(sides[1])
