"""How often pages were visited, for staff."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.foundation import clock, rules
from app.foundation.access import Permission, staff
from app.visits import service

READ_COUNTS = Permission("visits:counts:read", "See how often pages are visited")
rules.declare(rules.Rule("visits.shown-days", 30, "days", "How many days of visits the staff page adds up", most=366))

blueprint = Blueprint("visits_staff", __name__)


@blueprint.get("/staff/visits")
@staff(READ_COUNTS)
def visits() -> ResponseReturnValue:
    """The totals of the last 30 days."""
    found = service.counts(clock.now().date(), rules.whole("visits.shown-days"))
    return render_template("visits/staff/counts.html", counts=found)
