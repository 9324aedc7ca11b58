"""The desk for owners who lost every second factor: one of the staff looks into it, another agrees or refuses."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.service.factors import letting_in
from app.backoffice.case_page import role
from app.backoffice.lost_factor_forms import AgreeForm, LookedIntoForm, TurnDownForm
from app.cases.permissions import ANSWER
from app.foundation import clock, facts
from app.foundation.access import act, fresh, staff, viewer
from app.orders.service.reads import STAFF_READ

blueprint = Blueprint("lost_factor_desk", __name__)
PAGE = "/staff/cases/<int:lost_number>/lost-factors"


def _page(case_number: int, **forms: Any) -> ResponseReturnValue:
    """The page; `forms` are those that were sent and come back with what was typed."""
    asked = letting_in.asked(case_number)
    facts.append(STAFF_READ, staff=viewer().id, subject=f"account:{asked.account_id}")
    fresh_forms = {
        "looked_form": LookedIntoForm(formdata=None),
        "agree_form": AgreeForm(formdata=None),
        "down_form": TurnDownForm(formdata=None),
    }
    page = render_template(
        "cases/staff/lost_factors.html",
        asked=asked,
        own=asked.account_id == viewer().id,
        was_first=asked.first_id == viewer().id,
        waits=clock.now() < asked.earliest,
        **fresh_forms | forms,
    )
    return page, getattr(next(iter(forms.values()), None), "status", 200)


@blueprint.get(PAGE)
@staff(ANSWER)
def show(lost_number: int) -> ResponseReturnValue:
    """Who asks, what the account has, and who of us did what."""
    return _page(lost_number)


@blueprint.post(f"{PAGE}/check")
@fresh
@staff(ANSWER)
def look_into(lost_number: int) -> ResponseReturnValue:
    """The first of two writes down what was checked."""
    form = LookedIntoForm()
    if form.sent() and form.accepts(
        lambda: letting_in.look_into(act(), lost_number, viewer().id, form.checked.data or "", role())
    ):
        flash("Kept. A colleague has to agree.", "success")
        return redirect(url_for(".show", lost_number=lost_number), 303)
    return _page(lost_number, looked_form=form)


@blueprint.post(f"{PAGE}/approval")
@fresh
@staff(ANSWER)
def agree(lost_number: int) -> ResponseReturnValue:
    """The second of two agrees."""
    form = AgreeForm()
    if form.sent() and form.accepts(lambda: letting_in.agree(act(), lost_number, viewer().id)):
        flash("Agreed. The factors end when the wait is over.", "success")
        return redirect(url_for(".show", lost_number=lost_number), 303)
    return _page(lost_number, agree_form=form)


@blueprint.post(f"{PAGE}/refusal")
@staff(ANSWER)
def turn_down(lost_number: int) -> ResponseReturnValue:
    """Any colleague may turn it down, with a reason."""
    form = TurnDownForm()
    if form.sent() and form.accepts(
        lambda: letting_in.turn_down(act(), lost_number, viewer().id, form.reason.data or "", role())
    ):
        flash("Turned down. The person can read why.", "success")
        return redirect(url_for(".show", lost_number=lost_number), 303)
    return _page(lost_number, down_form=form)
