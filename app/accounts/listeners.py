"""What this room does at news: it tells people by mail that somebody else changed something about them."""

from typing import Any

from app.accounts.service import devices
from app.accounts.service.cards import card_of_person
from app.foundation.acts import Act
from app.mail import service as mail
from app.people import news
from app.people.service import ORIGINS

CHANGED = "accounts/value_changed"


def on_changed_by_others(_sender: Any, *, act: Act, person_id: int, field: str, origin: str) -> None:
    """One mail, without values (P80); what changes before it leaves needs no second one."""
    card = card_of_person(person_id)
    if card is not None and not mail.waits(f"account:{card.id}", CHANGED):
        devices.notify(act, card.id, CHANGED, origin=ORIGINS[origin])


def listen() -> None:
    """Hear the news; doing it twice changes nothing."""
    news.changed_by_others.connect(on_changed_by_others)
