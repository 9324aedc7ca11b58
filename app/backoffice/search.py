"""Everything that staff may find by one line of words, each kind only for those who may see it."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts import finding
from app.accounts.views import AccountCard
from app.cases import permissions as case_permissions
from app.cases import views as cases
from app.cases.views import Row as CaseRow
from app.foundation.access import Viewer
from app.mail import permissions as mail_permissions
from app.mail import views as mail
from app.mail.views.outgoing import MailLine
from app.orders import views as orders
from app.orders.permissions import READ as READ_ORDERS
from app.orders.views.lists import OrderRow
from app.quotes import permissions as quote_permissions
from app.quotes import views as quotes
from app.quotes.views import QuoteRow

MOST = 10
"""How many of a kind stand on the page: who finds more types more."""
LONGEST = 120
SHORTEST = 3


@dataclass(frozen=True)
class Found:
    """What was found; a kind that this member of staff may not see is None."""

    customers: list[AccountCard] | None
    orders: list[OrderRow] | None
    quotes: list[QuoteRow] | None
    cases: list[CaseRow] | None
    mails: list[MailLine] | None

    @property
    def anything(self) -> bool:
        return any((self.customers, self.orders, self.quotes, self.cases, self.mails))


def cleaned(typed: str) -> str:
    """One line of words; `order 10002` and `#10002` are the number alone."""
    words = " ".join(typed.replace("\0", "").split())[:LONGEST]
    last = words.rpartition(" ")[2].removeprefix("#")
    return last if last.isdigit() and words.casefold().startswith(("order ", "quote ", "case ", "#")) else words


def search(words: str, viewer: Viewer, at: datetime) -> Found:
    """Look everywhere that the viewer may look, in a number of queries that does not grow."""
    sees_orders = viewer.may(READ_ORDERS)
    sees_people = sees_orders or viewer.may(case_permissions.READ)
    customers = finding.found(words, MOST) if sees_people else None
    return Found(
        customers=customers,
        orders=orders.queue(orders.Wanted(words=words)).rows[:MOST] if sees_orders else None,
        quotes=quotes.for_staff(quotes.Wanted(words=words), at).rows[:MOST]
        if viewer.may(quote_permissions.READ)
        else None,
        cases=cases.queue(cases.Wanted(state="all", words=words)).rows[:MOST]
        if viewer.may(case_permissions.READ)
        else None,
        mails=mail.found([card.email for card in customers or ()] + [words], words, MOST)
        if viewer.may(mail_permissions.READ)
        else None,
    )
