"""What the pages of orders show."""

from app.orders.views.ageing import artwork_needed_until, contact_stands
from app.orders.views.approvals import ApprovalView, approval_of
from app.orders.views.lists import Listed, Wanted, alerts, company_orders, counts, own_orders, queue, waiting_orders
from app.orders.views.orders import JobView, OrderView, order_for_staff, order_of, order_of_company
from app.orders.views.people import customer_of, names_of, owner_of, refs_of, worker_on

__all__ = [
    "ApprovalView",
    "JobView",
    "Listed",
    "OrderView",
    "Wanted",
    "alerts",
    "approval_of",
    "artwork_needed_until",
    "company_orders",
    "contact_stands",
    "counts",
    "customer_of",
    "names_of",
    "order_for_staff",
    "order_of",
    "order_of_company",
    "own_orders",
    "owner_of",
    "queue",
    "refs_of",
    "waiting_orders",
    "worker_on",
]
