"""The staff's own front page: what waits for whom."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.permissions import ENTER
from app.cases import permissions as case_permissions
from app.cases import views as cases
from app.cases.clockwork import end_of_day
from app.cases.views import Wanted
from app.foundation import clock
from app.foundation.access import staff, viewer
from app.orders import views
from app.orders.permissions import READ

FIRST_DUE = 5
"""How many of the cases that are due stand on the page; the rest are a link away."""

blueprint = Blueprint("backoffice", __name__)


@blueprint.get("/staff")
@staff(ENTER)
def dashboard() -> ResponseReturnValue:
    """How many orders are in each state, how many cases wait; the menu holds whatever else this person may do."""
    sees_orders, sees_cases, now = viewer().may(READ), viewer().may(case_permissions.READ), clock.now()
    return render_template(
        "backoffice/dashboard.html",
        counts=views.counts() if sees_orders else [],
        alerts=views.alerts() if sees_orders else 0,
        sees_orders=sees_orders,
        cases=cases.counts(now) if sees_cases else None,
        due=cases.queue(Wanted(due_before=end_of_day(now))).rows[:FIRST_DUE] if sees_cases else [],
        now=now,
    )
