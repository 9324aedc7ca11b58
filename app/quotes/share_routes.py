"""A quote shown to whoever has its link: jobs and prices, nothing of whose they are."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from app.foundation import clock, codes
from app.foundation.access import public
from app.quotes import views

blueprint = Blueprint("shared_quotes", __name__)


@blueprint.get("/q/<token:token>")
@public
def show(token: str) -> ResponseReturnValue:
    """The quote behind a link; gone when the link was taken back or the prices no longer hold."""
    quote = views.shared(codes.digest(token), clock.now())
    if quote is None:
        abort(410)
    return render_template("quotes/shared.html", quote=quote)
