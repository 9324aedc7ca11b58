"""One box for everything. What is typed is posted, so that no name or number stands in an address or a log."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.permissions import ENTER, READ_CUSTOMER
from app.backoffice import audit_routes, permission_routes, search
from app.foundation import clock, facts
from app.foundation.access import staff, viewer
from app.foundation.forms import Required, ShopForm, Text

blueprint = Blueprint("staff_search", __name__)


class SearchForm(ShopForm):
    """What to look for."""

    words = Text(
        "What do you look for?",
        [Required("Please type what you look for.")],
        maxlength=search.LONGEST,
        autocomplete="off",
        hint="The number of an order, quote or case; a user ID, name, e-mail address, street, or telephone number in "
        "any spelling, or its last four digits; the reference at the foot of a mail.",
    )


@blueprint.get("/staff/search")
@staff(ENTER)
def show() -> ResponseReturnValue:
    """The box alone."""
    return _page(SearchForm(formdata=None), None)


@blueprint.post("/staff/search")
@staff(ENTER)
def find() -> ResponseReturnValue:
    """What was found. Whose data stands on the page is recorded before the page is answered."""
    form = SearchForm()
    words = search.cleaned(form.words.data or "")
    if form.sent() and len(words) < search.SHORTEST:
        form.words.errors = [f"Please type at least {search.SHORTEST} letters or digits."]
    if form.errors or form.form_errors:
        return _page(form, None), form.status
    found = search.search(words, viewer(), clock.now())
    for card in found.customers or ():
        facts.append("staff.read", staff=viewer().id, subject=f"account:{card.id}")
    return _page(form, found)


def _page(form: SearchForm, found: search.Found | None) -> str:
    may = viewer().may
    return render_template(
        "backoffice/search.html",
        form=form,
        found=found,
        shows_customers=may(READ_CUSTOMER),
        shows_choices=may(permission_routes.READ),
        shows_record=may(audit_routes.READ),
    )
