"""The house rules: what holds, what held on a day, what comes, and the form that changes one."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.backoffice import house_rules, outlook, rule_form
from app.backoffice.rule_form import RuleForm
from app.foundation import clock
from app.foundation.access import Permission, act, staff
from app.policy.service import settings
from app.policy.service.settings import Foresight
from app.policy.service.stating import stating

EDIT = Permission("rules:rule:edit", "See and change the house rules: periods, caps, rates, addresses")

blueprint = Blueprint("house_rules", __name__, url_prefix="/staff/rules")


@blueprint.get("")
@staff(EDIT)
def index() -> ResponseReturnValue:
    """Every rule by room, now or at the end of the day that the address names."""
    typed = request.args.get("on", "").strip()[:10]
    start, now = rule_form.day(typed), clock.now()
    at = now if start is None else start + timedelta(days=1, microseconds=-1)
    return render_template(
        "backoffice/rules.html",
        rooms=house_rules.lines(at),
        typed=typed,
        on=start,
        wrong=bool(typed) and start is None,
    )


@blueprint.route("/<slug:room>/<slug:rule>", methods=["GET", "POST"])
@staff(EDIT)
def edit(room: str, rule: str) -> ResponseReturnValue:
    """One rule with its history, and the form of its next value; a button of it only tells what would happen."""
    name = f"{room}.{rule}"
    line = house_rules.line_of(name, clock.now())
    form = RuleForm(data={"value": line.value})
    seen: list[Foresight] = []
    verb = _look if form.do.data == "look" else _change
    if form.sent() and form.accepts(lambda: seen.append(verb(name, form))) and verb is _change:
        flash(outlook.done(seen[0]), "success")
        return redirect(url_for(".edit", room=room, rule=rule), 303)
    shown = render_template(
        "backoffice/rule.html",
        line=line,
        form=form,
        history=house_rules.history(name),
        stating=stating(name),
        outlook=outlook.sentences(seen[0], form.starts.read) if seen else (),
    )
    return shown, form.status


@blueprint.post("/<slug:room>/<slug:rule>/wishes/<int:wish>")
@staff(EDIT)
def drop(room: str, rule: str, wish: int) -> ResponseReturnValue:
    """Give up a value that waits for a version of the policy."""
    settings.drop(act(), wish)
    flash("The waiting value is given up. The draft of the policy stays as it is: please look at it.", "success")
    return redirect(url_for(".edit", room=room, rule=rule), 303)


def _look(name: str, form: RuleForm) -> Foresight:
    return house_rules.foresee(name, form.value.data or "", form.starts.read, clock.now())


def _change(name: str, form: RuleForm) -> Foresight:
    return house_rules.change(act(), name, form.value.data or "", form.starts.read, form.reason.data or "")
