"""The background jobs: how each stands, and a button that runs it now."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.backoffice import job_list
from app.foundation import clock
from app.foundation.access import Permission, act, staff
from app.foundation.forms import ShopForm

RUN = Permission("operations:job:run", "See the background jobs and run them")

blueprint = Blueprint("job_desk", __name__, url_prefix="/staff/jobs")


class RunForm(ShopForm):
    """Nothing to fill in: the button runs the job."""


@blueprint.get("")
@staff(RUN)
def index() -> ResponseReturnValue:
    """Every job with its last run and its next."""
    return _page(RunForm(formdata=None))


@blueprint.post("/<slug:name>/runs")
@staff(RUN)
def run(name: str) -> ResponseReturnValue:
    """Have a job run now."""
    form = RunForm()
    if form.sent() and form.accepts(lambda: job_list.ask_for(act(), name)):
        flash("The job runs as soon as a worker is free.", "success")
        return redirect(url_for(".index"), 303)
    return _page(form)


def _page(form: RunForm) -> ResponseReturnValue:
    return render_template("backoffice/jobs.html", lines=job_list.lines(clock.now()), form=form), form.status
