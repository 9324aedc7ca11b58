"""Orders stay for the tax office; whom they were sent to is masked sooner."""

from collections.abc import Collection

from sqlalchemy import select, update

from app.foundation.acts import Act
from app.foundation.database import db
from app.orders.models import PrintOrder
from app.orders.views.ageing import MASKED

HIDDEN = ("company", "line1", "line2")


def mask_contact(_act: Act, numbers: Collection[int]) -> None:
    """Take telephone, name and street out of these orders; city, state and ZIP stay, since the tax rests on them."""
    for order in db.session.scalars(select(PrintOrder).where(PrintOrder.number.in_(numbers))):
        order.phone = ""
        if order.delivery:
            order.delivery = {**order.delivery, "name": MASKED, **dict.fromkeys(HIDDEN, "")}
    db.session.flush()
    # An empty value has a digest, too, when it is written: it would say that there is something to find.
    chosen = update(PrintOrder).where(PrintOrder.number.in_(numbers))
    db.session.execute(chosen.values(phone_digest=None, phone_last4_digest=None, street_digest=None))
