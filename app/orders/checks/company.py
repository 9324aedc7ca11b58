"""Orders of companies: nobody outside sees one, and none over a limit is paid without somebody else's yes."""

from sqlalchemy import or_, select

from app.accounts import own_visit
from app.foundation import recent
from app.foundation.checks import Check, Result, unchecked
from app.foundation.database import db, looking
from app.orders.models import OrderApproval, PrintOrder

LISTS = ("/orders/company", "/orders/approvals")


@looking()
def _paid() -> list[tuple[int, bool]]:
    """The newest paid orders of companies that were over their buyer's limit, and whether somebody else agreed before.

    It asks for the limit that was frozen with the order, not whether the order was made to wait.
    """
    agreed = (
        (OrderApproval.verdict == "approved")
        & (OrderApproval.decided_by != PrintOrder.account_id)
        & (OrderApproval.decided_at <= PrintOrder.placed_at)
    )
    query = (
        select(PrintOrder.number, agreed)
        .outerjoin(OrderApproval, OrderApproval.order_number == PrintOrder.number)
        .where(
            recent.newest(PrintOrder, PrintOrder.created_at),
            PrintOrder.company_id.is_not(None),
            or_(PrintOrder.placed_at.is_not(None), PrintOrder.paid_cents > 0),
            PrintOrder.total_cents > PrintOrder.company_limit_cents,
        )
    )
    return [(number, bool(good)) for number, good in db.session.execute(query)]


def orders_approved() -> Result:
    """Whatever a company's people paid over their limit, somebody else of the company approved before."""
    found = _paid()
    if not found:
        return unchecked("No order over a limit was paid yet.")
    words = f"{recent.counted(len(found), 'paid order')} over a limit looked at"
    return recent.judged(words, sum(not good for _, good in found), "without somebody else’s approval")


@looking()
def _newest() -> int | None:
    """The newest order that was placed for a company."""
    query = select(PrintOrder.number).where(PrintOrder.company_id.is_not(None))
    return db.session.scalar(query.order_by(PrintOrder.number.desc()).limit(1))


def kept_apart() -> Result:
    """Our own visitor, who belongs to no company, asks for a company's pages and finds none of them."""
    number = _newest()
    if number is None:
        return unchecked("Nobody has ordered for a company yet.")
    pages = (*LISTS, f"/orders/company/{number}", f"/orders/{number}", f"/checkout/{number}")
    with own_visit.signed_in() as visitor:
        shown = [page for page in pages if visitor.get(page).status != 404]
        form = visitor.get("/account/company")
        shown += ["/account/company"] if "members-caption" in form.text else []
    words = f"{len(pages) + 1} pages of a company asked for by somebody who does not belong to it"
    return recent.judged(words, len(shown), "were shown")


COMPANY = [
    Check(
        "company-orders-approved",
        "No order over its buyer’s limit is paid before somebody else of the company has approved it.",
        orders_approved,
        (37,),
        30,
    ),
    Check(
        "companies-kept-apart",
        "Whoever does not belong to a company sees none of its orders.",
        kept_apart,
        (37,),
        30,
        "Ask a friend in another company for the number of an order, and open /orders/company/ with it: there is none.",
    ),
]
