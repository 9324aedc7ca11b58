"""What the pages of orders show."""

from app.orders.views.ageing import artwork_needed_until, contact_stands
from app.orders.views.lists import Listed, Wanted, alerts, counts, own_orders, queue
from app.orders.views.orders import JobView, OrderView, order_for_staff, order_of
from app.orders.views.people import customer_of, names_of, owner_of, refs_of, worker_on

__all__ = [
    "JobView",
    "Listed",
    "OrderView",
    "Wanted",
    "alerts",
    "artwork_needed_until",
    "contact_stands",
    "counts",
    "customer_of",
    "names_of",
    "order_for_staff",
    "order_of",
    "own_orders",
    "owner_of",
    "queue",
    "refs_of",
    "worker_on",
]
