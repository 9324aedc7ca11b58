"""Orders, their jobs, what happened to them and who works on them (print.md section 1; P18 to P21)."""

from app.orders.models.order import FIRST_NUMBER, PrintOrder
from app.orders.models.parts import OrderApproval, OrderAssignment, OrderDelivery, OrderEvent, OrderJob

__all__ = [
    "FIRST_NUMBER",
    "OrderApproval",
    "OrderAssignment",
    "OrderDelivery",
    "OrderEvent",
    "OrderJob",
    "PrintOrder",
]
