"""Whom staff mean: a person's number, a user ID, or an e-mail address that may be nobody's we know."""

from dataclasses import dataclass

from app.accounts import user_ids
from app.accounts.service import cards
from app.accounts.views import AccountCard
from app.people import identifiers
from app.people import service as people
from app.permissions.subjects import Subject

LONGEST = 254


@dataclass(frozen=True)
class Somebody:
    """A person with an account, or just an address; `who` finds them again."""

    subject: Subject
    card: AccountCard | None
    who: str


def cleaned(typed: str) -> str:
    """One line of printable words."""
    return " ".join(typed.replace("\0", "").split())[:LONGEST]


def look_up(typed: str) -> Somebody | None:
    """Whoever is meant, or None; an address that nobody has is somebody unknown."""
    who = cleaned(typed)
    if "@" in who:
        return _at(who)
    account_id = cards.id_of(user_ids.key(who))
    if account_id is not None:
        return _with(cards.account_card(account_id))
    number = who.removeprefix("person:")
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        return None
    card = cards.card_of_person(int(number))
    return _with(card) if card else None


def _at(address: str) -> Somebody | None:
    try:
        email = identifiers.email(address)
    except identifiers.NotUsableError:
        return None
    card = cards.card_of_person(people.person_of("email", email.key))
    return _with(card) if card else Somebody(Subject(0, email.key), None, email.address)


def _with(card: AccountCard) -> Somebody:
    return Somebody(Subject(card.person_id, people.email_of(card.person_id)), card, card.user_id)
