"""The address book."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.forms.account import AddressForm
from app.accounts.forms.fields import FOR_BOTH
from app.accounts.forms.signing_in import EmptyForm
from app.accounts.routes.blueprint import blueprint
from app.accounts.service import address_book
from app.accounts.service.address_book import Entry
from app.foundation.access import act, customer, viewer
from app.people import service as people


@blueprint.get("/account/addresses")
@customer
def addresses() -> ResponseReturnValue:
    """Every address with where it came from."""
    entries = address_book.addresses_of(viewer().id)
    held = people.beside(viewer().person_id)
    return render_template("accounts/addresses.html", entries=entries, held=held)


def _entry(form: AddressForm) -> Entry:
    return Entry(form.address, bool(form.for_shipping.data), bool(form.for_billing.data), FOR_BOTH)


@blueprint.route("/account/addresses/new", methods=["GET", "POST"])
@customer
def new_address() -> ResponseReturnValue:
    """Add an address."""
    form = AddressForm(data={"name": viewer().name, "country": "US"})
    if form.sent() and form.accepts(lambda: address_book.add(act(), viewer().id, viewer().person_id, _entry(form))):
        flash("The address is in your address book.", "success")
        return redirect(url_for(".addresses"), 303)
    return render_template("accounts/address.html", form=form, entry=None), form.status


@blueprint.route("/account/addresses/<int:address_id>", methods=["GET", "POST"])
@customer
def address(address_id: int) -> ResponseReturnValue:
    """Change an address."""
    entry = address_book.address_of(viewer().id, address_id)
    flags = {"for_shipping": entry.for_shipping, "for_billing": entry.for_billing, "version": str(entry.version)}
    form = AddressForm(data=entry.address.parts() | flags)

    def change() -> None:
        who = viewer()
        address_book.change(act(), who.id, who.person_id, address_id, version=form.drawn_version, entry=_entry(form))

    if form.sent() and form.accepts(change):
        flash("The address is saved.", "success")
        return redirect(url_for(".addresses"), 303)
    return render_template("accounts/address.html", form=form, entry=entry), form.status


@blueprint.route("/account/addresses/<int:address_id>/delete", methods=["GET", "POST"])
@customer
def delete_address(address_id: int) -> ResponseReturnValue:
    """Delete an address; orders keep their own copy."""
    entry = address_book.address_of(viewer().id, address_id)
    form = EmptyForm()
    if form.sent() and form.accepts(lambda: address_book.remove(act(), viewer().id, viewer().person_id, address_id)):
        flash("The address is deleted.", "success")
        return redirect(url_for(".addresses"), 303)
    return render_template("accounts/address_delete.html", form=form, entry=entry), form.status
