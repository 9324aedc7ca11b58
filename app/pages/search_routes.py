"""Search over products, help and policy: a GET without a cookie; what was searched for is kept nowhere (P44)."""

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.catalogue import service as catalogue
from app.catalogue.tables import PriceTables
from app.foundation import rules
from app.foundation.access import public
from app.pages import places, service
from app.pages.search import LONGEST_QUERY, Place, find
from app.policy import service as policy

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@public
def search() -> ResponseReturnValue:
    """What holds the words that were typed."""
    typed = " ".join(request.args.get("q", "").split())[:LONGEST_QUERY]
    hits = find(typed, _places()) if typed else []
    response = Response(render_template("pages/search.html", typed=typed, hits=hits))
    response.headers["Cache-Control"] = "no-store"
    return response


def _places() -> list[Place]:
    """Everything that can be found, read anew when prices, policy or house rules change."""
    tables, number = catalogue.current_tables(), policy.version_in_force()
    key = (tables, number, rules.version())
    kept: tuple[object, list[Place]] | None = current_app.extensions.get("shop.search")
    if kept is None or kept[0] != key:
        kept = current_app.extensions["shop.search"] = (key, _read(tables, number))
    return kept[1]


def _read(tables: PriceTables, number: int | None) -> list[Place]:
    found = places.of_products(tables)
    for topic in service.TOPICS:
        found += places.of_topic(topic, render_template(f"pages/help/{topic.slug}.html", topic=topic))
    found += places.OTHERS
    published = policy.published(number) if number is not None else None
    return found + (places.of_policy(published.clauses) if published is not None else [])
