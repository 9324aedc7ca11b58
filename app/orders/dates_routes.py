"""Date first: what makes a day, for anybody, without an account and without a cookie."""

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.catalogue import reading
from app.catalogue import service as catalogue
from app.foundation import clock
from app.foundation.access import public
from app.orders.dates_page import DatesForm, dates_page, shortened
from app.orders.sheets import mend_at
from app.shipping import service as shipping

blueprint = Blueprint("dates", __name__)


@blueprint.get("/products/<slug:slug>/dates")
@public
def dates(slug: str) -> ResponseReturnValue:
    """What has this job in hands by a day, cheapest first."""
    at = clock.now()
    tables = catalogue.current_tables(at)
    if slug not in tables.products:
        abort(404)
    if (short := shortened(request.args)) is not None:
        return redirect(f"{request.path}?{short}", 303)
    result = reading.read({**request.args.to_dict(), "product": slug}, tables)
    if result.spec is None:
        return redirect(mend_at(result), 303)
    sent = "by" in request.args or "zip" in request.args
    form = DatesForm(request.args if sent else None, meta={"csrf": False})
    good = sent and form.read(clock.central(at).date())
    page = dates_page(result.spec, form, good, tables, shipping.current_tables(at), at)
    body = render_template("orders/dates.html", page=page, form=form)
    return body, 422 if sent and not good else 200
