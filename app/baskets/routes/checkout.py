"""From the basket to an order that awaits payment."""

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import service as accounts
from app.baskets import service, views
from app.baskets.forms import BasketCheckoutForm
from app.baskets.lines import Line
from app.baskets.routes.blueprint import blueprint
from app.foundation import clock
from app.foundation.access import act, customer, viewer
from app.foundation.areas import area
from app.foundation.errors import Refusal
from app.foundation.row_numbers import row_number
from app.orders import service as orders
from app.orders.estimates import estimate
from app.orders.sheets import bill
from app.orders.wanted import WantedJob

CHANGED = "Your basket or a price in it has changed since you opened this page. Look at the sum again, then send."


@blueprint.route("/basket/checkout", methods=["GET", "POST"])
@customer
@area("ordering")
def checkout() -> ResponseReturnValue:
    """Everything of an order but its jobs, which stand in the basket; `only` names one of them."""
    form, made = BasketCheckoutForm(), list[int]()
    lines = views.lines(viewer().id, _only())
    if request.method == "POST" and (number := views.ordered_as(viewer().id, _ids(form.seen.data or ""))):
        return redirect(url_for("orders.checkout", number=number), 303)
    if not lines or not all(line.orderable for line in lines):
        return redirect(url_for(".show"), 303)
    jobs = tuple(service.wanted_job(line) for line in lines)
    form.offer(accounts.addresses_of(viewer().id))
    costs = estimate(jobs, form.place, "", clock.now(), account_id=viewer().id, own_carrier=form.own_carrier)
    form.offer_ways(costs.ways)
    good = not form.wants_update and form.sent()
    if good and form.accepts(lambda: made.append(_place(form, lines, jobs))):
        return redirect(url_for("orders.checkout", number=made[0]), 303)
    form.seen.raw_data, form.seen.data = None, _seen(lines)
    shown = bill(form.priced(costs), [(line.name, line.cents) for line in lines])
    each = f"for {len(lines)} jobs, " if len(lines) > 1 else "for one job, "
    each += "shipping and tax included" if shown.note == "" else "before shipping and tax"
    return render_template(
        "baskets/checkout.html", form=form, lines=lines, bill=shown, each=each, only=_only()
    ), form.status


def _place(form: BasketCheckoutForm, lines: Sequence[Line], jobs: tuple[WantedJob, ...]) -> int:
    """The number of the order; its jobs leave the basket with it."""
    if form.seen.data != _seen(lines):
        raise Refusal(CHANGED)
    number = orders.place(act(), viewer().id, form.order(jobs, source="basket"))
    service.emptied(act(), viewer().id, [line.id for line in lines], number)
    return number


def _seen(lines: Sequence[Line]) -> str:
    return "_".join(line.seen for line in lines)


def _ids(seen: str) -> list[int]:
    """The numbers of the jobs that stood on the page."""
    numbers = [one.partition(".")[0] for one in seen[:4000].split("_")]
    return [number for number in map(row_number, numbers) if number is not None]


def _only() -> tuple[int, ...]:
    """The one job that is ordered; empty for all."""
    number = row_number(request.values.get("only"))
    return () if number is None else (number,)
