"""The order form's page as finished values: the specification in words, and the price taken apart."""

from dataclasses import dataclass
from urllib.parse import urlencode

from app.catalogue import reading
from app.catalogue import spec as specs
from app.catalogue.reading import SpecResult
from app.catalogue.spec import Spec
from app.catalogue.tables import PriceTables
from app.foundation.clock import spoken
from app.orders.days import spoken_day
from app.orders.estimates import Estimate


@dataclass(frozen=True)
class Sheet:
    """What stands beside the form; `query` is the specification as hidden fields carry it."""

    product_name: str
    words: list[tuple[str, str]]
    query: list[tuple[str, str]]
    change_href: str
    lines: list[tuple[str, int]]
    total_cents: int
    each: str
    note: str
    ship_by: str
    approve_by: str


def sheet(spec: Spec, tables: PriceTables, costs: Estimate) -> Sheet:
    """The values of the order form's page."""
    product = specs.product_of(spec, tables)
    query = reading.query_of(spec)
    lines = [(line.label, line.cents) for line in costs.breakdown.lines]
    if costs.rate is not None:
        lines.append((costs.rate.label, costs.rate.cents))
    each = f"for {spec.quantity:,} {product.piece if spec.quantity == 1 else product.pieces}"
    return Sheet(
        product_name=product.name,
        words=specs.described(spec, tables),
        query=list(query.items()),
        change_href=_product_page(query),
        lines=[*lines, *costs.tax_lines],
        total_cents=costs.total_cents,
        each=f"{each}, shipping and tax included" if costs.known else f"{each}, before shipping and tax",
        note="" if costs.known else "Choose or type where it goes, then press Update price to see the whole sum.",
        ship_by=spoken_day(costs.ship_by),
        approve_by=spoken(costs.approve_by),
    )


def mend_at(result: SpecResult) -> str:
    """Where a specification that cannot be made is mended: its product's page, which shows what is wrong."""
    if result.product is None:
        return "/products"
    return _product_page(result.typed | {"product": result.product.slug})


def _product_page(query: dict[str, str]) -> str:
    rest = {name: value for name, value in query.items() if name != "product"}
    return f"/products/{query['product']}?{urlencode(rest)}"
