"""What `payments` tells the rooms above, in the transaction of the processor's message."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from blinker import Signal

from app.payments.adapters.interface import CardSummary

payment_event = Signal()
"""Sent as `payment_event.send("payments", act=act, news=news)`; a listener that raises undoes the message."""

NewsKind = Literal["paid", "declined", "expired", "refunded", "alert"]


@dataclass(frozen=True)
class PaymentNews:
    """One thing that became of a payment, told once however often the processor repeats itself.

    `amount_cents` is what was captured, or for `refunded` all that was given back so far. `reason` is the code of
    a decline, or for an `alert`: `mismatch` (amount, currency, order or page are not those of our attempt) or
    `paid-twice` (another attempt for the same order was paid before).
    """

    kind: NewsKind
    order_ref: str
    customer_ref: str
    attempt: int
    amount_cents: int
    currency: str
    at: datetime
    reason: str = ""
    card: CardSummary | None = None
