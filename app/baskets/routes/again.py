"""Ordering a job again: every option and the very same file, at today's price beside the price of then."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.baskets import service
from app.baskets.again_page import Again, again
from app.baskets.forms import AgainForm
from app.baskets.routes.blueprint import blueprint
from app.catalogue import service as catalogue
from app.foundation import clock
from app.foundation.access import act, customer, viewer
from app.foundation.areas import area
from app.foundation.errors import Missing
from app.orders import views as orders


@blueprint.route("/orders/<int:number>/jobs/<int:job_id>/again", methods=["GET", "POST"])
@customer
@area("ordering")
def order_again(number: int, job_id: int) -> ResponseReturnValue:
    """Then and now side by side; nothing is put anywhere before a button is pressed."""
    order, form, made = orders.order_of(viewer().id, number), AgainForm(), list[int]()
    job = next((job for job in order.jobs if job.id == job_id), None)
    if job is None:
        raise Missing
    typed = request.form if request.method == "POST" else request.args
    page = again(job, viewer().id, typed, catalogue.current_tables(), clock.now())
    if not form.is_submitted():
        form.job_name.data = job.name
    wanted, good = typed.get("to", "") in {"basket", "order"}, form.sent()
    if wanted and good and page.result.spec and form.accepts(lambda: made.append(_add(page, form))):
        return _gone_on(made[0])
    said = (*form.form_errors, *form.job_name.errors)
    page = replace(page, fields=replace(page.fields, form_errors=said))
    wrong = form.is_submitted() and wanted and page.result.spec is None
    return render_template("baskets/again.html", order=order, page=page, form=form), 422 if wrong else form.status


@blueprint.get("/orders/<int:number>/again")
@customer
def order_again_whole(number: int) -> ResponseReturnValue:
    """From the list of orders: to its one job, or to the order that shows all of them."""
    order = orders.order_of(viewer().id, number)
    if len(order.jobs) == 1:
        return redirect(url_for(".order_again", number=number, job_id=order.jobs[0].id), 303)
    return redirect(url_for("orders.show", number=number), 303)


def _add(page: Again, form: AgainForm) -> int:
    assert page.result.spec is not None  # looked at before
    file = page.file.id if page.file else None
    return service.add(
        act(), viewer().id, page.result.spec, form.job_name.data or "", artwork_id=file, repeat_of=page.job.id
    )


def _gone_on(item_id: int) -> ResponseReturnValue:
    if request.form.get("to") == "order":
        return redirect(url_for(".checkout", only=item_id), 303)
    flash("Your job is in the basket.", "success")
    return redirect(url_for(".show"), 303)
