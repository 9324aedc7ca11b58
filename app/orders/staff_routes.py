"""Orders as staff see and move them. Opening a customer's order is a fact that is kept before the page is answered."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.artwork import service as artwork
from app.artwork.staff_routes import READ_FILES
from app.companies import views as company_views
from app.foundation import facts
from app.foundation.access import act, staff, viewer
from app.orders import progress, queue_page, service, views
from app.orders.forms import AssignForm, MoveForm, NoteForm
from app.orders.permissions import ASSIGN, MOVE, NOTE, READ
from app.orders.service.reads import STAFF_READ
from app.orders.views import OrderView

blueprint = Blueprint("orders_staff", __name__)


@blueprint.get("/staff/orders")
@staff(READ)
def queue() -> ResponseReturnValue:
    """The queue: filters stand in the address, pages go by the order's number."""
    page = queue_page.read(request.args, viewer().id)
    return render_template("orders/staff/queue.html", page=page, found=views.queue(page.wanted))


@blueprint.get("/staff/orders/<int:number>")
@staff(READ)
def show(number: int) -> ResponseReturnValue:
    """One order with its file, its history and the steps that this member of staff may take."""
    return _page(views.order_for_staff(number))


def _page(order: OrderView, **forms: object) -> ResponseReturnValue:
    facts.append(STAFF_READ, staff=viewer().id, subject=f"order:{order.number}")
    sent = next(iter(forms.values()), None)
    held, jobs = viewer().permissions, [job.state.code for job in order.jobs]
    moving = order.state.code in {"placed", "in-progress"}
    steps = {step.code: step for state in jobs for step in progress.steps_for(state, order.pick_up, held)}
    drawn: dict[str, object] = {
        "move_form": MoveForm(formdata=None, version=str(order.version)).offer(order.jobs),
        "note_form": NoteForm(formdata=None),
    }
    page = render_template(
        "orders/staff/order.html",
        order=order,
        customer=views.customer_of(order.account_id),
        company=company_views.name_of(order.company_id),
        approval=views.approval_of(order.number) if order.company_id else None,
        worker=views.worker_on(order.number),
        names=views.names_of(event.staff_id for event in order.events if event.staff_id),
        files=_files(order) if viewer().may(READ_FILES) else {},
        steps=list(steps.values()) if moving else [],
        turns=progress.turns_for(order.state.code, jobs, held, order.attention),
        may_assign=viewer().may(ASSIGN),
        may_note=viewer().may(NOTE),
        **drawn | forms,
    )
    return page, getattr(sent, "status", 200)


def _files(order: OrderView) -> dict[int, artwork.ArtworkView]:
    """The file of each job that has one."""
    return {job.id: artwork.view(None, job.artwork_id) for job in order.jobs if job.artwork_id is not None}


@blueprint.post("/staff/orders/<int:number>/steps")
@staff(MOVE)
def take_step(number: int) -> ResponseReturnValue:
    """One step on, by the button that was pressed; what a step needs is checked by its verb."""
    order, code = views.order_for_staff(number), request.form.get("step", "")
    form = MoveForm().offer(order.jobs)
    verb = service.turn if code in progress.TURNS else service.step
    rest: dict[str, Any] = {"note": form.note.data or "", "version": form.version_number}
    held = viewer().permissions
    if verb is service.step:
        rest |= {"tracking": form.tracking.data or "", "job_id": form.job_id}
    if form.sent() and form.accepts(lambda: verb(act(), number, code, held, **rest)):
        flash(f"Order {number} is moved on.", "success")
        return redirect(url_for(".show", number=number), 303)
    return _page(order, move_form=form)


@blueprint.post("/staff/orders/<int:number>/assignment")
@staff(ASSIGN)
def assign(number: int) -> ResponseReturnValue:
    """Take the order, or give it back."""
    order, form = views.order_for_staff(number), AssignForm()
    giving_back = request.form.get("wish") == "release"
    if form.sent() and form.accepts(
        lambda: service.release(act(), number) if giving_back else service.take(act(), number, viewer().id)
    ):
        flash(f"Order {number} is free again." if giving_back else f"You work on order {number}.", "success")
        return redirect(url_for(".show", number=number), 303)
    return _page(order, assign_form=form)


@blueprint.post("/staff/orders/<int:number>/notes")
@staff(NOTE)
def write_note(number: int) -> ResponseReturnValue:
    """A note for colleagues."""
    order, form = views.order_for_staff(number), NoteForm()
    if form.sent() and form.accepts(lambda: service.note(act(), number, form.words.data or "")):
        flash("The note is kept.", "success")
        return redirect(url_for(".show", number=number), 303)
    return _page(order, note_form=form)
