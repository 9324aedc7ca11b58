"""Signing in and out, giving the password again, and what a page that needs it answers."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import carrying, login
from app.accounts.carrying import Carried, next_page
from app.accounts.forms.signing_in import AgainForm, EmailForm, EmptyForm, SignInCodeForm, SignInForm
from app.accounts.routes.blueprint import blueprint
from app.accounts.service import sign_in
from app.accounts.service.devices import SignedIn
from app.accounts.service.throttling import TooManyTries
from app.accounts.visiting import hasher, present_session, visit
from app.foundation.access import FreshSignInNeeded, SignInNeeded, act, customer, public, viewer
from app.foundation.forms import ShopForm


def _wanted() -> str:
    return next_page() or url_for(".overview")


def _go_on(carried: Carried | None) -> ResponseReturnValue:
    """After signing in: the page that was wanted, or the form that waited with one button to send it."""
    if carried is None:
        return redirect(_wanted(), 303)
    return render_template("accounts/carry_on.html", carried=carried)


def _answer(form: ShopForm, page: str) -> ResponseReturnValue:
    """The page with its form's status; a try that came too early is told when to come again."""
    if early := getattr(form, "throttled", 0):
        return page, 429, {"Retry-After": str(early)}
    return page, form.status


def _try(form: ShopForm, verb: Callable[[], SignedIn]) -> bool:
    """Run a sign-in verb; remember on the form whether it came too early."""

    def run() -> None:
        try:
            login.enter(verb())
        except TooManyTries as early:
            form.throttled = early.seconds
            raise

    return form.accepts(run)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in_page() -> ResponseReturnValue:
    """User ID or e-mail address and password."""
    if request.method == "GET" and viewer().signed_in:
        return redirect(_wanted(), 303)
    form, carried = SignInForm(), carrying.from_form() if request.method == "POST" else None

    def enter() -> SignedIn:
        return sign_in.by_password(
            act(), visit(), form.user_id.data or "", form.password.data or "",
            remember=bool(form.remember.data), hasher=hasher(),
        )  # fmt: skip

    if form.sent() and _try(form, enter):
        return _go_on(carried)
    return _answer(form, _sign_in_form(form, carried))


def _sign_in_form(form: SignInForm, carried: Carried | None) -> str:
    return render_template("accounts/sign_in.html", form=form, carried=carried, next=next_page())


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

    def enter() -> SignedIn:
        return sign_in.by_code(act(), visit(), form.code.data or "", bool(form.remember.data))

    if form.sent() and _try(form, enter):
        return redirect(_wanted(), 303)
    return render_template("accounts/sign_in_code.html", form=form, next=next_page()), form.status


@blueprint.route("/sign-in/again", methods=["GET", "POST"])
@customer
def sign_in_again() -> ResponseReturnValue:
    """The password once more, before a sensitive change."""
    form, carried = AgainForm(), carrying.from_form() if request.method == "POST" else None

    def enter() -> SignedIn:
        return sign_in.again(act(), visit(), viewer().id, form.password.data or "", hasher())

    if form.sent() and _try(form, enter):
        return _go_on(carried)
    return _answer(form, _again_form(form, carried))


def _again_form(form: AgainForm, carried: Carried | None) -> str:
    wanted = next_page()
    return render_template("accounts/sign_in_again.html", form=form, carried=carried, next=wanted)


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
