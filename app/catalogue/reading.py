"""Reads a specification out of a query: what a visitor typed, or a sentence beside each field that is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.catalogue import books
from app.catalogue.books import LENGTH, WHOLE
from app.catalogue.pricing import pieces_per_sheet
from app.catalogue.rules import clashes
from app.catalogue.spec import Spec, plain
from app.catalogue.tables import CUSTOM, PageRange, PriceTables, Product

BOXES = frozenset({"width", "height", "pages", "quantity", "sets"})
"""The fields that are typed; the others are chosen."""
SPREADS = frozenset({"stitched", "perfect"})
"""The price models of books whose spread is printed in one piece."""
UNBOUNDED = frozenset({"poster"})
"""The price models of what is not printed on press sheets."""
KEPT = 40
"""No field needs more characters than this; the rest of a longer value is not shown again."""


@dataclass(frozen=True)
class SpecResult:
    """A specification, or the errors by field name; `typed` holds every field as it stands in the form.

    With errors that is what was typed; without, it is the specification's own clean values, so that a page
    drawn from them is the same for everybody.
    """

    product: Product | None
    spec: Spec | None
    errors: dict[str, str]
    typed: dict[str, str]


def read(args: Mapping[str, str], tables: PriceTables) -> SpecResult:
    """The specification in `args`: `product`, `size`, `width`, `height`, `pages`, `quantity`, `sets`, the parts.

    What is missing takes the product's first choice; a box left empty is an error. Nothing in `args` can
    make this raise.
    """
    product = tables.products.get(args.get("product", ""))
    if product is None:
        return SpecResult(None, None, {"product": "We do not print that. Choose one of our products."}, {})
    typed = {name: _typed(args, name, first) for name, first in _firsts(product).items()}
    errors: dict[str, str] = {}
    width, height = _size(product, typed, errors, tables)
    pages = _pages(product, typed, errors)
    quantity = _quantity(product, typed, errors)
    sets = _sets(product, typed, quantity, errors)
    chosen = _choices(product, typed, errors, tables)
    _check_book(product, typed, pages, errors, tables)
    if errors:
        return SpecResult(product, None, errors, typed)
    spec = Spec(product.slug, typed["size"], width, height, quantity, sets, tuple(chosen.items()), pages)
    clean = {"width": plain(width), "height": plain(height), "sets": str(sets), **query_of(spec)}
    return SpecResult(product, spec, {}, {name: clean[name] for name in typed})


def query_of(spec: Spec) -> dict[str, str]:
    """The query that reads back as this specification."""
    query = {"product": spec.product, "size": spec.size}
    if spec.size == CUSTOM:
        query |= {"width": plain(spec.width_in), "height": plain(spec.height_in)}
    if spec.pages:
        query["pages"] = str(spec.pages)
    query["quantity"] = str(spec.quantity)
    if spec.sets > 1:
        query["sets"] = str(spec.sets)
    return query | dict(spec.choices)


def _typed(args: Mapping[str, str], name: str, first: str) -> str:
    # Signs that no page may hold are left out: what stays is shown again.
    value = "".join(sign for sign in args.get(name, first)[: 2 * KEPT] if sign.isprintable()).strip()[:KEPT]
    return value if name in BOXES else value or first


def _firsts(product: Product) -> dict[str, str]:
    """Every field of the product's form with its first value."""
    size = product.sizes[0]
    fields = {"size": size.code, "width": plain(size.width_in), "height": plain(size.height_in)}
    if product.pages is not None:
        fields["pages"] = str(product.pages.start)
    fields["quantity"] = str(product.start_quantity)
    if product.max_sets > 1:
        fields["sets"] = "1"
    return fields | {part: choices[0] for part, choices in product.parts.items()}


def _size(
    product: Product, typed: Mapping[str, str], errors: dict[str, str], tables: PriceTables
) -> tuple[Decimal, Decimal]:
    listed = product.size(typed["size"])
    if listed is not None:
        return listed.width_in, listed.height_in
    if typed["size"] != CUSTOM or product.custom is None:
        errors["size"] = "Choose one of the sizes shown."
        return Decimal(0), Decimal(0)
    sides = [_length(typed, name, errors) for name in ("width", "height")]
    if "width" not in errors and "height" not in errors:
        _check_custom(product, sides, errors, tables)
    return sides[0], sides[1]


def _length(typed: Mapping[str, str], name: str, errors: dict[str, str]) -> Decimal:
    if LENGTH.fullmatch(typed[name]):
        return Decimal(typed[name]).normalize()
    errors[name] = f"Type the {name} in inches, like 3.5."
    return Decimal(0)


