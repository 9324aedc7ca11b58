"""Mail and contact choices: from the account, or for anybody after a code from the mailbox (P60 to P66)."""

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.foundation import codes
from app.foundation.access import act, customer, public, viewer
from app.foundation.account_lines import DATA, AccountLine
from app.foundation.headers import KEPT_TO_ONESELF
from app.foundation.networks import network_of
from app.mail.service import choice_codes, stopping
from app.mail.stop_forms import AddressForm, ChoiceForm, CodeForm
from app.people import service as people
from app.permissions import service as gate
from app.permissions import signal
from app.permissions.subjects import Subject

blueprint = Blueprint("mail_choices", __name__)
ACCOUNT_LINES = [
    AccountLine(
        DATA,
        40,
        "Mail and contact choices",
        "What we may use your information for, and what you stopped",
        "/account/mail-choices",
        menu="Mail choices",
    )
]
NOTED = "We noted your choice. Its reference is {}."


@blueprint.before_request
def kept_to_oneself() -> None:
    """Nothing of these pages stays in a cache."""
    setattr(g, KEPT_TO_ONESELF, True)


@blueprint.route("/account/mail-choices", methods=["GET", "POST"])
@customer
def own() -> ResponseReturnValue:
    """Each purpose by each way, as it stands for the viewer, and a button for each."""
    person = viewer().person_id
    subject, form = Subject(person, people.email_of(person)), ChoiceForm()
    if form.sent() and form.accepts(lambda: _choose(subject, form)):
        return redirect(url_for(".own"), 303)
    return _choices("mail/choices_own.html", subject, form)


@blueprint.route("/mail-choices", methods=["GET", "POST"])
@public
def start() -> ResponseReturnValue:
    """Anybody types an address; a code is mailed to it, whether we know it or not."""
    form = AddressForm(data={"why": codes.read_letters(request.args.get("why", ""))[:12]})
    network = network_of(request.remote_addr or "")
    if form.sent() and form.accepts(lambda: choice_codes.ask(act(), _browser(), form.read, network)):
        return redirect(url_for(".code", why=form.why.data or None), 303)
    return render_template("mail/choices_start.html", form=form), form.status


@blueprint.route("/mail-choices/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    """The code from the mail opens the choices in this browser."""
    form = CodeForm(data={"why": codes.read_letters(request.args.get("why", ""))[:12]})
    if form.sent() and form.accepts(lambda: choice_codes.check(act(), _browser(), form.code.data or "")):
        reference = codes.read_letters(form.why.data or "")
        way = url_for("why.show", reference=reference) if len(reference) == 12 else url_for(".by_code")
        return redirect(way, 303)
    return render_template("mail/choices_code.html", form=form), form.status


@blueprint.route("/mail-choices/yours", methods=["GET", "POST"])
@public
def by_code() -> ResponseReturnValue:
    """The same choices for whoever typed the code of that mailbox."""
    subject = opened_here()
    if subject is None:
        return redirect(url_for(".start"), 303)
    form = ChoiceForm()
    if form.sent() and form.accepts(lambda: _choose(subject, form)):
        return redirect(url_for(".by_code"), 303)
    return _choices("mail/choices_by_code.html", subject, form)


def opened_here() -> Subject | None:
    """Whose mailbox this browser has proven by a code; a browser without a session has not, and gets none for it."""
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return None
    return choice_codes.opened(act(), _browser())


def _choices(template: str, subject: Subject, form: ChoiceForm) -> ResponseReturnValue:
    page = render_template(
        template,
        form=form,
        lines=gate.choices_of(act(), subject),
        goes_on=gate.goes_on(),
        signal=signal.given(),
        inside=bool(subject.person_id),
    )
    return page, form.status


def _choose(subject: Subject, form: ChoiceForm) -> None:
    said = (form.purpose.data or "", form.channel.data or "", form.do.data or "")
    reference = stopping.choose(act(), subject, *said, evidence="choices")
    flash(NOTED.format(codes.grouped(reference)), "success")


def _browser() -> str:
    """What a code is bound to: the digest of this browser's own form token."""
    return codes.digest(str(session["csrf_token"]))
