"""Correcting within a request: whoever typed its code, or signed in for it, says what is wrong and what is right.

Values of an account need the proof that values need. Somebody without an account tells it in words, and staff answer.
"""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.service import correcting as values
from app.cases import service as cases
from app.foundation.access import act, public
from app.foundation.errors import Missing
from app.rights.correction_forms import FieldForm, WordsForm, form_for, options
from app.rights.provenance import ELSEWHERE
from app.rights.proving_here import proof_here
from app.rights.service import correcting, requests
from app.rights.service.correcting import Wish
from app.rights.service.requests import Proof
from app.rights.service.whose import account_behind

blueprint = Blueprint("correction_request", __name__)


@blueprint.after_request
def kept_to_yourself(response: Response) -> Response:
    """Nothing of these pages stays in a cache, or is told to the page that is opened next."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.route("/my-information/requests/<int:case_number>/correction", methods=["GET", "POST"])
@public
def show(case_number: int) -> ResponseReturnValue:
    """What is wrong, then what is right; without proof, the page of the request says what is missing."""
    proof = proof_here(case_number)
    if proof is None or not _waits(case_number, proof):
        return redirect(url_for("my_information.show", case_number=case_number), 303)
    account_id = account_behind(case_number)
    if not account_id:
        return _in_words(case_number)
    held = {field: item for field, item in values.holdings(account_id).items() if field not in ELSEWHERE}
    field = request.values.get("field", "")
    if not field:
        form = FieldForm()
        form.field.choices = options(held)
        form.sent()
        return render_template("rights/corrections/asked_choose.html", form=form, number=case_number), form.status
    if field not in held:
        raise Missing
    return _right(case_number, account_id, held[field])


def _waits(number: int, proof: Proof) -> bool:
    card = requests.request_card(number)
    return proof.whole and card.kind == "correction" and card.state.code in {"waiting", "answered", "verified"}


def _in_words(number: int) -> ResponseReturnValue:
    form = WordsForm()
    if form.sent() and form.accepts(lambda: cases.add_message(act(), number, form.words.data or "")):
        flash("It is with us. Somebody here reads it, puts it right and answers you.", "success")
        return redirect(url_for("my_information.show", case_number=number), 303)
    return render_template("rights/corrections/asked_words.html", form=form, number=number), form.status


def _right(number: int, account_id: int, holding: values.Holding) -> ResponseReturnValue:
    form = form_for(holding)

    def ask() -> None:
        correcting.ask(act(), account_id, number, Wish(holding.field, form.value), proven=True)

    if form.sent() and form.accepts(ask):
        flash("It is right now. Our answer says what else was done.", "success")
        return redirect(url_for("my_information.show", case_number=number), 303)
    page = render_template("rights/corrections/asked.html", form=form, number=number, holding=holding)
    return page, form.status
