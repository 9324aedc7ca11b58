"""Orders over their buyer's limit: they wait, and somebody else of the company approves or declines (accounts.md).

An order that waits has a state of its own. Only what awaits payment can be paid, so no way of paying has to ask.
"""

from datetime import timedelta

from sqlalchemy import select

from app.accounts import service as accounts
from app.audit import service as audit
from app.companies import service as companies
from app.companies import views as company_views
from app.companies.service import Standing
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.foundation.money import dollars
from app.mail import service as mail
from app.orders.models import OrderApproval, PrintOrder
from app.orders.progress import WAITING
from app.orders.service.cancelling import end
from app.orders.service.records import happened, locked, write
from app.permissions import service as permissions
from app.permissions.subjects import Subject

APPROVED, DECLINED = "approved", "declined"
OWN = "You placed this order yourself, so somebody else of your company has to approve it."
OVER = "This order does not wait for approval any more. Look at it again."


def put_under(order: PrintOrder, held: Standing | None) -> None:
    """Write on a new order for which company it is and what its buyer's limit is; over the limit it waits."""
    if held is None:
        return
    order.company_id, order.company_limit_cents = held.company_id, held.limit_cents
    if companies.needs_approval(held, order.total_cents):
        order.state = WAITING


def ask(act: Act, order: PrintOrder) -> None:
    """Write down that the order waits, and tell everybody who may approve it."""
    db.session.add(
        OrderApproval(order_number=order.number, limit_cents=order.company_limit_cents, asked_at=act.at, verdict="")
    )
    db.session.flush()
    audit.record(act, "order.approval-asked", f"order:{order.number}", limit_cents=order.company_limit_cents or 0)
    buyer = accounts.account_card(order.account_id)
    for one in company_views.approvers(order.company_id or 0, besides=order.account_id):
        _tell(act, one.account_id, order, buyer.name)


def _tell(act: Act, account_id: int, order: PrintOrder, buyer: str) -> None:
    """A mail about somebody else's order: its reason is the approver's own, and lasts some days."""
    card, ref = accounts.account_card(account_id), f"approvals-of:{account_id}"
    until = act.at + timedelta(days=rules.whole("companies.approval-mail-days"))
    permissions.open_cause(act, Subject(card.person_id), "order", ref, until)
    mail.queue(
        act,
        to=card.email,
        template="orders/approval_asked",
        purpose="order",
        ref=ref,
        greeting=card.greeting,
        number=order.number,
        buyer=buyer,
        total=dollars(order.total_cents),
    )


def approve_order(act: Act, account_id: int, number: int) -> None:
    """Somebody else of the company approves the order: now it can be paid, and its buyer hears so.

    Raises:
        Missing: the account may approve no order of that company.
        Refusal: it is their own, or it does not wait any more.
    """
    order = _decide(act, account_id, number, APPROVED)
    order.state = "draft"
    happened(act, order, "approval-given")
    audit.record(act, "order.approval-given", f"order:{number}")
    write(act, order, "orders/approval_given", total=dollars(order.total_cents))


def decline_order(act: Act, account_id: int, number: int, reason: str) -> None:
    """Somebody else of the company declines the order: it is cancelled, and its buyer reads why.

    Raises:
        Missing, Refusal: as `approve_order`.
    """
    order = _decide(act, account_id, number, DECLINED)
    happened(act, order, "approval-declined")
    audit.record(act, "order.approval-declined", f"order:{number}")
    end(act, order, f"Your company did not approve it: {reason}")


def _decide(act: Act, account_id: int, number: int, verdict: str) -> PrintOrder:
    held, order = companies.standing(account_id), locked(number)
    if held is None or not held.may.approves or order.company_id != held.company_id:
        raise Missing
    if order.account_id == account_id:
        raise Refusal(OWN)
    if order.state != WAITING:
        raise Refusal(OVER)
    row = db.session.get_one(OrderApproval, number)
    row.verdict, row.decided_at, row.decided_by = verdict, act.at, account_id
    db.session.flush()
    return order


def company_closes(act: Act, company_id: int) -> None:
    """Nobody is left to approve: what waits is cancelled, and the buyers are told."""
    query = select(PrintOrder.number).where(PrintOrder.company_id == company_id, PrintOrder.state == WAITING)
    for number in db.session.scalars(query.order_by(PrintOrder.number)).all():
        end(act, locked(number), "Your company was closed, so nobody could approve it.")
