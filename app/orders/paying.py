"""Going to the processor's page with an order: from its checkout, or from a link that was mailed."""

from flask import current_app

from app.foundation.access import act
from app.foundation.errors import Refusal
from app.orders.views import OrderView
from app.payments import service as payments


def begin(order: OrderView, done: str, back: str) -> str:
    """The address of the processor's page; `done` and `back` are our paths after paying and after turning back.

    Every way to pay an order leads through here.

    Raises:
        Refusal: the order does not wait for payment; or as `payments.begin`.
    """
    if order.state.code != "draft":
        raise Refusal(order.state.sentence)
    base = current_app.extensions["shop.settings"].base_url
    return payments.begin(
        act(),
        order_ref=f"order:{order.number}",
        amount_cents=order.total_cents,
        customer_ref=f"account:{order.account_id}",
        success_url=base + done,
        cancel_url=base + back,
    )