def _check_custom(product: Product, sides: list[Decimal], errors: dict[str, str], tables: PriceTables) -> None:
    limits, (short, long) = product.custom, sorted(sides)
    assert limits is not None
    shorter, longer = ("width", "height") if sides[0] <= sides[1] else ("height", "width")
    if not limits.short_min <= short <= limits.short_max:
        errors[shorter] = f"The shorter side can be {plain(limits.short_min)} to {plain(limits.short_max)} in."
    if not limits.long_min <= long <= limits.long_max:
        errors[longer] = f"The longer side can be {plain(limits.long_min)} to {plain(limits.long_max)} in."
    if not errors.keys() & {"width", "height"}:
        _check_sheet(product, sides[0], sides[1], errors, tables)


def _check_sheet(
    product: Product, width: Decimal, height: Decimal, errors: dict[str, str], tables: PriceTables
) -> None:
    """What comes off the press in one piece, a spread or a page, must fit its sheet."""
    if product.model in UNBOUNDED:
        return
    spread = product.model in SPREADS
    if pieces_per_sheet(2 * width if spread else width, height, tables.press):
        return
    errors["width"] = "A piece of this size does not fit on our press sheet. Make one side shorter."
    if spread:
        errors["width"] = (
            f"Opened, it is {plain(2 * width)} x {plain(height)} in. and does not fit our press sheet. "
            f"Make it {plain(_widest(height, tables))} in. wide or less."
        )


def _widest(height: Decimal, tables: PriceTables) -> Decimal:
    """The widest page of that height whose spread fits the press sheet."""
    press = tables.press
    sheets = ((press.image_height_in, press.image_width_in), (press.image_width_in, press.image_height_in))
    return max((along - press.gap_in) / 2 for along, across in sheets if height + press.gap_in <= across)


def _whole(text: str) -> int | None:
    digits = text.replace(",", "").replace(" ", "")
    return int(digits) if WHOLE.fullmatch(digits) else None


def _pages(product: Product, typed: Mapping[str, str], errors: dict[str, str]) -> int:
    limits = product.pages
    if limits is None:
        return 0
    pages = _whole(typed["pages"])
    if pages is None:
        errors["pages"] = f"Type the number of pages as a whole number, like {limits.start}."
    elif not limits.min <= pages <= limits.max:
        errors["pages"] = f"A {product.piece} of ours has {_span(limits)} pages."
    elif (pages - limits.min) % limits.step:
        below = pages - (pages - limits.min) % limits.step
        kind = "in twos" if limits.step == 2 else f"in steps of {limits.step}"
        errors["pages"] = f"Pages come {kind}: {below} or {min(below + limits.step, limits.max)}."
    return pages or 0


def _span(limits: PageRange) -> str:
    return str(limits.min) if limits.fixed else f"{limits.min:,} to {limits.max:,}"


def _check_book(
    product: Product, typed: Mapping[str, str], pages: int, errors: dict[str, str], tables: PriceTables
) -> None:
    if product.pages is not None and not errors.keys() & {"pages", "size", "width", "height"}:
        reason = books.over_the_limit(product, typed, pages, tables)
        if reason:
            errors["pages"] = reason


def _quantity(product: Product, typed: Mapping[str, str], errors: dict[str, str]) -> int:
    quantity = _whole(typed["quantity"])
    if quantity is None:
        errors["quantity"] = "Type how many you want as a whole number, like 250."
    elif quantity < product.min_quantity:
        least = f"{product.min_quantity:,} {product.pieces}" if product.min_quantity > 1 else f"one {product.piece}"
        errors["quantity"] = f"We print at least {least} at a time."
    elif quantity > product.max_quantity:
        errors["quantity"] = (
            f"Here we sell up to {product.max_quantity:,} {product.pieces}. Ask us for a quote for more."
        )
    return quantity or 0


def _sets(product: Product, typed: Mapping[str, str], quantity: int, errors: dict[str, str]) -> int:
    sets = _whole(typed.get("sets", "1"))
    if sets is None or not 1 <= sets <= product.max_sets:
        errors["sets"] = f"Type a whole number from 1 to {product.max_sets}."
    elif "quantity" not in errors and sets > quantity:
        errors["sets"] = f"{quantity:,} {product.pieces} cannot be shared among {sets} sets."
    return sets or 1


def _choices(product: Product, typed: Mapping[str, str], errors: dict[str, str], tables: PriceTables) -> dict[str, str]:
    chosen = {part: typed[part] for part in product.parts}
    for part, choices in product.parts.items():
        if chosen[part] not in choices:
            errors[part] = "Choose one of the choices shown."
    if not errors.keys() & chosen.keys():
        reasons = clashes(product, typed, tables)
        errors.update({part: f"{reason} Please choose another." for part, reason in reasons.items()})
    return chosen
