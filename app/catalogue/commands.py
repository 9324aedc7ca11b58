"""`flask catalogue ...`: what we sell, and what it costs, by the same function as every page."""

import json
from decimal import Decimal
from typing import IO, Any

import click
from flask.cli import AppGroup

from app.catalogue import asked, service
from app.catalogue.pricing import Breakdown, price
from app.catalogue.spec import Spec
from app.catalogue.tables import PriceTables, Product
from app.foundation.versions import NotLoaded

catalogue = AppGroup("catalogue", help="Products and prices.")
REFUSED = 2
"""The exit code for what cannot be made."""


@catalogue.command("price")
@click.argument("file", type=click.File("r", encoding="utf-8"), default="-")
@click.pass_context
def price_(ctx: click.Context, file: IO[str]) -> None:
    """Print the price of the specification in FILE (or on standard input), taken apart, as JSON.

    Cents are US cents, weights pounds. What cannot be made ends with code 2 and {"errors": {field: sentence}}.
    """
    tables = _tables()
    try:
        wanted = json.load(file, parse_float=Decimal)
    except (ValueError, RecursionError):
        _say({"errors": {"specification": "This is not JSON in UTF-8."}})
        ctx.exit(REFUSED)
    result = asked.read(wanted, tables)
    if result.spec is None:
        _say({"errors": result.errors})
        ctx.exit(REFUSED)
    _say(_priced(result.spec, price(result.spec, tables)))


@catalogue.command("products")
def products() -> None:
    """Print every product with the codes that a specification may use, as JSON; the first of each is the default."""
    tables = _tables()
    _say({slug: _codes(product) for slug, product in tables.products.items()})


def _tables() -> PriceTables:
    try:
        return service.current_tables()
    except NotLoaded as problem:
        raise click.ClickException("No price tables are loaded yet; the shop has not been set up.") from problem


def _say(answer: Any) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def _priced(spec: Spec, breakdown: Breakdown) -> dict[str, Any]:
    lines = [{"code": line.code, "label": line.label, "cents": line.cents} for line in breakdown.lines]
    return {
        **breakdown.to_json(),
        "lines": lines,
        "unit_cents": str(breakdown.unit_cents),
        "specification": spec.to_json(),
    }


def _codes(product: Product) -> dict[str, Any]:
    pages = product.pages
    return {
        "name": product.name,
        "sizes": [size.code for size in product.sizes],
        "own_size": product.custom is not None,
        "pages": None if pages is None else {"min": pages.min, "max": pages.max, "step": pages.step},
        "quantity": {"min": product.min_quantity, "max": product.max_quantity},
        "parts": {part: list(choices) for part, choices in product.parts.items()},
    }
