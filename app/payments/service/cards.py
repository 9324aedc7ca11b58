"""The summary of the card a customer last paid with, and the processor's id of the customer."""

from datetime import datetime

from app.foundation.database import db
from app.payments.adapters.interface import CardSummary
from app.payments.models import PaymentCard


def card_of(customer_ref: str) -> CardSummary | None:
    """The card a customer last paid with, if any."""
    kept = db.session.get(PaymentCard, customer_ref)
    return CardSummary(kept.token, kept.brand, kept.last4, kept.exp_month, kept.exp_year) if kept else None


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
