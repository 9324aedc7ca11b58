"""A checkout's page as finished values: what is ordered in words, and the price taken apart."""

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

NOT_KNOWN = "Choose or type where it goes, then press Update price to see the whole sum."


@dataclass(frozen=True)
class Bill:
    """What stands in the price panel beside a checkout, whatever it holds; `lines` add up to the total."""

    lines: list[tuple[str, int]]
    total_cents: int
    note: str
    ship_by: str
    approve_by: str


@dataclass(frozen=True)
class Sheet:
    """What stands beside the order form; `query` is the specification as hidden fields carry it."""

    product_name: str
    words: list[tuple[str, str]]
    query: list[tuple[str, str]]
    change_href: str
    basket_href: str
    each: str
    bill: Bill


def bill(costs: Estimate, goods: list[tuple[str, int]]) -> Bill:
    """The panel's values; `goods` are the lines of the jobs, in words and cents."""
    lines = list(goods)
    if costs.discount is not None:
        lines.append((costs.discount.label, -costs.discount.cents))
    if costs.rate is not None:
        lines.append((costs.rate.label, costs.rate.cents))
    return Bill(
        lines=[*lines, *costs.tax_lines],
        total_cents=costs.total_cents,
        note="" if costs.known else NOT_KNOWN,
        ship_by=spoken_day(costs.ship_by),
        approve_by=spoken(costs.approve_by),
    )


def sheet(spec: Spec, tables: PriceTables, costs: Estimate) -> Sheet:
    """The values of the order form's page."""
    product = specs.product_of(spec, tables)
    query = reading.query_of(spec)
    each = f"for {spec.quantity:,} {product.piece if spec.quantity == 1 else product.pieces}"
    return Sheet(
        product_name=product.name,
        words=specs.described(spec, tables),
        query=list(query.items()),
        change_href=_product_page(query),
        basket_href=f"/basket/new?{urlencode(query)}",
        each=f"{each}, shipping and tax included" if costs.known else f"{each}, before shipping and tax",
        bill=bill(costs, [(line.label, line.cents) for job in costs.jobs for line in job.lines]),
    )


def mend_at(result: SpecResult) -> str:
    """Where a specification that cannot be made is mended: its product's page, which shows what is wrong."""
    if result.product is None:
        return "/products"
    return _product_page(result.typed | {"product": result.product.slug})


def _product_page(query: dict[str, str]) -> str:
    rest = {name: value for name, value in query.items() if name != "product"}
    return f"/products/{query['product']}?{urlencode(rest)}"
