"""How many customers registered, for staff: by month and by state, small counts hidden (P36)."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.permissions import COUNT_CUSTOMERS
from app.accounts.routes.blueprint import blueprint
from app.accounts.service import registrations
from app.foundation import clock
from app.foundation.access import staff


@blueprint.get("/staff/registrations")
@staff(COUNT_CUSTOMERS)
def registration_counts() -> ResponseReturnValue:
    """The last twelve months."""
    return render_template("accounts/staff/registrations.html", counts=registrations.counts(clock.now()))
