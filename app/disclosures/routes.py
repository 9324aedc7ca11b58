"""Where a customer's information went: the person's own ledger (P44)."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from app.disclosures.service import ledger
from app.foundation import clock
from app.foundation.access import customer, viewer
from app.foundation.account_lines import DATA, AccountLine
from app.people import identifiers
from app.permissions.subjects import Subject

blueprint = Blueprint("disclosures", __name__)
ACCOUNT_LINES = [
    AccountLine(
        DATA,
        30,
        "Where it went",
        "Who outside got something about you, what, and why",
        "/account/disclosures",
        menu="Where it went",
    )
]


@blueprint.get("/account/disclosures")
@customer
def mine() -> ResponseReturnValue:
    """Everything that left about the customer, repeats folded."""
    lines = ledger.of_person(_refs(), clock.now())
    return render_template("disclosures/mine.html", lines=lines)


def _refs() -> list[str]:
    """Everything under which the ledger may know the viewer: the account, the person, the address of today."""
    who = viewer()
    address: str = current_app.extensions["shop.email_of"](who.id)
    subject = Subject(who.person_id, identifiers.email(address).key)
    return [f"account:{who.id}", *subject.keys]
