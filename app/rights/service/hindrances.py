"""What an erasure must wait for: work on an order that somebody paid for, or a legal duty."""

from datetime import datetime

from sqlalchemy import select

from app.companies import service as companies
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.foundation.reaching import Keys, models
from app.rights.service import holds

OVER = ("complete", "cancelled")
"""States of an order on which nothing is left to do."""
HELD = (
    "The law asks us to keep what we hold about you for now. We may not say more. "
    "We erase it by ourselves when that is over."
)


def open_orders(keys: Keys) -> list[int]:
    """The numbers of the person's orders on which something is left to do."""
    orders = models()["print_order"].__table__
    theirs = orders.columns.account_id.in_(sorted(keys.accounts)) & orders.columns.state.not_in(OVER)
    return list(db.session.scalars(select(orders.columns.number).where(theirs).order_by(orders.columns.number)))


def is_held(keys: Keys, at: datetime) -> bool:
    """Whether a legal hold covers the person."""
    return any(held.persons & keys.persons or held.email_keys & keys.email_keys for held in holds.held_keys(at))


def waits_for(keys: Keys, at: datetime) -> str:
    """`hold`, `order`, or nothing."""
    return "hold" if is_held(keys, at) else "order" if open_orders(keys) else ""


def check_orders(keys: Keys) -> None:
    """Refuse while an order is open.

    Raises:
        Refusal: naming the orders.
    """
    if numbers := [str(number) for number in open_orders(keys)]:
        named = " and ".join(part for part in (", ".join(numbers[:-1]), numbers[-1]) if part)
        raise Refusal(
            f"We still work on order {named} for you. Cancel it, or wait until you have it; then come back here."
        )


def check_companies(keys: Keys) -> None:
    """Refuse while somebody leads a company that others belong to, and nobody else could.

    Raises:
        Refusal: naming the company.
    """
    for account_id in sorted(keys.accounts):
        if company := companies.must_hand_over(account_id):
            raise Refusal(
                f"You alone administer {company}, and others belong to it. Make one of them administrator, or close "
                "the company, on your account’s page Company; then come back here."
            )


def check_no_staff(keys: Keys) -> None:
    """Refuse an account with which somebody works here.

    Raises:
        Refusal: its roles must end first.
    """
    roles = models()["staff_role"].__table__.columns.account_id
    if db.session.scalar(select(roles).where(roles.in_(sorted(keys.accounts))).limit(1)) is not None:
        raise Refusal("You work here with this account. Ask an administrator to end its roles first.")
