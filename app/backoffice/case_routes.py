"""The desk where cases are worked. Opening one is a fact that is kept before the page is answered."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import service as accounts
from app.backoffice import case_queue
from app.backoffice.case_forms import AnswerForm, CloseForm, EntryForm, NoteForm, TakeForm
from app.backoffice.case_page import page, role
from app.cases import service, views
from app.cases.permissions import ANSWER, READ
from app.foundation import clock
from app.foundation.access import act, staff, viewer

blueprint = Blueprint("case_desk", __name__)


@blueprint.get("/staff/cases")
@staff(READ)
def queue() -> ResponseReturnValue:
    """What waits, overdue first; filters stand in the address."""
    asked = case_queue.read(request.args, viewer().id, clock.now())
    found = views.queue(asked.wanted)
    return render_template(
        "cases/staff/queue.html",
        page=asked,
        found=found,
        counts=views.counts(clock.now()),
        names=accounts.staff_names([row.worker_id for row in found.rows if row.worker_id]),
        now=clock.now(),
        may_enter=viewer().may(ANSWER),
    )


@blueprint.route("/staff/cases/new", methods=["GET", "POST"])
@staff(ANSWER)
def enter() -> ResponseReturnValue:
    """A letter, a call or a mail becomes a case with the same clock."""
    form = EntryForm()
    opened: list[int] = []
    if form.sent() and form.accepts(lambda: opened.append(service.open_case(act(), form.value()))):
        flash(f"Case {opened[0]} is open. Give the person its number and code.", "success")
        return redirect(url_for(".show", case_number=opened[0]), 303)
    return render_template("cases/staff/new.html", form=form), form.status


@blueprint.get("/staff/cases/<int:case_number>")
@staff(READ)
def show(case_number: int) -> ResponseReturnValue:
    """One case, and what this member of staff may do with it."""
    return page(views.case_of(case_number))


@blueprint.post("/staff/cases/<int:case_number>/answers")
@staff(ANSWER)
def answer(case_number: int) -> ResponseReturnValue:
    """An answer, a question or a refusal; where two people decide, it waits for the second."""
    case, form = views.case_of(case_number), AnswerForm()
    if form.wants_text:
        form.put_text(case)
        return page(case, answer_form=form)
    outcome = form.outcome.data or ""
    alone = outcome == "waiting" or not case.two_people

    def write() -> None:
        verb = service.answer if alone else service.prepare
        verb(act(), case_number, form.text.data or "", outcome=outcome, role=role(), version=form.drawn_version)

    if form.sent() and form.accepts(write):
        flash("The person can read it now." if alone else "Prepared. A colleague has to approve it.", "success")
        return redirect(url_for(".show", case_number=case_number), 303)
    return page(case, answer_form=form)


@blueprint.post("/staff/cases/<int:case_number>/closure")
@staff(ANSWER)
def close(case_number: int) -> ResponseReturnValue:
    """Nothing is left to say."""
    case, form = views.case_of(case_number), CloseForm()
    if form.sent() and form.accepts(lambda: service.close(act(), case_number, form.drawn_version)):
        flash(f"Case {case_number} is closed.", "success")
        return redirect(url_for(".show", case_number=case_number), 303)
    return page(case, close_form=form)


@blueprint.post("/staff/cases/<int:case_number>/notes")
@staff(ANSWER)
def write_note(case_number: int) -> ResponseReturnValue:
    """A note for colleagues."""
    case, form = views.case_of(case_number), NoteForm()
    if form.sent() and form.accepts(lambda: service.note(act(), case_number, form.words.data or "", role())):
        flash("The note is kept.", "success")
        return redirect(url_for(".show", case_number=case_number), 303)
    return page(case, note_form=form)


@blueprint.post("/staff/cases/<int:case_number>/assignment")
@staff(ANSWER)
def assign(case_number: int) -> ResponseReturnValue:
    """Take the case, or give it back."""
    case, form = views.case_of(case_number), TakeForm()
    giving_back = request.form.get("wish") == "release"
    if form.sent() and form.accepts(
        lambda: service.release(act(), case_number) if giving_back else service.take(act(), case_number, viewer().id)
    ):
        flash(f"Case {case_number} is free again." if giving_back else f"You work on case {case_number}.", "success")
        return redirect(url_for(".show", case_number=case_number), 303)
    return page(case, take_form=form)
