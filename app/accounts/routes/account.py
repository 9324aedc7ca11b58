"""The account itself: what it is for, profile, billing and password."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.forms.account import BillingForm, PasswordForm, ProfileForm
from app.accounts.routes.blueprint import blueprint
from app.accounts.service import account_card, address_book, billing, email_undoing, profile, security
from app.accounts.service import overview as overviews
from app.accounts.service.factors import held
from app.accounts.visiting import hasher, visit
from app.foundation.access import act, customer, fresh, viewer
from app.foundation.account_lines import ABOUT_YOU, DATA, PRINT, SAFETY
from app.people import identifiers
from app.people import service as people

GROUPS = {"print": PRINT, "you": ABOUT_YOU, "safety": SAFETY, "data": DATA}
"""The parts of the overview."""


@blueprint.get("/account")
@customer
def overview() -> ResponseReturnValue:
    """What an account is for, and what it holds."""
    return render_template("accounts/overview.html", account=overviews.of(viewer().id), groups=GROUPS)


@blueprint.route("/account/profile", methods=["GET", "POST"])
@customer
def profile_page() -> ResponseReturnValue:
    """Names and telephone."""
    card = account_card(viewer().id)
    phone = identifiers.spoken_phone(card.phone) if card.phone else ""
    form = ProfileForm(
        data={"name": card.name, "greeting": card.greeting, "phone": phone, "version": str(card.version)}
    )
    if form.sent() and form.accepts(lambda: profile.change(act(), card.id, form.drawn_version, form.value())):
        flash("Your profile is saved.", "success")
        return redirect(url_for(".profile_page"), 303)
    values = people.beside(card.person_id)
    return render_template("accounts/profile.html", form=form, card=card, held=values), form.status


@blueprint.route("/account/billing", methods=["GET", "POST"])
@fresh
@customer
def billing_page() -> ResponseReturnValue:
    """What stands on invoices."""
    now, version = billing.billing_of(viewer().id)
    form = BillingForm(obj=now, version=str(version))

    def change() -> None:
        who = viewer()
        billing.change(
            act(), who.id, who.person_id, version=form.drawn_version, new=form.value(), purposes=form.purposes()
        )

    if form.sent() and form.accepts(change):
        flash("Your billing details are saved.", "success")
        return redirect(url_for(".billing_page"), 303)
    first = [entry for entry in address_book.addresses_of(viewer().id) if entry.for_billing]
    values = people.beside(viewer().person_id)
    return render_template(
        "accounts/billing.html", form=form, held=values, address=first[0] if first else None
    ), form.status


@blueprint.get("/account/security")
@customer
def security_page() -> ResponseReturnValue:
    """When the password was set, which e-mail address stands, which second factors there are; where each is changed."""
    who = viewer().id
    unknown = email_undoing.password_is_unknown(who)
    return render_template(
        "accounts/security.html", account=overviews.of(who), held=held.of(who), password_unknown=unknown
    )


@blueprint.route("/account/security/password", methods=["GET", "POST"])
@fresh
@customer
def password_page() -> ResponseReturnValue:
    """A new password; it ends every other device."""
    form = PasswordForm()
    form.tell_length(security.shortest_for(viewer().id))
    if not security.asks_for_present(act(), viewer().id):
        del form.current

    def change() -> None:
        present = (form.current.data if "current" in form else "") or ""
        security.change_own_password(
            act(), visit(), viewer().id, viewer().device_id,
            present=present, password=form.password.data or "", hasher=hasher(),
        )  # fmt: skip

    if form.sent() and form.accepts(change):
        flash("Your new password is set. Every other device is signed out.", "success")
        return redirect(url_for(".security_page"), 303)
    return render_template("accounts/password.html", form=form), form.status
