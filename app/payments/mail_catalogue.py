"""The mail about cards, for the catalogue."""

from app.mail.catalogue import Letter

LETTERS: tuple[Letter, ...] = (
    Letter("payments/card_removed", "That a saved card was removed", "account", "card-numbers"),
)
