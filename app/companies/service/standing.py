"""How somebody stands in their company: what orders ask before they are placed."""

from app.companies import views
from app.companies.views import Standing
from app.foundation.errors import Refusal

PO_NEEDED = "Your company wants its purchase-order number on every order. Please type it."


def standing(account_id: int) -> Standing | None:
    """How the account stands in its company; None where it belongs to none."""
    return views.standing(account_id)


def may_order(held: Standing | None) -> bool:
    """Whether they may place orders; whoever belongs to no company may."""
    return held is None or held.may.orders


def needs_approval(held: Standing | None, total_cents: int) -> bool:
    """Whether an order of that total must wait for somebody else's approval."""
    return held is not None and held.limit_cents is not None and total_cents > held.limit_cents


def check_order(held: Standing | None, po_number: str) -> None:
    """Refuse an order that the company's rules do not allow.

    Raises:
        Refusal: the role orders nothing, or the purchase-order number is missing.
    """
    if held is None:
        return
    if not may_order(held):
        raise Refusal(
            f"As a viewer of {held.name} you see its orders and place none. Ask an administrator for another role."
        )
    if held.po_required and not po_number.strip():
        raise Refusal(PO_NEEDED, "po_number")


def company_of(account_id: int) -> Standing | None:
    """The company of a customer, for the pages of staff."""
    return views.standing(account_id)
