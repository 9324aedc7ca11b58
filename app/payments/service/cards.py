"""The summary of the card a customer last paid with, and the processor's id of the customer."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.service import devices
from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.payments.adapters import processor
from app.payments.adapters.interface import CardSummary
from app.payments.models import PaymentCard

KEPT = "The card processor did not let go of the card, so nothing was changed. Please try again in a while."


@dataclass(frozen=True)
class SavedCard:
    """A card as its owner sees it: all that the shop knows of it but its key at the processor."""

    brand: str
    last4: str
    exp_month: int
    exp_year: int
    since: datetime

    @property
    def name(self) -> str:
        """`Visa ending in 4242`."""
        return f"{self.brand.replace('_', ' ').title()} ending in {self.last4}"

    @property
    def expiry(self) -> str:
        """`04/2031`, as it stands on the card."""
        return f"{self.exp_month:02}/{self.exp_year}"

    def over(self, at: datetime) -> bool:
        """Whether its last month has passed."""
        return (self.exp_year, self.exp_month) < (at.year, at.month)


def card_of(customer_ref: str) -> CardSummary | None:
    """The card a customer last paid with, if any."""
    kept = db.session.get(PaymentCard, customer_ref)
    return CardSummary(kept.token, kept.brand, kept.last4, kept.exp_month, kept.exp_year) if kept else None


def saved_cards(customer_ref: str) -> list[SavedCard]:
    """The cards of a customer that are kept at the processor: the one last paid with, or none."""
    kept = db.session.get(PaymentCard, customer_ref)
    if kept is None:
        return []
    return [SavedCard(kept.brand, kept.last4, kept.exp_month, kept.exp_year, kept.updated_at)]


def remove_card(act: Act, account_id: int) -> None:
    """Have the processor let go of the account's card, then forget its summary; the owner is told.

    What was paid with it can still be refunded. What came before in this work is committed on the way
    (`disclosures.egress`).

    Raises:
        Missing: there is none.
        Refusal: the processor is silent, or did not want to.
    """
    ref = f"account:{account_id}"
    kept = db.session.get(PaymentCard, ref)
    if kept is None:
        raise Missing
    token = kept.token
    if not processor().forget(act, token, ref):
        raise Refusal(KEPT)
    kept = db.session.get(PaymentCard, ref, populate_existing=True, with_for_update=True)
    if kept is None or kept.token != token:
        return  # paid with another card, or removed, in the meantime
    db.session.delete(kept)
    db.session.flush()
    devices.notify(act, account_id, "payments/card_removed")
    audit.record(act, "card.removed", ref)


def customer_at_processor(customer_ref: str) -> str:
    """The id by which the processor knows a customer who has paid before; empty for a new one."""
    kept = db.session.get(PaymentCard, customer_ref)
    return kept.processor_customer if kept else ""


def keep_card(customer_ref: str, processor_customer: str, card: CardSummary, at: datetime) -> None:
    """Remember the card in place of an earlier one."""
    kept = PaymentCard(
        customer_ref=customer_ref,
        processor_customer=processor_customer,
        token=card.token,
        brand=card.brand,
        last4=card.last4,
        exp_month=card.exp_month,
        exp_year=card.exp_year,
        updated_at=at,
    )
    db.session.merge(kept)
