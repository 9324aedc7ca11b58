"""What only the person knows about themselves, compared with what we hold; and how long nothing was heard of them."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.service import cards
from app.accounts.service.last_seen import last_seen
from app.accounts.views import AccountCard
from app.cases.service import requesting
from app.orders.views.known import KnownOrder, account_of, compared, known_orders
from app.people import service as people
from app.people.identifiers import Email
from app.people.identifiers import email as read_email
from app.rights import terms


@dataclass(frozen=True)
class Facts:
    """What somebody says of themselves; 0 and empty text are what they left out."""

    order_number: int = 0
    postal_code: str = ""
    total_cents: int = 0
    message_number: int = 0
    message_code: str = ""


@dataclass(frozen=True)
class Matched:
    """How many facts are right; and of somebody who gave no address, whose they are."""

    count: int = 0
    person_id: int = 0
    email: Email | None = None


def matched(number: int, facts: Facts) -> Matched:
    """Compare the facts with what is held about whoever asks in that request.

    The code of an earlier message counts for two: it was mailed to them.
    """
    card = requesting.request_card(number)
    behind = requesting.address_behind(facts.message_number, facts.message_code) if facts.message_code else ""
    if behind and card.email_key in {"", behind}:
        return Matched(2, email=None if card.email_key else read_email(behind))
    account = _account(card.email_key, facts.order_number)
    if account is None:
        return Matched()
    return Matched(_right(known_orders(account.id), facts), account.person_id)


def _account(email_key: str, order_number: int) -> AccountCard | None:
    """The account of the address; where a letter gave none, that of the order."""
    if email_key:
        return cards.card_of_person(people.person_of("email", email_key))
    account_id = account_of(order_number)
    return cards.account_card(account_id) if account_id else None


def _right(orders: list[KnownOrder], facts: Facts) -> int:
    """How many facts agree; where an order's number is given, the postal code is that order's."""
    named = [order for order in orders if order.number == facts.order_number]
    where = named or orders
    zip_right = bool(facts.postal_code) and any(compared(facts.postal_code) in order.postal_codes for order in where)
    total_right = bool(facts.total_cents and orders) and orders[0].total_cents == facts.total_cents
    return sum((bool(named), zip_right, total_right))


def is_silent(at: datetime, number: int) -> bool:
    """Whether we hold something about the address, and nobody was heard of there for years: it may be another's now."""
    email_key = requesting.request_card(number).email_key
    account = cards.card_of_person(people.person_of("email", email_key))
    times = [requesting.last_heard(email_key, number)]
    if account is not None:
        times += [last_seen(account.id), *(order.created_at for order in known_orders(account.id)[:1])]
    heard = [time for time in times if time is not None]
    if not heard:
        return account is not None
    return at - max(heard) > terms.silence()
