"""Breaches of the checks of orders."""

from typing import Any

from flask import Flask
from sqlalchemy import select, text, update

from app.cases.models import CaseMessage
from app.foundation import access, jobs
from app.foundation.database import db
from app.orders.models import PrintOrder
from app.orders.service import placing
from tests.cases import opened
from tests.evidence.breach import Breach, Patch, edit, forget
from tests.evidence.planted import act, gone, ordered
from tests.ordering import drafted
from tests.people import new_account

CARD = "4111 1111 1111 1111"
PHONE = "+16125550142"


def no_access_check(_app: Flask, patch: Patch) -> None:
    """Every page opens for everybody."""
    patch.setattr(access, "_check_viewer", lambda _mark: None)


def with_own_visitor(app: Flask) -> None:
    """An order, and the account in which the checks sign in."""
    ordered(app)
    jobs.run_now("own-visitor")
    forget()


def forgetful(_app: Flask, patch: Patch) -> None:
    """An order does not keep where it goes."""
    kept = placing._frozen

    def frozen(*given: Any) -> PrintOrder:
        order = kept(*given)
        order.delivery = None
        return order

    patch.setattr(placing, "_frozen", frozen)
    drafted(act(), new_account("robin", "Robin Vale"))
    forget()


def gone_again(_app: Flask) -> None:
    """The second order was never placed."""
    for table in ("order_event", "order_job", "print_order"):
        key = "number" if table == "print_order" else "order_number"
        gone(table, f"{key} > 10001")


def a_letter_with_a_card(_app: Flask, _patch: Patch) -> None:
    """Somebody's card number came in by a way that does not look for it."""
    edit(text("UPDATE case_file SET name = :name"), name=f"Casey {CARD}")


def without_it(_app: Flask) -> None:
    edit(text("UPDATE case_file SET name = 'Casey'"))


def written(_app: Flask) -> None:
    """Somebody wrote to us and somebody ordered."""
    ordered(_app)
    opened(act())
    assert db.session.scalar(select(CaseMessage.id)) is not None
    forget()


def with_telephone(app: Flask) -> None:
    """Two orders with a telephone number."""
    ordered(app, phone=PHONE)
    drafted(act(), new_account("robin", "Robin Vale"), phone=PHONE)
    forget()


def in_clear(_app: Flask, _patch: Patch) -> None:
    """The telephone number of one order rests readable."""
    edit(text("UPDATE print_order SET phone = :phone WHERE number > 10001"), phone=PHONE)


def versionless(_app: Flask, _patch: Patch) -> None:
    """An order does not note under which version it was placed."""
    edit(update(PrintOrder).values(policy_version=None))


def noted(_app: Flask) -> None:
    edit(update(PrintOrder).values(policy_version=1))


ORDERS: dict[str, Breach] = {
    "orders-need-accounts": Breach(no_access_check, ordered),
    "order-keeps-form": Breach(forgetful, with_own_visitor, gone_again),
    "no-card-numbers": Breach(a_letter_with_a_card, written, without_it),
    "phone-for-order": Breach(in_clear, with_telephone, gone_again),
    "agreement-recorded": Breach(versionless, ordered, noted),
}
