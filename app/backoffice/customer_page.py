"""What staff see of one customer: each part only for those whose role covers it, by a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts import service as accounts
from app.accounts.service import acting, device_list, overview
from app.accounts.service.acting import ActingView
from app.accounts.service.factors import held
from app.accounts.user_ids import is_ours
from app.accounts.views import AccountCard, AddressView
from app.backoffice.permission_routes import READ as READ_CHOICES
from app.cases import permissions as case_permissions
from app.cases import views as cases
from app.cases.views import OwnRow
from app.companies import service as companies
from app.companies.service import Standing
from app.foundation.access import Viewer
from app.foundation.errors import Missing
from app.mail import permissions as mail_permissions
from app.mail import views as mail
from app.mail.views.outgoing import MailLine
from app.orders import permissions as order_permissions
from app.orders import views as orders
from app.orders.views.lists import OrderRow
from app.payments import service as payments
from app.people import identifiers
from app.people import service as people
from app.people.service import Provenance
from app.permissions import service as permissions
from app.permissions.service import EventLine
from app.permissions.subjects import Subject
from app.quotes import permissions as quote_permissions
from app.quotes import views as quotes
from app.quotes.views import QuoteRow

MOST = 10
"""How many of a kind stand on the page; the lists and the search hold the rest."""


@dataclass(frozen=True)
class Customer:
    """One customer as a member of staff may see them; a part is None where the role does not cover it.

    `mine` is the acting that this member of staff has open, `others` that of a colleague; `barred_since` is when the
    customer said that staff may not change the account.
    """

    card: AccountCard
    since: datetime
    held: dict[str, Provenance]
    addresses: list[AddressView]
    roles: list[str]
    factored: bool
    devices: int
    company: Standing | None
    orders: list[OrderRow] | None
    quotes: list[QuoteRow] | None
    cases: list[OwnRow] | None
    mails: list[MailLine] | None
    stops: list[EventLine] | None
    saved_card: str | None
    mine: ActingView | None
    others: ActingView | None
    barred_since: datetime | None

    @property
    def phone(self) -> str:
        """The telephone number as people say it; empty where none was given."""
        return identifiers.spoken_phone(self.card.phone) if self.card.phone else ""


def known(account_id: int) -> AccountCard:
    """The account, if somebody stands behind it.

    Raises:
        Missing: there is none, it was erased, or it is the shop's own.
    """
    card = accounts.account_card(account_id)
    if not card.user_id or is_ours(card.user_id):
        raise Missing
    return card


def of(account_id: int, viewer: Viewer, at: datetime) -> Customer:
    """Everything that the viewer may see of a customer.

    Raises:
        Missing: as `known`.
    """
    card, may = known(account_id), viewer.may
    open_ = acting.open_for(account_id, at)
    mine = acting.open_for(account_id, at, viewer.id) if open_ else None
    return Customer(
        card=card,
        since=overview.of(account_id).created_at,
        held=people.standing(card.person_id),
        addresses=accounts.addresses_of(account_id),
        roles=accounts.staff_roles([account_id]).get(account_id, []),
        factored=held.of(account_id).any,
        devices=len(device_list.of(account_id, 0)),
        company=companies.company_of(account_id),
        orders=orders.own_orders(account_id, None, None).rows[:MOST] if may(order_permissions.READ) else None,
        quotes=quotes.own_quotes(account_id, None, None, at).rows[:MOST] if may(quote_permissions.READ) else None,
        cases=cases.own_cases(card.person_id)[:MOST] if may(case_permissions.READ) else None,
        mails=mail.found([card.email], "", MOST) if may(mail_permissions.READ) else None,
        stops=_stops(card) if may(READ_CHOICES) else None,
        saved_card=_saved_card(account_id) if may(order_permissions.SERVE) else None,
        mine=mine,
        others=open_ if mine is None else None,
        barred_since=acting.barred_since(account_id),
    )


def _stops(card: AccountCard) -> list[EventLine]:
    """What the person stopped and did not allow again since: the newest word of each purpose and channel."""
    newest: dict[tuple[str, str], EventLine] = {}
    for event in permissions.said(Subject(card.person_id, people.email_of(card.person_id))):
        newest.setdefault((event.purpose, event.channel), event)
    return [event for event in newest.values() if event.effect == "stop"]


def _saved_card(account_id: int) -> str:
    """Brand and last four digits, as they stand on a receipt; empty without a saved card."""
    card = payments.card_of(f"account:{account_id}")
    return f"{card.brand} ending in {card.last4}" if card else ""
