"""What the authenticator apps of a demonstration shop show, so that its staff can sign in. No part of production."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.service.factors import authenticator
from app.foundation.access import act, public

blueprint = Blueprint("local_codes", __name__)


@blueprint.get("/local-codes")
@public
def index() -> ResponseReturnValue:
    """One line for each account with an app."""
    return render_template("accounts/local_codes.html", shown=authenticator.shown_now(act().at))
