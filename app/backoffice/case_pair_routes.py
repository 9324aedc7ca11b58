"""What a case needs beside its answer: a colleague's approval where two decide, and the answer as a letter."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.backoffice.case_forms import ApproveForm, GiveBackForm
from app.backoffice.case_page import page, role
from app.cases import service, views
from app.cases.permissions import ANSWER
from app.foundation import clock, facts
from app.foundation.access import act, staff, viewer
from app.foundation.errors import Missing
from app.orders.service.reads import STAFF_READ

BY_HAND = ("letter", "phone")
"""Channels whose answers go out on paper, so that the code is printed."""

blueprint = Blueprint("case_pair", __name__)


@blueprint.post("/staff/cases/<int:case_number>/approval")
@staff(ANSWER)
def approve(case_number: int) -> ResponseReturnValue:
    """A second member of staff lets the person read what the first prepared."""
    case, form = views.case_of(case_number), ApproveForm()
    if form.sent() and form.accepts(lambda: service.approve(act(), case_number, form.draft_id, form.drawn_version)):
        flash("Approved: the person can read it now.", "success")
        return redirect(url_for("case_desk.show", case_number=case_number), 303)
    return page(case, approve_form=form)


@blueprint.post("/staff/cases/<int:case_number>/return")
@staff(ANSWER)
def give_back(case_number: int) -> ResponseReturnValue:
    """The prepared answer is not good yet, or its author takes it back."""
    case, form = views.case_of(case_number), GiveBackForm()

    def verb() -> None:
        service.give_back(act(), case_number, form.draft_id, reason=form.why.data or "", role=role())

    if form.sent() and form.accepts(verb):
        flash("The answer is given back; nobody outside has read it.", "success")
        return redirect(url_for("case_desk.show", case_number=case_number), 303)
    return page(case, back_form=form)


@blueprint.get("/staff/cases/<int:case_number>/letter")
@staff(ANSWER)
def letter(case_number: int) -> ResponseReturnValue:
    """Our answer as a letter, with the number and code by which the person can read and write on."""
    case = views.case_of(case_number)
    if case.channel not in BY_HAND or case.state.code == "code-sent":
        raise Missing
    facts.append(STAFF_READ, staff=viewer().id, subject=f"case:{case_number}")
    return render_template("cases/staff/letter.html", case=case, said=case.last_answer, today=clock.now())
