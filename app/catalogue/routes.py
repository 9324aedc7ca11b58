"""The shop window's products: the list, each product's page with its price, and the same price as a fragment."""

from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import parse_qsl

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from app.catalogue import calendar, product_page, reading, service
from app.catalogue.reading import SpecResult
from app.catalogue.tables import PriceTables
from app.catalogue.window import window
from app.foundation import clock, page_cache
from app.foundation.access import public
from app.foundation.versions import NotLoaded

blueprint = Blueprint("catalogue", __name__)


@blueprint.app_errorhandler(NotLoaded)
def not_loaded(_error: NotLoaded) -> ResponseReturnValue:
    """A shop whose tables are not loaded yet cannot sell: say so instead of breaking."""
    return render_template("errors/503.html", code=503), 503


@blueprint.get("/products")
@public
def products() -> ResponseReturnValue:
    """All that we print."""
    tables = service.current_tables()
    return page_cache.page(
        ("products", tables.version), lambda: render_template("catalogue/products.html", cards=window(tables))
    )


@blueprint.get("/products/<slug:slug>")
@public
def product(slug: str) -> ResponseReturnValue:
    """One product with its form and its price."""
    return _answer(slug, "catalogue/product.html")


@blueprint.get("/products/<slug:slug>/price")
@public
def price(slug: str) -> ResponseReturnValue:
    """Form and price of a product without the page around them, for `price.js`."""
    return _answer(slug, "catalogue/configurator.html")


def _answer(slug: str, template: str) -> ResponseReturnValue:
    now = clock.now()
    tables, at = service.current_tables(now), _next_minute(now)
    if slug not in tables.products:
        abort(404)
    result = _read(tables, slug, request.query_string)

    def render() -> str:
        page = product_page.product_page(result, tables.products[slug], tables, at)
        return render_template(template, page=page)

    if result.spec is None:
        return Response(render(), 422)
    return page_cache.page((template, tables.version, _start(tables, at), result.spec), render)


@lru_cache(maxsize=2048)
def _read(tables: PriceTables, slug: str, query: bytes) -> SpecResult:
    typed = dict(reversed(parse_qsl(query.decode("utf-8", "replace")[:2000], keep_blank_values=True)))
    return reading.read(typed | {"product": slug}, tables)


def _next_minute(at: datetime) -> datetime:
    """This minute's end, so that pages can be kept for a minute: 9:00 sharp is still in time, 9:00:01 is not."""
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + timedelta(minutes=1)


@lru_cache(maxsize=8)
def _start(tables: PriceTables, at: datetime) -> str:
    return calendar.start_day(at, tables.holidays).isoformat()
