"""The verbs of orders, one module for each noun; routes and other rooms call them from here."""

from app.orders.service.approving import approve_order, decline_order
from app.orders.service.assigning import release, take
from app.orders.service.cancelling import cancel, refunded
from app.orders.service.files import attach, deleted, replaced
from app.orders.service.moving import approve, ask_for_changes, note, step, turn
from app.orders.service.placing import place
from app.orders.service.refunds import Refund, refund
from app.orders.service.settling import Payment, alert, declined, settle
from app.orders.wanted import Drop, Order, SentFile, WantedJob

__all__ = [
    "Drop",
    "Order",
    "Payment",
    "Refund",
    "SentFile",
    "WantedJob",
    "alert",
    "approve",
    "approve_order",
    "ask_for_changes",
    "attach",
    "cancel",
    "decline_order",
    "declined",
    "deleted",
    "note",
    "place",
    "refund",
    "refunded",
    "release",
    "replaced",
    "settle",
    "step",
    "take",
    "turn",
]
