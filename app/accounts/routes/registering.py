"""Registration in two steps."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import login
from app.accounts.carrying import next_page
from app.accounts.forms.registering import DetailsForm
from app.accounts.forms.signing_in import CodeForm, EmailForm
from app.accounts.routes.blueprint import blueprint
from app.accounts.service import registration
from app.accounts.visiting import hasher, visit
from app.foundation.access import act, public, viewer


@blueprint.route("/register", methods=["GET", "POST"])
@public
def register() -> ResponseReturnValue:
    """The e-mail address: the answer is the same for everybody."""
    if viewer().signed_in:
        return redirect(next_page() or url_for(".overview"), 303)
    form = EmailForm()
    if form.sent() and form.accepts(lambda: registration.begin(act(), visit(), form.email.read)):
        return redirect(url_for(".register_code", next=next_page() or None), 303)
    return render_template("accounts/register.html", form=form, next=next_page()), form.status


@blueprint.route("/register/code", methods=["GET", "POST"])
@public
def register_code() -> ResponseReturnValue:
    """The typed code."""
    form = CodeForm()
    if form.sent() and form.accepts(lambda: registration.confirm(act(), visit(), form.code.data or "")):
        return redirect(url_for(".register_details", next=next_page() or None), 303)
    return render_template("accounts/register_code.html", form=form, next=next_page()), form.status


@blueprint.route("/register/details", methods=["GET", "POST"])
@public
def register_details() -> ResponseReturnValue:
    """User ID, password, names and addresses."""
    email = registration.confirmed_email(act(), visit())
    if email is None:
        return redirect(url_for(".register", next=next_page() or None), 303)
    form = DetailsForm()

    def finish() -> None:
        login.enter(registration.finish(act(), visit(), form.value(email), form.password.data or "", hasher()))

    if form.sent() and form.accepts(finish):
        flash(f"Welcome, {viewer().greeting}. Your account is open.", "success")
        return redirect(next_page() or url_for(".overview"), 303)
    page = {"form": form, "email": email.address, "stamp": current_app.extensions["shop.policy_stamp"]()}
    return render_template("accounts/register_details.html", next=next_page(), **page), form.status
