"""The customer's saved cards: brand, last four digits and expiry, and a button that removes them at the processor."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.foundation import clock
from app.foundation.access import act, customer, fresh, viewer
from app.foundation.account_lines import ABOUT_YOU, AccountLine
from app.foundation.forms import ShopForm
from app.payments import service

blueprint = Blueprint("cards", __name__)
ACCOUNT_LINES = [
    AccountLine(
        ABOUT_YOU, 50, "Saved cards", "Brand, last four digits and expiry", "/account/cards", menu="Saved cards"
    )
]


@blueprint.get("/account/cards")
@fresh
@customer
def index() -> ResponseReturnValue:
    """What the processor keeps, as far as we know it."""
    return _page(ShopForm(formdata=None))


@blueprint.post("/account/cards/removal")
@fresh
@customer
def remove() -> ResponseReturnValue:
    """Have the processor let go of the card."""
    form = ShopForm()
    if form.sent() and form.accepts(lambda: service.remove_card(act(), viewer().id)):
        flash("The card is removed, here and at the card processor.", "success")
        return redirect(url_for(".index"), 303)
    return _page(form)


def _page(form: ShopForm) -> ResponseReturnValue:
    cards = service.saved_cards(f"account:{viewer().id}")
    return render_template("payments/cards.html", form=form, cards=cards, now=clock.now()), form.status
