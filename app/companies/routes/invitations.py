"""Invitations: sent and withdrawn by administrators, and the page behind the address in the mail."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.companies import service, views
from app.companies.forms import ButtonForm, InviteForm
from app.companies.roles import SEEN
from app.companies.routes.blueprint import administered, blueprint
from app.companies.service import inviting
from app.foundation import clock, codes
from app.foundation.access import act, customer, fresh, public, viewer
from app.foundation.areas import area
from app.foundation.errors import Missing

SENT = "The invitation is on its way, if its address can be reached. Whoever reads that mailbox can take it up."


@blueprint.route("/account/company/invitations/new", methods=["GET", "POST"])
@fresh
@customer
@area("companies")
def invite() -> ResponseReturnValue:
    """Invite somebody by mail."""
    company = views.company(administered().company_id)
    form = InviteForm(data={"role": "buyer", "limit": views.limit_typed(company.default_limit_cents)})
    if form.sent() and form.accepts(lambda: service.invite(act(), viewer().id, form.invited)):
        flash(SENT, "success")
        return redirect(url_for(".show"), 303)
    return render_template("companies/invite.html", form=form, company=company), form.status


@blueprint.route("/account/company/invitations/<int:invitation_id>/withdrawal", methods=["POST"])
@customer
@area("companies")
def withdraw_invitation(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    administered()
    form = ButtonForm()
    if form.sent() and form.accepts(lambda: service.withdraw(act(), viewer().id, invitation_id)):
        flash("The invitation is withdrawn. Its address works no more.", "success")
    else:
        flash(" ".join(form.form_errors), "error")
    return redirect(url_for(".show"), 303)


@blueprint.route("/company-invitations/<token:token>", methods=["GET", "POST"])
@public
@area("companies")
def answer_invitation(token: str) -> ResponseReturnValue:
    """What the invitation is; its buttons take it up or decline it. Looking changes nothing."""
    invitation, form, who = views.invitation(codes.digest(token)), ButtonForm(), viewer()
    declining = request.form.get("wish") == "decline"
    if form.is_submitted() and not declining and not who.signed_in:
        raise Missing
    verb = (
        (lambda: service.decline(act(), token)) if declining else (lambda: service.take(act(), who.id, token) and None)
    )
    if form.sent() and form.accepts(verb):
        if not declining:
            flash(f"Welcome to {invitation.company_name}.", "success")
        return redirect(url_for(".answer_invitation", token=token) if declining else url_for(".show"), 303)
    return render_template(
        "companies/invitation.html",
        form=form,
        token=token,
        invitation=invitation,
        live=invitation.live(clock.now()),
        mine=who.signed_in and inviting.is_for(who.id, invitation),
        belongs=who.signed_in and views.standing(who.id) is not None,
        seen=SEEN,
    ), form.status
