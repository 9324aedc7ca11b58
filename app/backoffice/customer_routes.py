"""The page of one customer. Opening it is a fact that is kept before the page is answered, and the customer sees it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.permissions import CHANGE_CUSTOMER, READ_CUSTOMER
from app.backoffice import audit_routes, customer_acting_routes, customer_page, permission_routes
from app.backoffice.forms import CHANNEL_WORDS
from app.foundation import clock, facts
from app.foundation.access import staff, viewer
from app.foundation.inventory import PURPOSES
from app.orders.service.reads import STAFF_READ
from app.quotes import permissions as quote_permissions

blueprint = Blueprint("customer_desk", __name__)
BLUEPRINTS: list[Blueprint] = [blueprint, customer_acting_routes.blueprint]


@blueprint.get("/staff/customers/<int:account_id>")
@staff(READ_CUSTOMER)
def show(account_id: int) -> ResponseReturnValue:
    """Who they are, how they are reached, and what they have with us."""
    customer_page.known(account_id)
    facts.append(STAFF_READ, staff=viewer().id, subject=f"account:{account_id}")
    may = viewer().may
    return render_template(
        "backoffice/customer.html",
        customer=customer_page.of(account_id, viewer(), clock.now()),
        channels=CHANNEL_WORDS,
        purposes=PURPOSES,
        may_act=may(CHANGE_CUSTOMER) and account_id != viewer().id,
        may_quote=may(quote_permissions.MAKE),
        shows_choices=may(permission_routes.READ),
        shows_record=may(audit_routes.READ),
    )
