"""Orders of a company, as others of it see them, and the decision on those that are over their buyer's limit.

Who may see or approve follows from the membership of the moment; another company's order is a 404 (P45).
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.artwork import service as artwork
from app.companies import service as companies
from app.companies import views as company_views
from app.companies.service import Standing
from app.foundation.access import act, customer, viewer
from app.foundation.errors import Missing
from app.foundation.forms import ShopForm
from app.foundation.row_numbers import row_number
from app.orders import service, views
from app.orders.forms import ApprovalForm, DecliningForm
from app.orders.progress import WAITING

blueprint = Blueprint("company_orders", __name__)


def _seeing() -> Standing:
    held = companies.standing(viewer().id)
    if held is None or not held.may.sees:
        raise Missing
    return held


def _approving() -> Standing:
    held = _seeing()
    if not held.may.approves:
        raise Missing
    return held


@blueprint.get("/orders/company")
@customer
def index() -> ResponseReturnValue:
    """Every order that was placed for the company, newest first."""
    held = _seeing()
    found = views.company_orders(held.company_id, _number("before"), _number("after"))
    return render_template("orders/company.html", held=held, found=found)


@blueprint.get("/orders/approvals")
@customer
def approvals() -> ResponseReturnValue:
    """The orders that wait for somebody's approval."""
    held = _approving()
    found = views.waiting_orders(held.company_id, _number("before"), _number("after"))
    return render_template("orders/approvals.html", held=held, found=found)


def _number(name: str) -> int | None:
    return row_number(request.args.get(name))


@blueprint.get("/orders/company/<int:number>")
@customer
def show(number: int) -> ResponseReturnValue:
    """One order of the company, to read; whoever may decides on it here."""
    return _page(_seeing(), number)


@blueprint.post("/orders/company/<int:number>/approval")
@customer
def approve(number: int) -> ResponseReturnValue:
    """Approve an order that waits."""
    held, form = _approving(), ApprovalForm()
    if form.sent() and form.accepts(lambda: service.approve_order(act(), viewer().id, number)):
        flash(f"Order {number} is approved. Its buyer hears by mail that it can be paid.", "success")
        return redirect(url_for(".show", number=number), 303)
    return _page(held, number, approval_form=form)


@blueprint.post("/orders/company/<int:number>/refusal")
@customer
def decline(number: int) -> ResponseReturnValue:
    """Decline an order that waits, with the reason that its buyer reads."""
    held, form = _approving(), DecliningForm()
    if form.sent() and form.accepts(lambda: service.decline_order(act(), viewer().id, number, form.reason.data or "")):
        flash(f"Order {number} is declined and cancelled. Its buyer hears by mail why.", "success")
        return redirect(url_for(".show", number=number), 303)
    return _page(held, number, declining_form=form)


def _page(held: Standing, number: int, **sent: ShopForm) -> ResponseReturnValue:
    order = views.order_of_company(held.company_id, number)
    forms: dict[str, ShopForm] = {
        "approval_form": ApprovalForm(formdata=None),
        "declining_form": DecliningForm(formdata=None),
    }
    page = render_template(
        "orders/company_order.html",
        held=held,
        order=order,
        buyer=views.customer_of(order.account_id).name,
        approval=views.approval_of(number),
        approvers=[one.name for one in company_views.approvers(held.company_id, besides=order.account_id)],
        files={
            job.id: artwork.view(order.account_id, job.artwork_id) for job in order.jobs if job.artwork_id is not None
        },
        decides=held.may.approves and order.state.code == WAITING and order.account_id != viewer().id,
        refused=next(iter(sent.values()), None),
        **forms | sent,
    )
    return page, next((form.status for form in sent.values()), 200)
