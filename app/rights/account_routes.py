"""“What you hold about me”, from the account: a fresh sign-in proves everything, so one button is enough."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import service as accounts
from app.foundation.access import act, customer, fresh, viewer
from app.people import identifiers
from app.rights.forms import WishForm
from app.rights.service import requests

blueprint = Blueprint("own_information", __name__)


@blueprint.route("/account/information", methods=["GET", "POST"])
@fresh
@customer
def ask() -> ResponseReturnValue:
    """The button, and what was asked before."""
    form = WishForm()
    opened: list[int] = []

    def write() -> None:
        email = identifiers.email(accounts.account_card(viewer().id).email)
        where = request.remote_addr or ""
        opened.append(requests.ask_signed_in(act(), form.wish.data or "", viewer().person_id, email, where))

    if form.sent() and form.accepts(write):
        return redirect(url_for("my_information.show", case_number=opened[0]), 303)
    before = requests.requests_of(viewer().person_id)
    return render_template("rights/own.html", form=form, before=before), form.status
