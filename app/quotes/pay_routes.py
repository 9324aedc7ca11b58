"""Paying one order by a link, without signing in: number, jobs and total; no name and no address."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from app.extensions import talisman
from app.foundation import clock, codes, headers
from app.foundation.access import public
from app.orders import paying
from app.orders import views as orders
from app.orders.views import OrderView
from app.quotes import views
from app.quotes.forms import ButtonForm

blueprint = Blueprint("pay_links", __name__)


@blueprint.get("/pay/<token:token>")
@public
def show(token: str) -> ResponseReturnValue:
    """What there is to pay, with the button; a paid or cancelled order only says so."""
    return _page(token, _order(token), ButtonForm(formdata=None))


@blueprint.post("/pay/<token:token>")
@public
def pay(token: str) -> ResponseReturnValue:
    """Go to the processor's page; a second click goes to the same one."""
    order, form, page = _order(token), ButtonForm(), list[str]()
    if order.state.code != "draft":
        return redirect(url_for(".show", token=token), 303)
    if form.sent() and form.accepts(lambda: page.append(_begin(order))):
        return redirect(page[0], 303)
    return _page(token, order, form)


@blueprint.get("/pay/thank-you")
@public
def thanks() -> ResponseReturnValue:
    """Where the processor sends whoever paid by a link; it tells nothing of the order."""
    return render_template("quotes/paid.html", paid=True)


@blueprint.get("/pay/not-yet")
@public
def not_yet() -> ResponseReturnValue:
    """Where the processor sends whoever turned back."""
    return render_template("quotes/paid.html", paid=False)


def _begin(order: OrderView) -> str:
    # The way back holds no secret: the processor would keep it.
    return paying.begin(order, url_for(".thanks"), url_for(".not_yet"))


def _order(token: str) -> OrderView:
    link = views.pay_link(codes.digest(token))
    if not link.live(clock.now()):
        abort(410)
    return orders.order_for_staff(link.order_number)


def _page(token: str, order: OrderView, form: ButtonForm) -> ResponseReturnValue:
    return render_template("quotes/pay.html", order=order, form=form, token=token), form.status


@blueprint.record
def allow_processor(state: BlueprintSetupState) -> None:
    """The button ends up at the processor: the content policy must allow that."""
    policy = headers.form_policy(state.app.extensions["shop.settings"].processor_base)
    for view in (show, pay):
        talisman(content_security_policy=policy)(view)
