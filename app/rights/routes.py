"""Asking what we hold, correcting, erasing, objecting: for anybody, without an account (P67 to P70).

No link works by itself, and reading changes nothing: a code is typed by hand and sent by a form. Every page of a
number answers alike, whether that number is somebody's request or nobody's.
"""

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.accounts.visiting import visit
from app.foundation import facts
from app.foundation.access import act, customer, fresh, public, viewer
from app.foundation.headers import KEPT_TO_ONESELF
from app.rights.forms import AskForm, FactsForm, GoOnForm, NewCodeForm, ProveForm
from app.rights.proving_here import proof_here
from app.rights.service import answering, requests
from app.rights.service.requests import Proof, Where

blueprint = Blueprint("my_information", __name__)


@blueprint.before_request
def kept_to_oneself() -> None:
    """Nothing of these pages stays in a cache, or is told to the page that is opened next."""
    setattr(g, KEPT_TO_ONESELF, True)


@blueprint.get("/my-information")
@public
def start() -> ResponseReturnValue:
    """What anybody can ask, in plain words."""
    return render_template("rights/start.html")


@blueprint.route("/my-information/requests/new", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    """Ask, by nothing but an address: the answer is the same for everybody."""
    form = AskForm(data={"wish": request.args.get("wish", "") or "information"})
    opened: list[int] = []

    def write() -> None:
        opened.append(requests.ask(act(), form.wish.data or "", form.email.read, visit().network))

    if form.sent() and form.accepts(write):
        return redirect(url_for(".show", case_number=opened[0]), 303)
    return render_template("rights/ask.html", form=form), form.status


@blueprint.route("/my-information/requests/<int:case_number>", methods=["GET", "POST"])
@public
def show(case_number: int) -> ResponseReturnValue:
    """How far the request is; the code first, where this browser has not typed it."""
    form = ProveForm()
    if form.sent() and form.accepts(lambda: _prove(case_number, form)):
        return redirect(url_for(".show", case_number=case_number), 303)
    proof = None if form.is_submitted() else proof_here(case_number)
    return _request(case_number, proof) if proof else _locked(case_number, form)


def _prove(case_number: int, form: ProveForm) -> None:
    where = visit()
    here = Where(where.session_sha256, where.network, request.remote_addr or "")
    requests.prove(act(), case_number, form.email.read if form.email.data else None, form.code.data or "", here)


def _locked(case_number: int, form: ProveForm, new: NewCodeForm | None = None) -> ResponseReturnValue:
    """The page that everybody sees who has not typed the code: it says nothing about the request."""
    shown = new or NewCodeForm(formdata=None)
    page = render_template("rights/locked.html", number=case_number, form=form, new=shown)
    return page, max(form.status, shown.status)


def _request(case_number: int, proof: Proof, told: FactsForm | None = None) -> ResponseReturnValue:
    card = requests.request_card(case_number)
    page = render_template(
        "rights/request.html",
        card=card,
        proof=proof,
        answer=answering.waiting(case_number) if proof.opens else None,
        facts=(told or FactsForm(formdata=None)) if not proof.opens else None,
        go_on=GoOnForm(formdata=None),
    )
    return page, told.status if told else 200


@blueprint.post("/my-information/requests/<int:case_number>/codes")
@public
def send_code(case_number: int) -> ResponseReturnValue:
    """Another code by mail, if the address is that of the request; whether it is, the page does not tell."""
    form = NewCodeForm()
    if form.sent() and form.accepts(lambda: requests.new_code(act(), case_number, form.address.read, visit().network)):
        flash("If that is the address of this request, a new code is on its way to it.", "info")
        return redirect(url_for(".show", case_number=case_number), 303)
    return _locked(case_number, ProveForm(formdata=None), form)


@blueprint.post("/my-information/requests/<int:case_number>/facts")
@public
def tell_facts(case_number: int) -> ResponseReturnValue:
    """What only the person knows, where a code alone proves too little."""
    proof, form = proof_here(case_number), FactsForm()
    if proof is None:
        return redirect(url_for(".show", case_number=case_number), 303)
    if form.sent() and form.accepts(lambda: requests.tell_facts(act(), case_number, form.value())):
        return redirect(url_for(".show", case_number=case_number), 303)
    return _request(case_number, proof, form)


@blueprint.post("/my-information/requests/<int:case_number>/sign-in")
@fresh
@customer
def claim(case_number: int) -> ResponseReturnValue:
    """A fresh sign-in opens all values of the person whom the request is about."""
    form = GoOnForm()
    if form.sent() and form.accepts(lambda: requests.claim(act(), case_number, viewer().person_id)):
        flash("You are signed in, so this request now shows everything.", "success")
    return redirect(url_for(".show", case_number=case_number), 303)


@blueprint.get("/my-information/requests/<int:case_number>/answer")
@public
def answer(case_number: int) -> ResponseReturnValue:
    """The answer as a page."""
    proof = proof_here(case_number)
    if proof is None or not proof.opens:
        return redirect(url_for(".show", case_number=case_number), 303)
    words = Markup(_fetch(case_number, answering.PAGE).decode())  # noqa: S704  # drawn and escaped by our own template
    return render_template("rights/answer.html", words=words, download=url_for(".download", case_number=case_number))


@blueprint.get("/my-information/requests/<int:case_number>/download")
@public
def download(case_number: int) -> ResponseReturnValue:
    """The answer as one file; its name says nothing about anybody."""
    proof = proof_here(case_number)
    if proof is None or not proof.opens:
        return redirect(url_for(".show", case_number=case_number), 303)
    response = Response(_fetch(case_number, answering.ZIP), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="what-we-hold-{case_number}.zip"'
    return response


def _fetch(case_number: int, part: str) -> bytes:
    """What waits; that it was opened is a fact, since reading writes nothing.

    Raises:
        Missing: nothing waits (any more).
    """
    found = answering.read(case_number, part)
    if request.method == "GET":
        facts.append(answering.FETCHED, case=case_number, part=part)
    return found
