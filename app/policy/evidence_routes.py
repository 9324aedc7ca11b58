"""Evidence for staff: every check with its last runs, held-back displays, and what keeps each clause."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.foundation import clock, jobs
from app.foundation.access import Permission, act, staff, viewer
from app.foundation.checks import Check
from app.foundation.errors import Missing
from app.foundation.forms import Area, Required, ShopForm
from app.policy import evidence_desk, measures
from app.policy.evidence_jobs import NAME
from app.policy.measures_routes import READ as READ_MEASURES
from app.policy.service import evidence
from app.policy.views import evidence as views

blueprint = Blueprint("policy_evidence", __name__, url_prefix="/staff/policy/evidence")

READ = Permission("policy:evidence:read", "See the evidence of the policy and have checks run")
DELAY = Permission("policy:evidence:delay", "Hold the public display of a failing check back for an hour")


class RunForm(ShopForm):
    """Nothing to fill in: the button has the check run."""


class DelayForm(ShopForm):
    """Why the public has to wait."""

    reason = Area(
        "Why does the display have to wait?",
        [Required("Please say why the display has to wait.")],
        maxlength=500,
        hint="It stays in the record, with your name. After an hour the failure is shown, whatever happened.",
    )


@blueprint.get("")
@staff(READ)
def index() -> ResponseReturnValue:
    """All checks, what fails first, and the clauses with what keeps them."""
    page = evidence_desk.page(_checks())
    register = "/staff/measures" if viewer().may(READ_MEASURES) else "/privacy-policy/measures"
    return render_template("policy/staff/evidence.html", page=page, measures=measures.sentence(), register=register)


@blueprint.get("/<slug:name>")
@staff(READ)
def check(name: str) -> ResponseReturnValue:
    """One check with its last runs."""
    return _check(name, RunForm(formdata=None), DelayForm(formdata=None))


@blueprint.post("/<slug:name>/runs")
@staff(READ)
def run(name: str) -> ResponseReturnValue:
    """Have the check run now."""
    form = RunForm()

    def ask() -> None:
        evidence.ask_by_staff(act(), _named(name).name)
        jobs.nudge(NAME)

    if form.sent() and form.accepts(ask):
        flash("The check runs as soon as a worker is free. Load this page again in a moment.", "success")
        return redirect(url_for(".check", name=name), 303)
    return _check(name, form, DelayForm(formdata=None))


@blueprint.post("/<slug:name>/delay")
@staff(DELAY)
def delay(name: str) -> ResponseReturnValue:
    """Hold the public display of a failure back, once and for an hour."""
    form = DelayForm()
    if form.sent() and form.accepts(
        lambda: evidence.delay(act(), _named(name).name, form.reason.data or "", viewer().name)
    ):
        flash("The public page says for an hour that somebody looks into it.", "success")
        return redirect(url_for(".check", name=name), 303)
    return _check(name, RunForm(formdata=None), form)


def _check(name: str, run_form: RunForm, delay_form: DelayForm) -> ResponseReturnValue:
    line = evidence_desk.line(_named(name), views.check_states(), views.delays(clock.now()))
    page = render_template(
        "policy/staff/evidence_check.html",
        line=line,
        runs=views.runs(name),
        run_form=run_form,
        delay_form=delay_form,
        may_delay=viewer().may(DELAY),
    )
    return page, max(run_form.status, delay_form.status)


def _checks() -> dict[str, Check]:
    found: dict[str, Check] = current_app.extensions["shop.checks"]
    return found


def _named(name: str) -> Check:
    found = _checks().get(name)
    if found is None:
        raise Missing
    return found
