"""Acting for a customer: begun with a reason, for minutes; names, telephone and addresses are changed meanwhile."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import service as accounts
from app.accounts.forms.account import AddressForm
from app.accounts.forms.fields import FOR_BOTH
from app.accounts.forms.signing_in import EmptyForm
from app.accounts.permissions import CHANGE_CUSTOMER
from app.accounts.roles import GRANTS
from app.accounts.service import acting, for_customer
from app.accounts.service.acting import ActingView, Begun
from app.accounts.service.address_book import Entry
from app.backoffice import customer_page
from app.backoffice.customer_forms import BeginForm, CustomerProfileForm
from app.foundation import clock, facts
from app.foundation.access import act, fresh, staff, viewer
from app.orders.service.reads import STAFF_READ
from app.people import identifiers

blueprint = Blueprint("customer_acting", __name__, url_prefix="/staff/customers/<int:account_id>")


@blueprint.route("/acting", methods=["GET", "POST"])
@fresh
@staff(CHANGE_CUSTOMER)
def begin(account_id: int) -> ResponseReturnValue:
    """Say what the customer asked for; they have a mail at once."""
    card, form = customer_page.known(account_id), BeginForm()

    def write() -> None:
        begun = Begun(viewer().id, _role(), form.reason.data or "", form.case_number.data or None)
        acting.begin(act(), account_id, begun)

    if form.sent() and form.accepts(write):
        flash("You act for this customer now. They have a mail that says so.", "success")
        return _back(account_id)
    facts.append(STAFF_READ, staff=viewer().id, subject=f"account:{account_id}")
    page = {"card": card, "barred_since": acting.barred_since(account_id)}
    return render_template("backoffice/customer_begin.html", form=form, **page), form.status


@blueprint.post("/acting/end")
@staff(CHANGE_CUSTOMER)
def end(account_id: int) -> ResponseReturnValue:
    """Done."""
    form = EmptyForm()
    if form.sent() and form.accepts(lambda: acting.end_own(act(), account_id, viewer().id)):
        flash("You act for this customer no more.", "success")
    return _back(account_id)


@blueprint.route("/profile", methods=["GET", "POST"])
@staff(CHANGE_CUSTOMER)
def profile(account_id: int) -> ResponseReturnValue:
    """Name, greeting and telephone as the customer told them."""
    card = customer_page.known(account_id)
    phone = identifiers.spoken_phone(card.phone) if card.phone else ""
    form = CustomerProfileForm(
        data={"name": card.name, "greeting": card.greeting, "phone": phone, "version": str(card.version)}
    )
    if form.sent() and form.accepts(
        lambda: for_customer.change_profile(act(), account_id, form.drawn_version, form.value())
    ):
        flash("Saved, as the customer told you.", "success")
        return _back(account_id)
    return _change_page(account_id, "backoffice/customer_profile.html", form)


@blueprint.route("/addresses/new", methods=["GET", "POST"])
@staff(CHANGE_CUSTOMER)
def new_address(account_id: int) -> ResponseReturnValue:
    """An address that the customer told."""
    form = AddressForm(data={"name": customer_page.known(account_id).name, "country": "US"})
    if form.sent() and form.accepts(lambda: for_customer.add_address(act(), account_id, _entry(form))):
        flash("The address is in the customer's address book.", "success")
        return _back(account_id)
    return _change_page(account_id, "backoffice/customer_address.html", form, entry=None)


@blueprint.route("/addresses/<int:address_id>", methods=["GET", "POST"])
@staff(CHANGE_CUSTOMER)
def address(account_id: int, address_id: int) -> ResponseReturnValue:
    """Another address in the place of one that is in the book."""
    entry = accounts.address_of(account_id, address_id)
    flags = {"for_shipping": entry.for_shipping, "for_billing": entry.for_billing, "version": str(entry.version)}
    form = AddressForm(data=entry.address.parts() | flags)

    def change() -> None:
        version, told = form.drawn_version, _entry(form)
        for_customer.change_address(act(), account_id, address_id, version=version, entry=told)

    if form.sent() and form.accepts(change):
        flash("The address is saved, as the customer told you.", "success")
        return _back(account_id)
    return _change_page(account_id, "backoffice/customer_address.html", form, entry=entry)


def _entry(form: AddressForm) -> Entry:
    return Entry(form.address, bool(form.for_shipping.data), bool(form.for_billing.data), FOR_BOTH)


def _change_page(
    account_id: int, template: str, form: CustomerProfileForm | AddressForm, **more: object
) -> ResponseReturnValue:
    """The form while an acting is open; without one nothing is shown, and a form that was sent says why not."""
    card, mine = customer_page.known(account_id), _mine(account_id)
    if mine is None and not form.is_submitted():
        return redirect(url_for(".begin", account_id=account_id), 303)
    facts.append(STAFF_READ, staff=viewer().id, subject=f"account:{account_id}")
    return render_template(template, form=form, card=card, mine=mine, **more), form.status


def _mine(account_id: int) -> ActingView | None:
    return acting.open_for(account_id, clock.now(), viewer().id)


def _back(account_id: int) -> ResponseReturnValue:
    return redirect(url_for("customer_desk.show", account_id=account_id), 303)


def _role() -> str:
    """What the customer reads in place of a name: the first role of this member of staff that may act."""
    fitting = [role for role in viewer().roles if CHANGE_CUSTOMER.name in GRANTS.get(role, ())]
    return (fitting or viewer().roles)[0]
