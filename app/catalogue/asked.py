"""A specification as JSON, the way the command line takes it, turned into the fields of the form.

    {"product": "booklets", "size": [8.5, 11], "pages": 16, "stocks": {"text": "CG80T", "cover": "CG100C"},
     "colors": {"text": "4/4", "cover": "4/4"}, "finishes": {"cover_coating": "uv-gloss"}, "quantity": 100,
     "sets": 1, "turnaround": "standard"}

What is left out takes the product's first choice. Where there is one paper or one ink, its code alone will do.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from app.catalogue import reading
from app.catalogue.reading import SpecResult
from app.catalogue.spec import plain
from app.catalogue.tables import CUSTOM, PriceTables, Product, Size

PLAIN = ("pages", "quantity", "sets", "turnaround")
"""Fields whose value is one word or number."""
CHOICES = {"stocks": "stock", "colors": "color", "finishes": "finish"}
"""Fields that choose parts, with the kind of the parts."""
OTHERWISE = {"stock": "material", "paper": "material"}
"""What some products call otherwise."""
KNOWN = {"product", "size", *PLAIN, *CHOICES}


def read(asked: Any, tables: PriceTables) -> SpecResult:
    """The specification that the JSON asks for, or a sentence for each field that is wrong; nothing makes it raise."""
    if not isinstance(asked, Mapping):
        return _refused({"specification": "Give one JSON object, with at least a product."})
    product = _product(asked.get("product"), tables)
    if product is None:
        return reading.read({}, tables)
    form = _Form(product, tables)
    for name in asked.keys() - KNOWN:
        form.errors[_short(name)] = f"There is no such field. The fields are {', '.join(sorted(KNOWN))}."
    for name in PLAIN:
        form.put(name, asked.get(name))
    form.put_size(asked.get("size"))
    for name, kind in CHOICES.items():
        form.put_choices(name, kind, asked.get(name))
    if "pages" in form.typed and product.pages is None:
        form.errors["pages"] = f"A {product.piece} has no pages."
    result = reading.read(form.typed, tables)
    return SpecResult(product, None, result.errors | form.errors, result.typed) if form.errors else result


class _Form:
    """The fields of a product's form as they are filled in, and what was wrong with them."""

    def __init__(self, product: Product, tables: PriceTables) -> None:
        self.product, self.tables = product, tables
        self.typed = {"product": product.slug}
        self.errors: dict[str, str] = {}

    def put(self, name: str, value: Any) -> None:
        """One word or number into a field."""
        if value is None:
            return
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            self.errors[name] = "Give one word or number here."
        else:
            self.typed[name] = str(value)

    def put_size(self, asked: Any) -> None:
        """A listed size by its code or name, or measures."""
        if asked is None:
            return
        sides = _sides(asked)
        listed = _listed(asked, sides, self.product)
        if listed is not None:
            self.typed["size"] = listed.code
        elif sides is not None and self.product.custom is not None:
            self.typed |= {"size": CUSTOM, "width": plain(sides[0]), "height": plain(sides[1])}
        else:
            known = ", ".join(size.code for size in self.product.sizes)
            own = ", or give [width, height]" if self.product.custom is not None else ""
            self.errors["size"] = f"We know these sizes of it: {known}{own}."

    def put_choices(self, name: str, kind: str, asked: Any) -> None:
        """The choices of one kind; where only one part is of that kind, a code alone."""
        parts = [part for part in self.product.parts if self.tables.parts[part].kind == kind]
        if asked is None:
            return
        if isinstance(asked, str) and len(parts) == 1:
            asked = {parts[0]: asked}
        if not isinstance(asked, Mapping):
            self.errors[name] = f"Give an object with some of these: {', '.join(parts)}."
            return
        for said, value in asked.items():
            part = _part(str(said), kind, parts)
            if part is None:
                self.errors[_short(said)] = f"This has none of that. In {name} it has {', '.join(parts) or 'nothing'}."
            else:
                self.put(part, value)


def _short(name: Any) -> str:
    return str(name)[:40]


def _refused(errors: dict[str, str]) -> SpecResult:
    return SpecResult(None, None, errors, {})


def _product(asked: Any, tables: PriceTables) -> Product | None:
    if not isinstance(asked, str):
        return None
    by_name = {product.name.casefold(): product for product in tables.products.values()}
    return tables.products.get(asked) or by_name.get(asked.casefold())


def _sides(asked: Any) -> tuple[Decimal, Decimal] | None:
    """Two lengths in inches: `[4, 6]` or `"4x6"`."""
    both = asked.split("x") if isinstance(asked, str) else asked
    if not isinstance(both, list) or len(both) != 2 or any(isinstance(side, bool) for side in both):
        return None
    try:
        width, height = (Decimal(str(side)) for side in both)
    except InvalidOperation:
        return None
    short, long = sorted((width, height)) if width.is_finite() and height.is_finite() else (Decimal(0), Decimal(0))
    return (width, height) if short > 0 and long < 1000 else None


def _listed(asked: Any, sides: tuple[Decimal, Decimal] | None, product: Product) -> Size | None:
    for size in product.sizes:
        if asked in (size.code, size.name) or sides == (size.width_in, size.height_in):
            return size
    if sides is None or product.pages is not None:
        return None
    # A single sheet may lie on either side; a book may not.
    return next((size for size in product.sizes if sides == (size.height_in, size.width_in)), None)


def _part(said: str, kind: str, parts: list[str]) -> str | None:
    """The part of that name; `text` and `cover` stand for the papers and inks of a book."""
    names = (
        said,
        f"{said}_{kind}",
        kind if said in {"text", "paper", "ink", "inside"} else "",
        OTHERWISE.get(said, ""),
    )
    return next((name for name in names if name in parts), None)
