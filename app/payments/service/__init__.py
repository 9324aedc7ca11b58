"""Paying: `begin` a payment, `verify` a message of the processor, `receive` what it says."""

from app.payments.service.attempts import begin
from app.payments.service.cards import card_of, remove_card, saved_cards
from app.payments.service.messages import receive, verify

__all__ = ["begin", "card_of", "receive", "remove_card", "saved_cards", "verify"]
