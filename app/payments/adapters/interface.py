"""What the shop asks of a card processor, whoever it is. Amounts are integer cents."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from app.foundation.acts import Act
from app.foundation.errors import Refusal

Kind = Literal["paid", "declined", "expired", "refunded", "other"]


class MessageRefused(Exception):
    """A message is not from the processor, too old, unreadable, or holds a card number. Nothing is kept of it."""


class CheckoutRefused(Refusal):
    """The processor answered, and did not want the checkout."""


@dataclass(frozen=True)
class Checkout:
    """What is to be paid: `order_ref` like `order:10001`, by `customer_ref` like `account:17`.

    `customer` is the processor's own id of the customer, or empty.
    """

    order_ref: str
    customer_ref: str
    amount_cents: int
    currency: str
    customer: str
    success_url: str
    cancel_url: str

    @property
    def order_number(self) -> str:
        """The order as the processor shows it."""
        return self.order_ref.rpartition(":")[2]


@dataclass(frozen=True)
class OpenCheckout:
    """A page that waits for a card."""

    session_id: str
    page_url: str
    expires_at: datetime


@dataclass(frozen=True)
class CardSummary:
    """All that the shop may know of a card (P20)."""

    token: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int


@dataclass(frozen=True)
class PaymentEvent:
    """One message of the processor in our words.

    `attempt_key` is the key under which we began; `amount_cents` is what was captured, or for a refund all that
    was given back so far; `customer` is the processor's id of the payer; `reason` is the code of a decline.
    """

    id: str
    kind: Kind
    type: str
    occurred_at: datetime
    attempt_key: str = ""
    session_id: str = ""
    order_number: str = ""
    amount_cents: int = 0
    currency: str = ""
    customer: str = ""
    reason: str = ""
    card: CardSummary | None = None


class Processor(Protocol):
    """A card processor with a hosted payment page and signed messages."""

    name: str
    origin: str
    """Where its payment page answers: what `form-action` must allow."""
    signature_header: str

    def open(self, act: Act, checkout: Checkout, key: str) -> OpenCheckout:
        """Open a payment page; the same key opens the same one.

        Raises:
            SupplierSilent: no answer; the same key may be tried again.
            CheckoutRefused: the processor does not want it.
        """

    def close(self, act: Act, session_id: str, order_ref: str, customer_ref: str) -> bool:
        """Close a page so that it can no longer be paid; False when it was not open any more.

        Raises:
            SupplierSilent: no answer.
        """

    def forget(self, act: Act, token: str, customer_ref: str) -> bool:
        """Have the processor let go of a card; False when it did not want to. One that it does not know is gone.

        Raises:
            SupplierSilent: no answer; asking again is harmless.
        """

    def read(self, raw: bytes, signature: str, now: datetime) -> PaymentEvent:
        """Check the signature over the raw bytes, then read the message.

        Raises:
            MessageRefused: see there.
        """
