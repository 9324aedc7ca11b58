"""One job of the basket: its name and file, a copy of it, taking it out and back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.baskets import service, views
from app.baskets.forms import ButtonForm, JobForm
from app.baskets.routes.basket import own_page
from app.baskets.routes.blueprint import blueprint
from app.foundation.access import act, customer, large_body, viewer
from app.foundation.areas import area


@blueprint.route("/basket/jobs/<int:item_id>", methods=["GET", "POST"])
@large_body
@customer
@area("ordering")
def job(item_id: int) -> ResponseReturnValue:
    """Name and file of a job."""
    line, form = views.line_of(viewer().id, item_id), JobForm()
    if not form.is_submitted():
        form.job_name.data = line.name if line.name != line.product_name else ""
    if form.sent() and form.accepts(lambda: _save(item_id, form)):
        flash("Saved.", "success")
        return redirect(url_for(".show"), 303)
    return render_template("baskets/job.html", form=form, line=line), form.status


def _save(item_id: int, form: JobForm) -> None:
    service.rename(act(), viewer().id, item_id, form.job_name.data or "")
    if form.file is not None:
        service.attach(act(), viewer().id, item_id, form.file)
    elif form.no_file.data:
        service.detach(act(), viewer().id, item_id)


@blueprint.post("/basket/jobs/<int:item_id>/copy")
@customer
@area("ordering")
def copy(item_id: int) -> ResponseReturnValue:
    """The same job once more."""
    form = ButtonForm()
    if form.sent() and form.accepts(lambda: service.copy(act(), viewer().id, item_id)):
        flash("The job is in your basket twice now.", "success")
        return redirect(url_for(".show"), 303)
    return own_page(form)


@blueprint.post("/basket/jobs/<int:item_id>/removal")
@customer
def remove(item_id: int) -> ResponseReturnValue:
    """Take a job out; the next page offers to put it back."""
    form = ButtonForm()
    if form.sent() and form.accepts(lambda: service.remove(act(), viewer().id, item_id)):
        return redirect(url_for(".show", removed=item_id), 303)
    return own_page(form)


@blueprint.post("/basket/jobs/<int:item_id>/return")
@customer
@area("ordering")
def put_back(item_id: int) -> ResponseReturnValue:
    """Put a removed job back in its place."""
    form = ButtonForm()
    if form.sent() and form.accepts(lambda: service.put_back(act(), viewer().id, item_id)):
        flash("The job is back in your basket.", "success")
        return redirect(url_for(".show"), 303)
    return own_page(form)
