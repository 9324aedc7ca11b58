"""Inviting staff by mail, sending it again, taking it back; and the page at which an invitation is taken up."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import login
from app.accounts.forms.registering import WelcomeForm
from app.accounts.forms.signing_in import EmptyForm
from app.accounts.forms.staff import InviteForm
from app.accounts.permissions import MANAGE_STAFF
from app.accounts.roles import ROLES
from app.accounts.routes.blueprint import blueprint
from app.accounts.service import staff_invitations as service
from app.accounts.service.staff_invitations import Invited
from app.accounts.visiting import hasher, visit
from app.foundation import clock
from app.foundation.access import act, customer, fresh, public, staff, viewer
from app.people import identifiers


@blueprint.route("/staff/people/invitations/new", methods=["GET", "POST"])
@fresh
@staff(MANAGE_STAFF)
def invite_staff() -> ResponseReturnValue:
    """Mail an invitation to one or several roles."""
    form = InviteForm()
    if form.sent() and form.accepts(lambda: service.invite_by_mail(act(), form.email.read, form.roles.data)):
        flash("The invitation is on its way.", "success")
        return redirect(url_for(".staff_members"), 303)
    return render_template("accounts/staff/invite.html", form=form), form.status


@blueprint.post("/staff/people/invitations/<int:staff_invitation_id>/mail")
@fresh
@staff(MANAGE_STAFF)
def resend_invitation(staff_invitation_id: int) -> ResponseReturnValue:
    """Mail it again: the address in the mail before stops working."""
    form = EmptyForm()
    if form.sent() and form.accepts(lambda: service.resend(act(), staff_invitation_id)):
        flash("The invitation is on its way again; the one before ended.", "success")
    return redirect(url_for(".staff_members"), 303)


@blueprint.post("/staff/people/invitations/<int:staff_invitation_id>/withdrawal")
@fresh
@staff(MANAGE_STAFF)
def withdraw_invitation(staff_invitation_id: int) -> ResponseReturnValue:
    """Take it back."""
    form = EmptyForm()
    if form.sent() and form.accepts(lambda: service.withdraw(act(), staff_invitation_id)):
        flash("The invitation is withdrawn.", "success")
    return redirect(url_for(".staff_members"), 303)


@blueprint.route("/welcome/<token:token>", methods=["GET", "POST"])
@public
def welcome(token: str) -> ResponseReturnValue:
    """An invited member of staff chooses user ID and password; opening the page changes nothing."""
    invited = service.by_token(token, clock.now())
    if not invited.open:
        return _over(invited)
    form = WelcomeForm()
    if invited.email:
        del form.email

    def accept() -> None:
        new = form.value(identifiers.email(invited.email) if invited.email else None)
        login.enter(service.accept(act(), visit(), token, new, password=form.password.data or "", hasher=hasher()))

    if not invited.has_account and form.sent() and form.accepts(accept):
        flash(f"Welcome, {viewer().greeting}. You are signed in.", "success")
        return redirect(url_for(".overview"), 303)
    page = {"invited": invited, "roles": _words(invited), "token": token}
    return render_template("accounts/welcome.html", form=form, **page), form.status


@blueprint.route("/welcome/<token:token>/joining", methods=["GET", "POST"])
@fresh
@customer
def join_staff(token: str) -> ResponseReturnValue:
    """Somebody who has an account already takes the invitation up with it."""
    invited, form = service.by_token(token, clock.now()), EmptyForm()
    if not invited.open:
        return _over(invited)
    if form.sent() and form.accepts(lambda: service.join(act(), viewer().id, token)):
        flash("Welcome to the staff.", "success")
        return redirect(url_for(".overview"), 303)
    return render_template("accounts/staff/join.html", form=form, roles=_words(invited), token=token), form.status


def _words(invited: Invited) -> str:
    return ", ".join(ROLES.get(role, role) for role in invited.roles)


def _over(invited: Invited) -> ResponseReturnValue:
    return render_template("accounts/staff/invitation_over.html", state=invited.state), 410
