"""Promotion codes as staff keep them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import service as accounts
from app.catalogue import service as catalogue
from app.foundation import clock
from app.foundation.access import act, staff
from app.foundation.forms import ShopForm
from app.foundation.row_numbers import row_number
from app.promotions import service, views
from app.promotions.forms import PromotionForm
from app.promotions.permissions import KEEP
from app.promotions.views import PromotionLine, Step

blueprint = Blueprint("promotions_staff", __name__, url_prefix="/staff/promotions")


@blueprint.get("")
@staff(KEEP)
def index() -> ResponseReturnValue:
    """Every code, the newest first, with what it gave away."""
    found = views.lines(clock.now(), _whole(request.args.get("before", "")))
    shown = found[: views.PAGE]
    older = shown[-1].id if len(found) > views.PAGE else None
    return render_template("promotions/staff/index.html", lines=shown, older=older)


@blueprint.route("/new", methods=["GET", "POST"])
@staff(KEEP)
def new() -> ResponseReturnValue:
    """Make a code."""
    form = PromotionForm(data={"version": 0, "first_day": views.day_of(clock.now())})
    form.offer(_products())
    made: list[int] = []
    if form.sent() and form.accepts(lambda: made.append(service.make(act(), form.value()))):
        flash("The code is made.", "success")
        return redirect(url_for(".show", promotion_id=made[0]), 303)
    return render_template("promotions/staff/write.html", form=form, line=None), form.status


@blueprint.get("/<int:promotion_id>")
@staff(KEEP)
def show(promotion_id: int) -> ResponseReturnValue:
    """One code: what it says, who made it, which orders used it."""
    return _page(views.line(promotion_id, clock.now()), None)


@blueprint.route("/<int:promotion_id>/edit", methods=["GET", "POST"])
@staff(KEEP)
def change(promotion_id: int) -> ResponseReturnValue:
    """Change a code; what orders got by it stays."""
    line = views.line(promotion_id, clock.now())
    form = PromotionForm(data=views.stored_words(line) | {"products": line.products, "version": line.version})
    form.offer(_products())
    if form.sent() and form.accepts(lambda: service.change(act(), promotion_id, form.drawn_version, form.value())):
        flash("The code is changed. Orders that used it stay as they were.", "success")
        return redirect(url_for(".show", promotion_id=promotion_id), 303)
    return render_template("promotions/staff/write.html", form=form, line=line), form.status


@blueprint.post("/<int:promotion_id>/end")
@staff(KEEP)
def end(promotion_id: int) -> ResponseReturnValue:
    """End a code at once."""
    line, form = views.line(promotion_id, clock.now()), ShopForm()
    if form.sent() and form.accepts(lambda: service.end(act(), promotion_id)):
        flash("The code has ended. Nobody can use it from now on.", "success")
        return redirect(url_for(".show", promotion_id=promotion_id), 303)
    return _page(line, form), form.status


def _page(line: PromotionLine, form: ShopForm | None) -> str:
    history = views.history(line.id)
    return render_template(
        "promotions/staff/show.html",
        line=line,
        times=views.times,
        products=[name for slug, name in _products().items() if slug in line.products],
        history=history,
        names=_names(history),
        uses=views.uses(line.id),
        form=form,
        ended=any(step.step == "ended" for step in history),
    )


def _names(history: list[Step]) -> dict[str, str]:
    """The name of each member of staff, by what is recorded of them (`staff:12`)."""
    ids = {int(step.actor.partition(":")[2]) for step in history if step.actor.startswith("staff:")}
    return {f"staff:{staff_id}": name for staff_id, name in accounts.staff_names(sorted(ids)).items()}


def _products() -> dict[str, str]:
    return {product.slug: product.name for product in catalogue.current_tables().products.values()}


def _whole(typed: str) -> int:
    return row_number(typed) or 0
