"""Signing in and out, giving the password again, and what a page that needs it answers."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import carrying, login
from app.accounts.carrying import Carried, next_page
from app.accounts.forms.factors import PasskeySignInForm
from app.accounts.forms.signing_in import AgainForm, EmailForm, EmptyForm, SignInCodeForm, SignInForm
from app.accounts.routes import going_on
from app.accounts.routes.blueprint import blueprint
from app.accounts.routes.going_on import Outcome
from app.accounts.service import sign_in
from app.accounts.service.factors import held
from app.accounts.visiting import hasher, present_session, relying_party, visit
from app.foundation.access import FreshSignInNeeded, SignInNeeded, act, customer, public, viewer


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in_page() -> ResponseReturnValue:
    """User ID or e-mail address and password."""
    if request.method == "GET" and viewer().signed_in:
        return redirect(going_on.wanted(), 303)
    form, carried = SignInForm(), carrying.from_form() if request.method == "POST" else None

    def enter() -> Outcome:
        return sign_in.by_password(
            act(), visit(), form.user_id.data or "", form.password.data or "",
            remember=bool(form.remember.data), hasher=hasher(),
        )  # fmt: skip

    if form.sent() and (done := going_on.attempt(form, enter)):
        return going_on.go_on(done, carried)
    return going_on.answer(form, _sign_in_form(form, carried))


def _sign_in_form(form: SignInForm, carried: Carried | None) -> str:
    return render_template(
        "accounts/sign_in.html", form=form, carried=carried, next=next_page(), passkeys=bool(relying_party().id)
    )


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@public
def sign_in_mail() -> ResponseReturnValue:
    """Ask for a code by mail: the answer is the same for every address."""
    form = EmailForm()
    if form.sent() and form.accepts(lambda: sign_in.mail_code(act(), visit(), form.email.read)):
        return redirect(url_for(".sign_in_code", next=next_page() or None), 303)
    return render_template("accounts/sign_in_mail.html", form=form, next=next_page()), form.status


@blueprint.route("/sign-in/code/typed", methods=["GET", "POST"])
@public
def sign_in_code() -> ResponseReturnValue:
    """The typed code signs in."""
    form = SignInCodeForm()

    def enter() -> Outcome:
        return sign_in.by_code(act(), visit(), form.code.data or "", bool(form.remember.data))

    if form.sent() and (done := going_on.attempt(form, enter)):
        return going_on.go_on(done)
    return render_template("accounts/sign_in_code.html", form=form, next=next_page()), form.status


@blueprint.route("/sign-in/again", methods=["GET", "POST"])
@customer
def sign_in_again() -> ResponseReturnValue:
    """The password once more, before a sensitive change."""
    form, carried = AgainForm(), carrying.from_form() if request.method == "POST" else None

    def enter() -> Outcome:
        return sign_in.again(act(), visit(), viewer().id, form.password.data or "", hasher())

    if form.sent() and (done := going_on.attempt(form, enter)):
        return going_on.go_on(done, carried)
    return going_on.answer(form, _again_form(form, carried))


def _again_form(form: AgainForm, carried: Carried | None) -> str:
    wanted, passkeys = next_page(), bool(held.of(viewer().id).passkeys)
    return render_template("accounts/sign_in_again.html", form=form, carried=carried, next=wanted, passkeys=passkeys)


def passkey_refused(refused: PasskeySignInForm, carried: Carried | None) -> ResponseReturnValue:
    """The page on which the passkey was asked for, with what is wrong about it."""
    page = _again_form if viewer().signed_in else _sign_in_form
    form: Any = AgainForm(formdata=None) if viewer().signed_in else SignInForm(formdata=None)
    form.form_errors = [*refused.form_errors, *refused.credential.errors]
    return going_on.answer(refused, page(form, carried))


@blueprint.route("/sign-out", methods=["GET", "POST"])
@public
def sign_out() -> ResponseReturnValue:
    """The button ends both sides; the page then says so, and sets no cookie again."""
    if request.method == "GET" and not viewer().signed_in:
        return render_template("accounts/sign_out.html", form=None)
    form = EmptyForm()
    if form.sent():
        sign_in.sign_out(act(), present_session().token)
        return login.leave(redirect(url_for(".sign_out"), 303))  # type: ignore[arg-type]  # flask's own wrapper class
    return render_template("accounts/sign_out.html", form=form), form.status


@blueprint.app_errorhandler(SignInNeeded)
def sign_in_needed(_error: SignInNeeded) -> ResponseReturnValue:
    """Lead to the sign-in page; what was typed into a form is carried along."""
    carried = carrying.from_refused()
    if carried is None:
        wanted = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else None
        return redirect(url_for("accounts.sign_in_page", next=wanted), 303)
    return _sign_in_form(SignInForm(formdata=None), carried), 403


@blueprint.app_errorhandler(FreshSignInNeeded)
def fresh_sign_in_needed(_error: FreshSignInNeeded) -> ResponseReturnValue:
    """Ask for the password again; what was typed into a form is carried along."""
    carried = carrying.from_refused()
    if carried is None:
        return redirect(url_for("accounts.sign_in_again", next=request.full_path.rstrip("?")), 303)
    return _again_form(AgainForm(formdata=None), carried), 403
