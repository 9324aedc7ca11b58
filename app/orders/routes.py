"""Ordering and the customer's own orders. Every order is loaded through its owner: another's is a 404 (P8, P9)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from app.accounts import service as accounts
from app.artwork import service as artwork
from app.artwork.service import ArtworkView
from app.catalogue import service as catalogue
from app.companies import service as companies
from app.companies import views as company_views
from app.extensions import talisman
from app.foundation import clock, headers
from app.foundation.access import act, customer, large_body, viewer
from app.foundation.areas import area
from app.foundation.errors import Missing
from app.foundation.forms import ShopForm
from app.foundation.row_numbers import row_number
from app.orders import paying, progress, service, views
from app.orders.estimates import estimate
from app.orders.forms import ApprovalForm, ArtworkForm, CancelForm, ChangesForm, OrderForm, PayForm
from app.orders.sheets import mend_at, sheet
from app.orders.views import OrderView
from app.orders.wanted import WantedJob

blueprint = Blueprint("orders", __name__)


@blueprint.route("/orders/new", methods=["GET", "POST"])
@large_body
@customer
@area("ordering")
def new() -> ResponseReturnValue:
    """The order form: the specification comes in the address, or hidden in the form."""
    at, tables = clock.now(), catalogue.current_tables()
    result = catalogue.spec_from(request.form if request.method == "POST" else request.args)
    if result.spec is None:
        return redirect(mend_at(result), 303)
    spec, form, made = result.spec, OrderForm(), list[int]()
    form.offer(accounts.addresses_of(viewer().id))
    costs = estimate((WantedJob(spec),), form.place, "", at, account_id=viewer().id, own_carrier=form.own_carrier)
    form.offer_ways(costs.ways)
    good = not form.wants_update and form.sent()
    if good and form.accepts(lambda: made.append(service.place(act(), viewer().id, form.value(spec)))):
        return redirect(url_for(".checkout", number=made[0]), 303)
    costs = form.priced(costs)
    return render_template("orders/new.html", form=form, sheet=sheet(spec, tables, costs)), form.status


@blueprint.get("/checkout/<int:number>")
@customer
def checkout(number: int) -> ResponseReturnValue:
    """What is ordered and what it costs, before the card is typed at the processor."""
    order = views.order_of(viewer().id, number)
    if order.state.code != "draft":
        return redirect(url_for(".show", number=number), 303)
    return render_template("orders/checkout.html", order=order, form=PayForm())


@blueprint.post("/checkout/<int:number>/pay")
@customer
def pay(number: int) -> ResponseReturnValue:
    """Go to the processor's page; a second click goes to the same one."""
    order, form, page = views.order_of(viewer().id, number), PayForm(), list[str]()
    if order.state.code != "draft":
        return redirect(url_for(".show", number=number), 303)
    if form.sent() and form.accepts(lambda: page.append(_begin(order))):
        return redirect(page[0], 303)
    return render_template("orders/checkout.html", order=order, form=form), form.status


def _begin(order: OrderView) -> str:
    done = url_for(".payment_return", number=order.number)
    return paying.begin(order, done, url_for(".checkout", number=order.number))


@blueprint.record
def allow_processor(state: BlueprintSetupState) -> None:
    """The button on the checkout page ends up at the processor: its page's content policy must allow that."""
    policy = headers.form_policy(state.app.extensions["shop.settings"].processor_base)
    for view in (checkout, pay):
        talisman(content_security_policy=policy)(view)


@blueprint.get("/orders/<int:number>/payment-return")
@customer
def payment_return(number: int) -> ResponseReturnValue:
    """Where the processor sends the customer back to. It only looks: the processor's message settles."""
    return render_template("orders/payment_return.html", order=views.order_of(viewer().id, number))


@blueprint.get("/orders")
@customer
def index() -> ResponseReturnValue:
    """The customer's orders, newest first."""
    found = views.own_orders(viewer().id, _number("before"), _number("after"))
    return render_template("orders/index.html", found=found, held=companies.standing(viewer().id))


def _number(name: str) -> int | None:
    return row_number(request.args.get(name))


@blueprint.get("/orders/<int:number>")
@customer
def show(number: int) -> ResponseReturnValue:
    """One order: how far it is, what it is, its file, where it goes, what it cost."""
    return _page(views.order_of(viewer().id, number))


