"""What goes when, for staff: each rule with its last run and what is left, and the legal holds."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.foundation import clock, rules
from app.foundation.access import Permission, act, staff, viewer
from app.rights.retention_checks import LATE
from app.rights.retention_forms import EndForm, HoldForm
from app.rights.retention_jobs import own_folder
from app.rights.service import holds, measuring

READ = Permission("rights:retention:read", "See what is kept how long, what went and what is left")
HOLD = Permission("rights:hold:keep", "Open and end legal holds")

blueprint = Blueprint("retention", __name__, url_prefix="/staff/retention")


@blueprint.get("")
@staff(READ)
def index() -> ResponseReturnValue:
    """Every rule: its period, its last run, what is left, and what would go today."""
    return _page(EndForm(formdata=None)), 200


@blueprint.route("/holds/new", methods=["GET", "POST"])
@staff(HOLD)
def new_hold() -> ResponseReturnValue:
    """The form of a legal hold."""
    form = HoldForm()
    if form.sent() and form.accepts(lambda: holds.open_hold(act(), form.value())):
        flash("The hold is open. From the next run on these rows are skipped and counted.", "success")
        return redirect(url_for(".index"), 303)
    return render_template("rights/staff/hold.html", form=form), form.status


@blueprint.post("/holds/<int:hold_id>/ending")
@staff(HOLD)
def end_hold(hold_id: int) -> ResponseReturnValue:
    """End a hold before its day."""
    form = EndForm()
    if form.sent() and form.accepts(lambda: holds.end_hold(act(), hold_id)):
        flash("The hold is ended. What is past its time goes with the next run.", "success")
        return redirect(url_for(".index"), 303)
    return _page(form), form.status


def _page(form: EndForm) -> str:
    slack = timedelta(hours=rules.whole(LATE))
    return render_template(
        "rights/staff/retention.html",
        lines=list(measuring.rule_lines(clock.now(), own_folder(), slack)),
        holds=holds.all_holds(),
        may_hold=viewer().may(HOLD),
        late_hours=rules.whole(LATE),
        form=form,
    )
