"""Closing an account, having erased what hangs on an address, objecting to uses: each shows first what follows.

What is erased without an account hangs on a request (`proving_here`); with one it is the account that is closed.
"""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import login
from app.foundation import clock, rules
from app.foundation.access import act, customer, fresh, public, viewer
from app.rights.erasure_forms import CloseForm, EraseForm, ObjectForm
from app.rights.proving_here import proof_here
from app.rights.service import closing, erasing, erasures, hindrances, objecting, requests
from app.rights.service.knowing import keys_of
from app.rights.service.requests import Proof

blueprint = Blueprint("erasing", __name__)
CASE = "my_information.show"


@blueprint.after_request
def kept_to_yourself(response: Response) -> Response:
    """Nothing of these pages stays in a cache, or is told to the page that is opened next."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.route("/account/closing", methods=["GET", "POST"])
@fresh
@customer
def close() -> ResponseReturnValue:
    """What closing the account does, and the button; everybody is signed out by it."""
    form = CloseForm()
    if form.sent() and form.accepts(lambda: closing.close(act(), viewer().id)):
        return login.leave(redirect(url_for(".begun"), 303))  # type: ignore[arg-type]  # flask's own wrapper class
    keys = keys_of(viewer().person_id)
    page = render_template(
        "rights/closing.html",
        form=form,
        coming=erasing.preview(keys),
        orders=hindrances.open_orders(keys),
        held=hindrances.is_held(keys, clock.now()),
        days=rules.whole(closing.GRACE),
    )
    return page, form.status


@blueprint.get("/account-closing")
@public
def begun() -> ResponseReturnValue:
    """That an account is being closed; says the same to everybody."""
    return render_template("rights/closing_begun.html", days=rules.whole(closing.GRACE))


@blueprint.route("/my-information/requests/<int:case_number>/erasure", methods=["GET", "POST"])
@public
def erase(case_number: int) -> ResponseReturnValue:
    """What goes and what stays, the button, and afterwards what became of it."""
    proof = proof_here(case_number)
    if proof is None or not proof.opens:
        return redirect(url_for(CASE, case_number=case_number), 303)
    if (under_way := erasures.of_case(case_number)) is not None:
        return render_template("rights/erasure_status.html", row=under_way, done=erasures.report_of(under_way))
    if proof.person_id:
        return render_template(
            "rights/erasure_account.html", number=case_number, own=viewer().person_id == proof.person_id
        )
    form = EraseForm()
    if form.sent() and form.accepts(lambda: erasures.ask(act(), proof.keys, case_number)):
        return redirect(url_for(".erase", case_number=case_number), 303)
    held = hindrances.is_held(proof.keys, clock.now())
    coming = erasing.preview(proof.keys)
    return render_template("rights/erasure.html", form=form, number=case_number, coming=coming, held=held), form.status


@blueprint.route("/my-information/requests/<int:case_number>/objection", methods=["GET", "POST"])
@public
def object_here(case_number: int) -> ResponseReturnValue:
    """Which uses to stop; the stops hold at once."""
    proof = proof_here(case_number)
    if proof is None or not proof.opens:
        return redirect(url_for(CASE, case_number=case_number), 303)
    form = ObjectForm()
    if form.sent() and form.accepts(lambda: _object(case_number, proof, form)):
        flash("It is stopped from now on. We ask no questions.", "success")
        return redirect(url_for(CASE, case_number=case_number), 303)
    return render_template("rights/objection.html", form=form, number=case_number), form.status


def _object(number: int, proof: Proof, form: ObjectForm) -> None:
    objecting.object_to(act(), proof.keys, form.chosen(), evidence=f"case:{number}")
    requests.settle(act(), number)
