"""The public list of site updates: as pages and as a feed."""

from flask import Blueprint, Response, current_app, render_template, request

from app.campaigns import feed, letters, views
from app.campaigns.terms import PAGE
from app.foundation import page_cache, rules
from app.foundation.access import public
from app.foundation.errors import Missing
from app.foundation.row_numbers import row_number

blueprint = Blueprint("updates", __name__)


@blueprint.get("/updates")
@public
def index() -> Response:
    """What is new on the site, the newest first."""
    before = row_number(request.args.get("before")) or 0
    return page_cache.page(("updates", before, views.stamp()), lambda: _list(before))


def _list(before: int) -> str:
    size = rules.whole(PAGE)
    found = views.updates(size + 1, before)
    shown = [(update, letters.worded(update.body)) for update in found[:size]]
    older = found[size - 1].id if len(found) > size else None
    return render_template("campaigns/updates.html", updates=shown, older=older, before=before)


@blueprint.get("/updates/<int:number>")
@public
def show(number: int) -> Response:
    """One update, whole: the same words that were mailed."""
    return page_cache.page(("updates", "one", number, views.stamp()), lambda: _one(number))


def _one(number: int) -> str:
    update = views.update(number)
    if update is None:
        raise Missing
    return render_template("campaigns/update.html", update=update, worded=letters.worded(update.body))


@blueprint.get("/updates.atom")
@public
def atom() -> Response:
    """The same for feed readers."""
    return page_cache.page(("updates", "atom", views.stamp()), _atom, feed.TYPE)


def _atom() -> str:
    base = current_app.extensions["shop.settings"].base_url
    entries = [(update, letters.mailed_text(update.body)) for update in views.updates(rules.whole(PAGE))]
    return feed.atom(rules.text("company.name"), base, entries)
