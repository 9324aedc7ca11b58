"""The form behind “I think you are not keeping this”: on a page of its own, no account needed (P85)."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.visiting import visit
from app.cases.service.following import admit
from app.foundation import jobs
from app.foundation.access import act, public, viewer
from app.pages.forms import ConcernForm
from app.policy import evidence, evidence_jobs
from app.policy.service import concerns
from app.policy.service.concerns import Doubt

blueprint = Blueprint("concerns", __name__)


@blueprint.route("/privacy-policy/concerns/new", methods=["GET", "POST"])
@public
def new() -> ResponseReturnValue:
    """What the clause says, how it stands now, and room to say what is wrong."""
    clause = concerns.clause_in_force(act(), request.values.get("clause", ""))
    form = ConcernForm(data={"clause": clause.anchor})
    opened: list[int] = []

    def write() -> None:
        where = visit()
        opened.append(concerns.raise_concern(act(), _doubt(form), current_app.extensions["shop.checks"], where.network))
        admit(act(), opened[0], where.session_sha256)
        jobs.nudge(evidence_jobs.NAME)

    if form.sent() and form.accepts(write):
        flash("Your concern is with us. Keep the number and the code below: they open it again.", "success")
        return redirect(url_for("contact.case", case_number=opened[0]), 303)
    standing = evidence.of_clause(clause.anchor, clause.kind)
    return render_template("policy/concern.html", form=form, clause=clause, standing=standing), form.status


def _doubt(form: ConcernForm) -> Doubt:
    email = form.email.read if form.email.data else None
    return Doubt(form.clause.data or "", form.message.data or "", email, viewer().person_id or None)
