"""By what an account is known and reached: its user ID, its e-mail address, and taking a change of that back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.forms.account import EmailChangeForm, UserIdForm
from app.accounts.forms.fields import FOR_ACCOUNT
from app.accounts.forms.signing_in import CodeForm, EmptyForm
from app.accounts.routes.blueprint import blueprint
from app.accounts.service import account_card, email_changing, email_undoing, renaming
from app.accounts.visiting import hasher, visit
from app.foundation.access import act, customer, fresh, public, viewer
from app.people import service as people


@blueprint.route("/account/security/user-id", methods=["GET", "POST"])
@fresh
@customer
def user_id_page() -> ResponseReturnValue:
    """Another user ID to sign in by."""
    card = account_card(viewer().id)
    form = UserIdForm(data={"user_id": card.user_id, "version": str(card.version)})

    def change() -> None:
        renaming.change(act(), card.id, form.drawn_version, form.user_id.data or "", form.user_id.purpose)

    if form.sent() and form.accepts(change):
        flash("Your new user ID is set. You sign in by it from now on.", "success")
        return redirect(url_for(".security_page"), 303)
    held = people.standing(card.person_id)
    return render_template("accounts/user_id.html", form=form, card=card, held=held), form.status


@blueprint.route("/account/security/email", methods=["GET", "POST"])
@fresh
@customer
def email_page() -> ResponseReturnValue:
    """A new e-mail address: a code goes to it first."""
    form = EmailChangeForm()
    if form.sent() and form.accepts(lambda: email_changing.begin(act(), visit(), viewer().id, form.email.read)):
        return redirect(url_for(".email_code"), 303)
    return render_template("accounts/email.html", form=form, card=account_card(viewer().id)), form.status


@blueprint.route("/account/security/email/code", methods=["GET", "POST"])
@fresh
@customer
def email_code() -> ResponseReturnValue:
    """The typed code makes the new address stand."""
    form = CodeForm()
    if form.sent() and form.accepts(
        lambda: email_changing.confirm(act(), visit(), viewer().id, form.code.data or "", FOR_ACCOUNT)
    ):
        flash("Your new e-mail address stands from now on.", "success")
        return redirect(url_for(".security_page"), 303)
    return render_template("accounts/email_code.html", form=form), form.status


@blueprint.route("/email-undo/<token:token>", methods=["GET", "POST"])
@public
def email_undo(token: str) -> ResponseReturnValue:
    """What the old address's link takes back, and the button; opening the page changes nothing."""
    form = EmptyForm()
    if form.sent() and form.accepts(lambda: email_undoing.undo(act(), visit(), token, hasher())):
        flash("The old address is back, and everybody is signed out. Have a code mailed to it and sign in.", "success")
        return redirect(url_for(".sign_in_mail", next=url_for(".password_page")), 303)
    change = email_undoing.undoable(act(), token)
    if change is None:
        return render_template("accounts/email_undo_gone.html"), 410
    return render_template("accounts/email_undo.html", form=form, change=change), form.status