def _page(order: OrderView, job_id: int = 0, sent: ShopForm | None = None) -> ResponseReturnValue:
    """The order's page; `sent` is the form of that job, with what it was refused for."""
    page = render_template(
        "orders/show.html",
        order=order,
        company=company_views.name_of(order.company_id),
        approval=views.approval_of(order.number) if order.company_id else None,
        approvers=_approvers(order),
        files=_files(order),
        uploadable=progress.UPLOADABLE if order.state.code not in {"on-hold", "cancelled"} else frozenset(),
        cancellable=progress.cancellable(order.state.code, [job.state.code for job in order.jobs]),
        upload_forms=_apart(order, job_id, sent, ArtworkForm),
        changes_forms=_apart(order, job_id, sent, ChangesForm),
        approval_forms=_apart(order, job_id, sent, ApprovalForm),
    )
    return page, sent.status if sent else 200


def _approvers(order: OrderView) -> list[str]:
    """The names of those who may approve the order, while it waits for that."""
    if order.state.code != progress.WAITING or order.company_id is None:
        return []
    return [one.name for one in company_views.approvers(order.company_id, besides=order.account_id)]


def _apart(order: OrderView, job_id: int, sent: ShopForm | None, kind: type[ShopForm]) -> dict[int, ShopForm]:
    """A form for each job; where there are several, their boxes are told apart by the job's number."""
    found: dict[int, ShopForm] = {}
    for job in order.jobs:
        here = isinstance(sent, kind) and job.id == job_id
        form = found[job.id] = sent if here and sent else kind(formdata=None)
        for field in form if len(order.jobs) > 1 else ():
            field.id = f"{field.name}-{job.id}"
    return found


def _files(order: OrderView) -> dict[int, ArtworkView]:
    """The file of each job that has one."""
    return {job.id: artwork.view(order.account_id, job.artwork_id) for job in order.jobs if job.artwork_id is not None}


@blueprint.post("/orders/<int:number>/jobs/<int:job_id>/artwork")
@large_body
@customer
def send_artwork(number: int, job_id: int) -> ResponseReturnValue:
    """A file for a job, or a new one in the old one's place."""
    order, form = views.order_of(viewer().id, number), ArtworkForm()
    if form.sent() and form.accepts(lambda: service.attach(act(), viewer().id, number, job_id, form.file)):
        flash("We have your file. Its check takes a few seconds.", "success")
        return redirect(url_for(".show", number=number), 303)
    return _page(order, job_id, form)


@blueprint.post("/orders/<int:number>/jobs/<int:job_id>/approval")
@customer
def approve(number: int, job_id: int) -> ResponseReturnValue:
    """The customer approves the proof."""
    order, form = views.order_of(viewer().id, number), ApprovalForm()
    if form.sent() and form.accepts(lambda: service.approve(act(), viewer().id, number, job_id)):
        flash("Thank you: the proof is approved and your job is in line for the press.", "success")
        return redirect(url_for(".show", number=number), 303)
    return _page(order, job_id, form)


@blueprint.post("/orders/<int:number>/jobs/<int:job_id>/changes")
@customer
def ask_for_changes(number: int, job_id: int) -> ResponseReturnValue:
    """The customer wants something different before approving."""
    order, form = views.order_of(viewer().id, number), ChangesForm()
    wish = form.note.data or ""
    if form.sent() and form.accepts(lambda: service.ask_for_changes(act(), viewer().id, number, job_id, wish)):
        flash("We know what you want different. Send the changed file when it is ready.", "success")
        return redirect(url_for(".show", number=number), 303)
    return _page(order, job_id, form)


@blueprint.route("/orders/<int:number>/cancellation", methods=["GET", "POST"])
@customer
def cancel(number: int) -> ResponseReturnValue:
    """Cancel before production; the page says first what comes back, to the cent."""
    order, form = views.order_of(viewer().id, number), CancelForm()
    if form.sent() and form.accepts(lambda: service.cancel(act(), viewer().id, number, form.shown_cents)):
        flash(f"Order {number} is cancelled.", "success")
        return redirect(url_for(".show", number=number), 303)
    if not progress.cancellable(order.state.code, [job.state.code for job in order.jobs]) and form.status == 200:
        return redirect(url_for(".show", number=number), 303)
    back = service.refund(viewer().id, number)
    return render_template("orders/cancellation.html", order=order, form=form, refund=back), form.status


@blueprint.get("/orders/<int:number>/receipt")
@customer
def receipt(number: int) -> ResponseReturnValue:
    """The receipt of a paid order, made to be printed."""
    order = views.order_of(viewer().id, number)
    if not order.paid:
        raise Missing
    return render_template("orders/receipt.html", order=order)
