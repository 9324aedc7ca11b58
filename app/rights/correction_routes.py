"""Pages of the account: where each value came from, putting one right, and the promises that came with them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.carrying import next_page
from app.accounts.service import correcting as values
from app.accounts.visiting import visit
from app.foundation.access import act, customer, fresh, viewer
from app.foundation.errors import Missing
from app.rights import provenance
from app.rights.correction_forms import FieldForm, SuggestionForm, UndoForm, form_for, options
from app.rights.service import correcting, undoing
from app.rights.service.correcting import Wish

blueprint = Blueprint("corrections", __name__)


@blueprint.get("/account/provenance")
@customer
def sources() -> ResponseReturnValue:
    """Every value with its origin and date, and what others changed or suggest."""
    return _sources(UndoForm(formdata=None))


def _sources(form: UndoForm | SuggestionForm) -> ResponseReturnValue:
    who = viewer()
    page = render_template(
        "rights/provenance.html",
        form=form,
        lines=provenance.of_account(who.id, who.person_id),
        suggested=provenance.suggested(who.person_id),
    )
    return page, form.status


@blueprint.post("/account/provenance/undos")
@fresh
@customer
def undo() -> ResponseReturnValue:
    """Put back what the person said before others changed it."""
    form = UndoForm()
    if form.sent() and form.accepts(lambda: undoing.undo(act(), viewer().id, form.field.data or "")):
        flash("Your earlier value stands again, as corrected by you.", "success")
        return redirect(next_page() or url_for(".sources"), 303)
    return _sources(form)


@blueprint.post("/account/provenance/suggestions")
@fresh
@customer
def decide() -> ResponseReturnValue:
    """Take what somebody suggested, or leave it."""
    form = SuggestionForm()
    take = form.do.data == "take"
    if form.sent() and form.accepts(lambda: undoing.decide(act(), viewer().id, form.suggestion.data or 0, take=take)):
        flash("It stands now, as corrected by you." if take else "We leave everything as it is.", "success")
        return redirect(url_for(".sources"), 303)
    return _sources(form)


@blueprint.route("/account/corrections/new", methods=["GET", "POST"])
@fresh
@customer
def new() -> ResponseReturnValue:
    """Which value is wrong, and then what is right."""
    held = values.holdings(viewer().id)
    field = request.values.get("field", "")
    if not field:
        form = FieldForm()
        form.field.choices = options(held)
        form.sent()
        return render_template("rights/corrections/choose.html", form=form), form.status
    if field in provenance.ELSEWHERE:
        return redirect(provenance.ELSEWHERE[field], 303)
    if field not in held:
        raise Missing
    return _right(held[field])


def _right(holding: values.Holding) -> ResponseReturnValue:
    form = form_for(holding)
    opened: list[int] = []

    def correct() -> None:
        wish = Wish(holding.field, form.value)
        opened.append(correcting.correct(act(), viewer().id, wish, visit().network))

    if form.sent() and form.accepts(correct):
        flash(f"It is right now. What was done beyond your account stands in answer {opened[0]}.", "success")
        return redirect(url_for("contact.case", case_number=opened[0]), 303)
    return render_template("rights/corrections/new.html", form=form, holding=holding), form.status


@blueprint.get("/account/promises")
@customer
def promises() -> ResponseReturnValue:
    """The versions under which each datum came, which uses follow, and the stricter rule."""
    found = provenance.promises_of(act(), viewer().id, viewer().person_id)
    return render_template("rights/promises.html", found=found)
