"""The desk's part of corrections: type what a letter asks for, decide, and tell whoever got the wrong value."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import service as accounts
from app.accounts.roles import GRANTS, ROLES
from app.accounts.service import correcting as values
from app.cases.permissions import ANSWER, READ
from app.cases.views import case_of
from app.foundation import facts
from app.foundation.access import act, staff, viewer
from app.foundation.errors import Missing
from app.orders.service.reads import STAFF_READ
from app.rights import correction_views as views
from app.rights.correction_forms import DecisionForm, DoneForm, FieldForm, form_for, options
from app.rights.service import correcting
from app.rights.service.correcting import Wish
from app.rights.service.whose import account_behind

blueprint = Blueprint("correction_desk", __name__)


@blueprint.get("/staff/cases/<int:case_number>/corrections")
@staff(READ)
def show(case_number: int) -> ResponseReturnValue:
    """Every correction of a case: what stood, what shall stand, who is to be told."""
    return _page(case_number)


def _page(case_number: int, **forms: Any) -> ResponseReturnValue:
    case, lines = case_of(case_number), views.of_case(case_number)
    facts.append(STAFF_READ, staff=viewer().id, subject=f"case:{case.number}")
    drawn = {"decision_form": DecisionForm(formdata=None), "done_form": DoneForm(formdata=None)}
    page = render_template(
        "rights/staff/corrections.html",
        case=case,
        lines=lines,
        names=accounts.staff_names([line.typed_by for line in lines if line.typed_by]),
        account_id=account_behind(case_number),
        may_answer=viewer().may(ANSWER),
        **drawn | forms,
    )
    return page, getattr(next(iter(forms.values()), None), "status", 200)


@blueprint.route("/staff/cases/<int:case_number>/corrections/new", methods=["GET", "POST"])
@staff(ANSWER)
def enter(case_number: int) -> ResponseReturnValue:
    """Type what somebody who proved who they are asked to have put right."""
    account_id = account_behind(case_number)
    if not account_id:
        flash(correcting.UNPROVEN, "error")
        return redirect(url_for(".show", case_number=case_number), 303)
    held, field = values.holdings(account_id), request.values.get("field", "")
    if not field:
        form = FieldForm()
        form.field.choices = options(held)
        form.sent()
        return render_template("rights/staff/choose.html", form=form, number=case_number), form.status
    if field not in held:
        raise Missing
    return _typed(case_number, account_id, held[field])


def _typed(case_number: int, account_id: int, holding: values.Holding) -> ResponseReturnValue:
    form = form_for(holding)

    def ask() -> None:
        correcting.ask(act(), account_id, case_number, Wish(holding.field, form.value), proven=False)

    if form.sent() and form.accepts(ask):
        flash("It waits for a decision.", "success")
        return redirect(url_for(".show", case_number=case_number), 303)
    page = render_template("rights/staff/correction_new.html", form=form, number=case_number, holding=holding)
    return page, form.status


@blueprint.post("/staff/corrections/<int:correction_id>/decision")
@staff(ANSWER)
def decide(correction_id: int) -> ResponseReturnValue:
    """Apply it, or refuse it with a reason."""
    line, form = views.one(correction_id), DecisionForm()
    apply = form.do.data == "apply"

    def decided() -> None:
        proven = account_behind(line.case_number) == line.account_id
        correcting.decide(act(), line.id, apply=apply, role=_role(), reason=form.reason.data or "", proven=proven)

    if form.sent() and form.accepts(decided):
        flash("It is right now, and the person can read so." if apply else "The person can read why not.", "success")
        return redirect(url_for(".show", case_number=line.case_number), 303)
    return _page(line.case_number, decision_form=form)


@blueprint.post("/staff/correction-tasks/<int:task_id>/done")
@staff(ANSWER)
def done(task_id: int) -> ResponseReturnValue:
    """The supplier was told, or the order was looked after."""
    form = DoneForm()
    numbers: list[int] = []
    if form.sent() and form.accepts(lambda: numbers.append(correcting.pass_on(act(), task_id))):
        flash("Marked as done.", "success")
        return redirect(url_for(".show", case_number=numbers[0]), 303)
    return _page(views.case_of_task(task_id), done_form=form)


def _role() -> str:
    """What the person reads in place of a name: the first role of this member of staff that may answer."""
    fitting = [role for role in viewer().roles if ANSWER.name in GRANTS.get(role, ())]
    return ROLES[(fitting or viewer().roles)[0]]
