"""The shop window's products: the list, each product's page with its price, and the same price as a fragment."""

from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.catalogue import calendar, product_page, reading, service
from app.catalogue.product_page import basket_of, carried
from app.catalogue.reading import SpecResult
from app.catalogue.tables import PriceTables
from app.catalogue.templates_pdf import template_pdf
from app.catalogue.templates_pdf_faces import faces
from app.catalogue.window import families, window
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
    """All that we print. The home page's price form arrives here with its product and goes on to its page."""
    tables, jobs = service.current_tables(), carried(request.args.getlist("job"))
    chosen = request.args.get("product", "")
    if chosen in tables.products:
        rest = [(name, value[: reading.KEPT]) for name, value in request.args.items() if name not in {"product", "job"}]
        return redirect(f"/products/{chosen}?{urlencode([*rest, *(('job', job) for job in jobs)])}", 303)

    def render() -> str:
        cards = window(tables, jobs)
        basket = basket_of(jobs)
        return render_template("catalogue/products.html", families=families(cards), jobs=jobs, basket_href=basket)

    return _unkept(render()) if jobs else page_cache.page(("products", tables.version), render)


def _unkept(body: str, status: int = 200) -> Response:
    """A page that carries somebody's basket, or what somebody typed wrong, is nobody else's."""
    response = Response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response


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


@blueprint.get("/products/<slug:slug>/template.pdf")
@public
def template(slug: str) -> ResponseReturnValue:
    """The template of a piece to lay artwork on; how many are wanted does not matter to it."""
    tables = service.current_tables()
    if slug not in tables.products:
        abort(404)
    kept = {name: value for name, value in request.args.items() if name not in {"quantity", "sets"}}
    result = reading.read(kept | {"product": slug}, tables)
    if result.spec is None:
        return redirect(f"/products/{slug}?{urlencode(result.typed)}", 303)
    name = f"{slug}-{result.spec.size}-template.pdf"
    return _download(template_pdf(tables.products[slug].name, faces(result.spec, tables)), name)


def _download(body: bytes, name: str) -> Response:
    """A PDF to keep, by a name of plain letters; its ETag spares sending it twice."""
    response = Response(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def _answer(slug: str, template: str) -> ResponseReturnValue:
    now = clock.now()
    tables, at = service.current_tables(now), _next_minute(now)
    if slug not in tables.products:
        abort(404)
    jobs = carried(request.args.getlist("job")) if b"job=" in request.query_string else ()
    result = _read(tables, slug, request.query_string)

    def render() -> str:
        page = product_page.product_page(result, tables.products[slug], tables, at, jobs)
        return render_template(template, page=page)

    if result.spec is None:
        return _unkept(render(), 422)
    if jobs:
        return _unkept(render())
    return page_cache.page((template, tables.version, _start(tables, at), result.spec), render)


@lru_cache(maxsize=2048)
def _read(tables: PriceTables, slug: str, query: bytes) -> SpecResult:
    own = b"&".join(pair for pair in query.split(b"&") if not pair.startswith(b"job="))
    typed = dict(reversed(parse_qsl(own.decode("utf-8", "replace")[:2000], keep_blank_values=True)))
    return reading.read(typed | {"product": slug}, tables)


def _next_minute(at: datetime) -> datetime:
    """This minute's end, so that pages can be kept for a minute: 9:00 sharp is still in time, 9:00:01 is not."""
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + timedelta(minutes=1)


@lru_cache(maxsize=8)
def _start(tables: PriceTables, at: datetime) -> str:
    return calendar.start_day(at, tables.holidays).isoformat()
