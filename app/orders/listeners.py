"""What orders do with the news of payments: in the transaction of the processor's message."""

from typing import Any

from app.accounts.news import staff_ended
from app.artwork import signals
from app.companies import news as company_news
from app.foundation.acts import Act
from app.orders import service
from app.orders.service import Payment, approving, assigning
from app.payments.news import PaymentNews, payment_event

ALERTS = {"mismatch": "payment does not fit", "paid-twice": "paid twice"}


def on_payment(_sender: Any, *, act: Act, news: PaymentNews) -> None:
    """Settle the order, or note what became of its payment.

    Raises:
        Missing: the message names no order of ours; it is then refused as a whole.
    """
    kind, _, number = news.order_ref.partition(":")
    if kind != "order":
        return
    order = int(number)
    if news.kind == "paid":
        service.settle(act, Payment(order, f"{news.order_ref}/{news.attempt}", news.amount_cents, news.currency))
    elif news.kind == "declined":
        service.declined(act, order)
    elif news.kind == "refunded":
        service.refunded(act, order, news.amount_cents)
    elif news.kind == "alert":
        service.alert(act, order, ALERTS.get(news.reason, news.reason))


def on_replacing(act: Act, *, artwork_id: int, account_id: int) -> None:
    """A file is replaced: jobs that use it begin their check again, or refuse."""
    service.replaced(act, account_id, artwork_id)


def on_deleting(act: Act, *, artwork_id: int, account_id: int) -> None:
    """A file is deleted: jobs that are made from it refuse, others go without it."""
    service.deleted(act, account_id, artwork_id)


def on_staff_ended(act: Act, *, staff_id: int) -> None:
    """Somebody's work here is over: their orders are free for colleagues."""
    assigning.release_all(act, staff_id)


def on_company_closing(act: Act, *, company_id: int) -> None:
    """A company is closed: nobody is left who could approve its orders."""
    approving.company_closes(act, company_id)


def listen() -> None:
    """Hear the news of the rooms below; doing it twice changes nothing."""
    payment_event.connect(on_payment)
    staff_ended.connect(on_staff_ended)
    company_news.closing.connect(on_company_closing)
    signals.replacing.connect(on_replacing)
    signals.deleting.connect(on_deleting)
