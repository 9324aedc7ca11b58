"""What could be ordered before a change, and could not be any more."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.catalogue import reading
from app.catalogue.tables import PriceTables, Product


def lost(desk: str, before: Any, after: Any) -> list[str]:
    """Products, sizes and choices that would go, in words; every choice is tried beside what the form begins with."""
    if desk == "delivery":
        return _ways(before, after)
    if desk != "catalogue":
        return []
    found = []
    for product in before.products.values():
        if product.slug not in after.products:
            found.append(f"{product.name}: not on sale any more")
            continue
        tried = (what for args, what in _tried(product, before) if _can(args, before) and not _can(args, after))
        found += [f"{product.name}: {what}" for what in tried]
    return found


def _tried(product: Product, tables: PriceTables) -> Iterator[tuple[dict[str, str], str]]:
    start = {"product": product.slug}
    for size in product.sizes:
        yield {**start, "size": size.code}, f"{size.name} {size.code}"
    for part, codes in product.parts.items():
        for code in codes:
            yield {**start, part: code}, f"{tables.parts[part].label}, {tables.parts[part].choices[code].name}"


def _can(args: Mapping[str, str], tables: PriceTables) -> bool:
    try:
        return reading.read(args, tables).spec is not None
    except (LookupError, ArithmeticError, ValueError):
        return False


def _ways(before: Any, after: Any) -> list[str]:
    kept = {method.code for method in after.methods}
    return [f"{method.label} is not offered any more" for method in before.methods if method.code not in kept]
