"""Makes price tables from a body of plain data, and refuses a body that is incomplete or contradicts itself."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from app.catalogue.calendar import Holiday
from app.catalogue.pricing import MODELS, price
from app.catalogue.reading import read
from app.catalogue.tables import (
    FAMILIES,
    Choice,
    Color,
    CustomSize,
    Finish,
    PageRange,
    Part,
    Press,
    PriceTables,
    Product,
    Rule,
    Size,
    Stock,
    TablesError,
    Turnaround,
)

DESCRIBED_IN = {"stock": "stocks", "color": "colors", "turnaround": "turnarounds"}
"""Where the choices of a part are described, unless the part itself does."""


def tables_from(body: Mapping[str, Any], version: int, sha256: str) -> PriceTables:
    """The tables of a body of plain data.

    Raises:
        TablesError: something is missing, of the wrong kind, or names what does not exist.
    """
    try:
        tables = _read(body, version, sha256)
    except (KeyError, TypeError, ValueError, InvalidOperation, AttributeError) as problem:
        raise TablesError(f"The price tables cannot be read: {problem!r}.") from problem
    _check(tables)
    return tables


def _read(body: Mapping[str, Any], version: int, sha256: str) -> PriceTables:
    stocks = {code: _stock(code, row) for code, row in body["stocks"].items()}
    colors = {code: _color(code, row) for code, row in body["colors"].items()}
    return PriceTables(
        version=version,
        sha256=sha256,
        stocks=stocks,
        colors=colors,
        finishes={code: _finish(row) for code, row in body["finishes"].items()},
        parts={code: _part(code, row, body) for code, row in body["parts"].items()},
        turnarounds={
            code: Turnaround(_number(row["multiplier"]), row.get("days")) for code, row in body["turnarounds"].items()
        },
        rules=tuple(_rule(row) for row in body["rules"]),
        press=_press(body["press"]),
        holidays=tuple(Holiday.from_row(row) for row in body["holidays"]),
        products={slug: _product(slug, row) for slug, row in body["products"].items()},
    )


def _number(value: Any) -> Decimal:
    return Decimal(str(value))


def _stock(code: str, row: Mapping[str, Any]) -> Stock:
    numbers = {name: _number(row[name]) for name in ("gsm", "caliper_in", "cost")}
    return Stock(
        code,
        row["name"],
        row["about"],
        ink_limit=int(row["ink_limit"]),
        traits=frozenset(row["traits"]),
        factor=_number(row.get("factor", 1)),
        **numbers,
    )


def _color(code: str, row: Mapping[str, Any]) -> Color:
    return Color(
        code,
        row["name"],
        row["front"],
        row["back"],
        row.get("finish", ""),
        int(row.get("sides", 0)),
        frozenset(row["traits"]),
    )


def _finish(row: Mapping[str, Any]) -> Finish:
    names = ("setup", "per_piece", "per_sheet", "per_card_unit", "per_sq_ft", "per_leaf")
    return Finish(row["name"], **{name: _number(row.get(name, 0)) for name in names})


def _part(code: str, row: Mapping[str, Any], body: Mapping[str, Any]) -> Part:
    """A part with the choices that its own row describes, and before them those of its kind.

    `prefix` stands before the traits of papers and inks, so that rules can tell the inside from the cover.
    """
    kind, prefix = row["kind"], row.get("prefix", "")
    described = body[DESCRIBED_IN[kind]] if kind in DESCRIBED_IN else {}
    choices = {
        name: Choice(name, choice["name"], choice.get("about", ""), traits=_traits(choice, prefix))
        for name, choice in described.items()
    }
    choices |= {name: _choice(name, choice) for name, choice in row.get("choices", {}).items()}
    return Part(code, row["label"], row.get("hint", ""), kind, choices)


def _choice(code: str, row: Mapping[str, Any]) -> Choice:
    return Choice(
        code,
        row["name"],
        row.get("about", ""),
        row.get("finish", ""),
        _number(row.get("times", 1)),
        row.get("group", "print"),
        _traits(row),
        row.get("same_as", ""),
        int(row.get("amount", 0)),
    )


def _traits(row: Mapping[str, Any], prefix: str = "") -> frozenset[str]:
    return frozenset(prefix + trait for trait in row.get("traits", ()))


def _rule(row: Mapping[str, Any]) -> Rule:
    when, either, unless = (frozenset(row.get(name, ())) for name in ("when", "any", "unless"))
    return Rule(tuple(row["beside"]), when, either, unless, row["reason"])


def _press(row: Mapping[str, Any]) -> Press:
    names = ("image_width_in", "image_height_in", "gap_in", "card_unit_sq_in", "minimum_price", "neighbor_rise")
    return Press(
        **{name: _number(row[name]) for name in names},
        breaks=tuple(int(count) for count in row["breaks"]),
        clicks={ink: _number(price) for ink, price in row["clicks"].items()},
        markup=tuple((step.get("sheets"), _number(step["factor"])) for step in row["markup"]),
        extra_set=tuple((int(step["from"]), _number(step["fee"])) for step in row["extra_set"]),
        packing=_number(row["weight"]["packing"]),
        grams_per_lb=_number(row["weight"]["grams_per_lb"]),
        sq_m_per_sq_in=_number(row["weight"]["sq_m_per_sq_in"]),
    )


def _product(slug: str, row: Mapping[str, Any]) -> Product:
    custom = row.get("custom")
    return Product(
        slug=slug,
        family=row["family"],
        number=int(row["number"]),
        name=row["name"],
        piece=row["piece"],
        pieces=row["pieces"],
        lead=row["lead"],
        about=row["about"],
        standard_days=int(row["standard_days"]),
        start_quantity=int(row["start_quantity"]),
        max_sets=int(row["max_sets"]),
        bleed_in=_number(row["bleed_in"]),
        safe_in=_number(row["safe_in"]),
        min_quantity=int(row["quantity"]["min"]),
        max_quantity=int(row["quantity"]["max"]),
        model=row["price"]["model"],
        price={name: _number(value) for name, value in row["price"].items() if name != "model"},
        sizes=tuple(_size(size) for size in row["sizes"]),
        custom=CustomSize(**{name: _number(limit) for name, limit in custom.items()}) if custom else None,
        parts={part: tuple(choices) for part, choices in row["parts"].items()},
        pages=_pages(row["pages"]) if "pages" in row else None,
        traits=_traits(row),
        spine_safe_in=_number(row["spine_safe_in"]) if "spine_safe_in" in row else None,
    )


def _pages(row: Mapping[str, Any]) -> PageRange:
    least, most, step = int(row["min"]), int(row["max"]), int(row["step"])
    return PageRange(
        min=least,
        max=most,
        step=step,
        start=int(row.get("start", least)),
        about=row.get("about", ""),
        limits={trait: int(limit) for trait, limit in row.get("limits", {}).items()},
        thickest_in=_number(row["thickest_in"]) if "thickest_in" in row else None,
    )


def _size(row: Mapping[str, Any]) -> Size:
    """A size; its code says its measures (`4x6`) unless `width_in` and `height_in` do."""
    sides = (row["width_in"], row["height_in"]) if "width_in" in row else row["code"].split("x")
    width, height = (_number(side) for side in sides)
    price = {name: _number(value) for name, value in row.get("price", {}).items()}
    return Size(row["code"], row["name"], width, height, _traits(row), price)


def _check(tables: PriceTables) -> None:
    """Refuse tables that name what does not exist."""
    for part in tables.parts.values():
        for choice in part.choices.values():
            if choice.finish and choice.finish not in tables.finishes:
                raise TablesError(f"The choice {choice.code} of {part.code} names no finish: {choice.finish}.")
    for color in tables.colors.values():
        if color.finish and color.finish not in tables.finishes:
            raise TablesError(f"The ink {color.code} names no finish: {color.finish}.")
    for product in tables.products.values():
        _check_product(product, tables)
        _check_price(product, tables)


def _check_product(product: Product, tables: PriceTables) -> None:
    for part, choices in product.parts.items():
        if part not in tables.parts:
            raise TablesError(f"{product.name} has a part that does not exist: {part}.")
        missing = [code for code in choices if code not in tables.parts[part].choices]
        if missing or not choices:
            raise TablesError(f"{product.name} names no choice of {part}: {', '.join(missing) or 'none at all'}.")
    if product.family not in FAMILIES:
        raise TablesError(f"{product.name} belongs to no group of the window: {product.family}.")
    if product.pages is not None and not _can_start(product.pages):
        raise TablesError(f"{product.name} cannot begin with {product.pages.start} pages.")
    if product.model not in MODELS:
        raise TablesError(f"{product.name} has a price model that we do not know: {product.model}.")
    if not product.sizes or not product.min_quantity <= product.start_quantity <= product.max_quantity:
        raise TablesError(f"{product.name} needs a size, and a first quantity within its range.")


def _check_price(product: Product, tables: PriceTables) -> None:
    """Its first choices must have a price, or its page cannot be shown; this also finds numbers left out."""
    result = read({"product": product.slug}, tables)
    if result.spec is None:
        wrong = " ".join(result.errors.values())
        raise TablesError(f"The first choices of {product.name} do not go together: {wrong}")
    try:
        price(result.spec, tables)
    except (KeyError, ArithmeticError) as problem:
        raise TablesError(f"{product.name} has no price, for {problem!r} is missing or no use.") from problem


def _can_start(pages: PageRange) -> bool:
    steps = pages.step > 0 and (pages.start - pages.min) % pages.step == 0
    return steps and 0 < pages.min <= pages.start <= pages.max
