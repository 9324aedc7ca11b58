"""Suppliers for staff: how each door stands, its yearly statement, and what waits or must be cleared up."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.disclosures import recovery, views
from app.disclosures.forms import ClearUpForm, RequirementsForm, ShutForm, StatementForm
from app.disclosures.service import requirements, suppliers
from app.disclosures.views import SupplierCard
from app.foundation import clock
from app.foundation.access import Permission, act, staff
from app.foundation.errors import Missing

ATTEST = Permission("disclosures:supplier:attest", "See suppliers, record their yearly statements, shut their doors")

blueprint = Blueprint("suppliers", __name__, url_prefix="/staff/suppliers")


@blueprint.get("")
@staff(ATTEST)
def index() -> ResponseReturnValue:
    """Every supplier, with those whose statement lapses."""
    return render_template("disclosures/staff/suppliers.html", suppliers=views.cards(clock.now()))


@blueprint.get("/<int:supplier_id>")
@staff(ATTEST)
def show(supplier_id: int) -> ResponseReturnValue:
    """One supplier: what it may get, its statements, its story, what waits."""
    return _page(_card(supplier_id), ShutForm(), ClearUpForm())


@blueprint.route("/<int:supplier_id>/statement", methods=["GET", "POST"])
@staff(ATTEST)
def statement(supplier_id: int) -> ResponseReturnValue:
    """The form of the yearly statement."""
    supplier, form = _card(supplier_id), StatementForm()
    if form.sent() and form.accepts(lambda: suppliers.attest(act(), supplier_id, form.value())):
        flash("The statement is recorded, and the door is open.", "success")
        return redirect(url_for(".show", supplier_id=supplier_id), 303)
    page = "disclosures/staff/statement.html"
    clauses, number = suppliers.clauses_for(supplier.clause), requirements.current_number()
    return render_template(page, form=form, supplier=supplier, clauses=clauses, number=number), form.status


@blueprint.post("/<int:supplier_id>/closing")
@staff(ATTEST)
def shut(supplier_id: int) -> ResponseReturnValue:
    """Shut the supplier's door at once."""
    supplier, form = _card(supplier_id), ShutForm()
    if form.sent() and form.accepts(lambda: suppliers.shut(act(), supplier_id, form.reason.data or "")):
        flash("The door is shut. Nothing more goes there until a new statement is recorded.", "success")
        return redirect(url_for(".show", supplier_id=supplier_id), 303)
    return _page(supplier, form, ClearUpForm(formdata=None)), form.status


@blueprint.post("/<int:supplier_id>/calls/<int:call_id>")
@staff(ATTEST)
def clear_up(supplier_id: int, call_id: int) -> ResponseReturnValue:
    """Record what became of a call that was cut short."""
    supplier, form = _card(supplier_id), ClearUpForm()
    arrived = form.outcome.data == "arrived"
    if form.sent() and form.accepts(lambda: recovery.clear_up(act(), supplier.name, call_id, arrived)):
        flash("This is cleared up.", "success")
        return redirect(url_for(".show", supplier_id=supplier_id), 303)
    return _page(supplier, ShutForm(formdata=None), form), form.status


@blueprint.route("/requirements", methods=["GET", "POST"])
@staff(ATTEST)
def our_requirements() -> ResponseReturnValue:
    """What we require of suppliers, in every version, and the form of the next."""
    found = requirements.versions()
    form = RequirementsForm(data={"text": found[0].text if found else ""})
    if form.sent() and form.accepts(lambda: requirements.publish(act(), form.text.data or "")):
        flash("The new version is published. Ask each supplier to sign it with the next statement.", "success")
        return redirect(url_for(".our_requirements"), 303)
    return render_template("disclosures/staff/requirements.html", form=form, versions=found), form.status


def _card(supplier_id: int) -> SupplierCard:
    found = views.card(supplier_id, clock.now())
    if found is None:
        raise Missing
    return found


def _page(supplier: SupplierCard, shut_form: ShutForm, clear_form: ClearUpForm) -> str:
    return render_template(
        "disclosures/staff/supplier.html",
        supplier=supplier,
        shut_form=shut_form,
        clear_form=clear_form,
        statements=views.statements(supplier.id),
        story=views.story(supplier.id),
        uncertain=views.calls(supplier.name, ("uncertain",)),
        waiting=views.calls(supplier.name, ("refused",)),
    )
