"""The basket itself, and putting a job into it. A visitor's jobs stand in the address, and nowhere else."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.baskets import basket_page, carried, service, views
from app.baskets.forms import ButtonForm, JobForm
from app.baskets.lines import line
from app.baskets.routes.blueprint import blueprint
from app.baskets.views import Gone
from app.catalogue import reading
from app.catalogue import service as catalogue
from app.catalogue.reading import SpecResult
from app.foundation.access import act, customer, large_body, public, viewer
from app.foundation.areas import area
from app.foundation.forms import ShopForm
from app.foundation.row_numbers import row_number


@blueprint.get("/basket")
@public
def show() -> ResponseReturnValue:
    """All jobs with what they cost together."""
    if viewer().signed_in:
        return own_page(None)
    page = basket_page.visitors(request.args.getlist("job"), catalogue.current_tables())
    return render_template("baskets/visitor.html", page=page)


def own_page(form: ShopForm | None) -> ResponseReturnValue:
    """A customer's basket, with what a button's form was refused for."""
    number = row_number(request.args.get("removed")) or 0
    page = render_template(
        "baskets/basket.html",
        page=basket_page.own(views.lines(viewer().id), request.values.getlist("job"), catalogue.current_tables()),
        form=form,
        gone="gone" in request.args,
        removed=number,
        removed_name=views.name_of_removed(viewer().id, number) if number else "",
    )
    return page, form.status if form else 200


@blueprint.errorhandler(Gone)
def gone(_error: Gone) -> ResponseReturnValue:
    """A job that was this customer's until it was removed or ordered in another window."""
    return redirect(url_for("baskets.show", gone=1), 303)


@blueprint.get("/basket/new")
@public
@area("ordering")
def new() -> ResponseReturnValue:
    """A job as it comes from its product's page: a visitor's goes into the address, a customer's by a form."""
    given = request.args.getlist("job")
    result = catalogue.spec_from(request.args)
    if result.spec is None:
        return redirect(_mend_at(result, given), 303)
    if viewer().signed_in:
        return _new_page(result, JobForm(formdata=None), given)
    tables = catalogue.current_tables()
    texts = carried.added(given, carried.written(result.spec, tables))
    if carried.too_many(texts):
        full = basket_page.visitors(given, tables)
        return render_template("baskets/full.html", page=full, line=line(result, tables))
    return redirect(carried.address("/basket", texts), 303)


@blueprint.post("/basket/jobs")
@large_body
@customer
@area("ordering")
def put() -> ResponseReturnValue:
    """Put a job in, or the changed one in its own place."""
    given, form = request.form.getlist("job"), JobForm()
    result = catalogue.spec_from(request.form)
    if result.spec is None:
        return redirect(_mend_at(result, given), 303)
    if form.sent() and form.accepts(lambda: _put(form, result, carried.item_in(given))):
        flash("Your job is in the basket.", "success")
        return redirect(carried.address("/basket", carried.texts_of(given)), 303)
    return _new_page(result, form, given)


def _put(form: JobForm, result: SpecResult, item_id: int) -> None:
    assert result.spec is not None  # looked at before
    name = form.job_name.data or ""
    if item_id:
        service.change(act(), viewer().id, item_id, result.spec)
        service.rename(act(), viewer().id, item_id, name)
    else:
        item_id = service.add(act(), viewer().id, result.spec, name)
    if form.file is not None:
        service.attach(act(), viewer().id, item_id, form.file)


def _new_page(result: SpecResult, form: JobForm, given: list[str]) -> ResponseReturnValue:
    tables, item_id = catalogue.current_tables(), carried.item_in(given)
    old = views.line_of(viewer().id, item_id) if item_id else None
    if old is not None and not form.is_submitted():
        form.job_name.data = old.name if old.name != old.product_name else ""
    shown = line(result, tables)
    href = basket_page.product_href(reading.query_of(result.spec) if result.spec else {}, given[:12])
    page = {"form": form, "line": shown, "old": old, "jobs": given[:12], "query": result.typed, "change_href": href}
    return render_template("baskets/new.html", **page), form.status


@blueprint.post("/basket/visit")
@customer
@area("ordering")
def take_along() -> ResponseReturnValue:
    """Put the jobs in that came along from before the sign-in; what cannot be made stays in the address."""
    tables, form = catalogue.current_tables(), ButtonForm()
    jobs = carried.jobs_of(request.form.getlist("job"), tables)
    left = [job.text for job in jobs if job.result.spec is None]
    if form.sent() and form.accepts(lambda: _take(jobs)):
        flash("Your jobs are in the basket.", "success")
        return redirect(carried.address("/basket", left), 303)
    return own_page(form)


def _take(jobs: list[carried.CarriedJob]) -> None:
    for job in jobs:
        if job.result.spec is not None:
            service.add(act(), viewer().id, job.result.spec)


def _mend_at(result: SpecResult, given: list[str]) -> str:
    if result.product is None:
        return carried.address("/products", carried.texts_of(given))
    return basket_page.product_href(result.typed | {"product": result.product.slug}, given[:12])
