"""The processor's messages: believed when signed, taken once, judged against our own attempts."""

from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.audit import service as audit
from app.foundation import clock
from app.foundation.acts import Act
from app.foundation.database import db
from app.payments.adapters import processor
from app.payments.adapters.interface import PaymentEvent
from app.payments.models import PaymentAttempt, PaymentMessage, PaymentState
from app.payments.news import NewsKind, PaymentNews, payment_event
from app.payments.service.attempts import add_state, attempts_of, states_of
from app.payments.service.cards import keep_card

Outcome = Literal[
    "paid", "declined", "expired", "refunded", "mismatch", "paid-twice", "late", "unknown", "noted", "repeated"
]

_NEWS: dict[Outcome, NewsKind] = {
    "paid": "paid",
    "declined": "declined",
    "expired": "expired",
    "refunded": "refunded",
    "mismatch": "alert",
    "paid-twice": "alert",
}
"""The outcomes that the rooms above hear of."""


def verify(raw_body: bytes, header: str) -> PaymentEvent:
    """The processor's message, once its signature over the raw bytes is proven.

    Raises:
        MessageRefused: it is not the processor's, too old, unreadable, or holds a card number.
    """
    return processor().read(raw_body, header, clock.now())


def receive(act: Act, event: PaymentEvent) -> Outcome:
    """Take note of a verified message, once, and tell the rooms above what it means for an order.

    A repeated message, or one overtaken by a later one, changes nothing. Nothing is called paid unless amount,
    currency, order and payment page are those of our own attempt.
    """
    message = _keep(act, event)
    if message is None:
        return "repeated"
    if event.kind == "other":
        return "noted"
    attempt = _attempt_of(event)
    if attempt is None:
        message.outcome = "unknown"
        audit.record(act, "payment.unknown", f"payment-event:{message.id}", said=event.kind)
        return "unknown"
    outcome = _judge(event, attempt)
    message.attempt_id, message.outcome = attempt.id, outcome
    db.session.flush()
    if kind := _NEWS.get(outcome):
        _act_on(act, event, attempt, outcome, kind)
    return outcome


def _keep(act: Act, event: PaymentEvent) -> PaymentMessage | None:
    """The message's row, or None when its id has come before."""
    message = PaymentMessage(
        event_id=event.id,
        kind=event.type,
        occurred_at=event.occurred_at,
        received_at=act.at,
        amount_cents=event.amount_cents,
        currency=event.currency,
        outcome="noted",
    )
    try:
        with db.session.begin_nested():
            db.session.add(message)
    except IntegrityError:
        return None
    return message


def _attempt_of(event: PaymentEvent) -> PaymentAttempt | None:
    """The attempt under whose key the processor speaks; all attempts of its order are locked."""
    wanted = PaymentAttempt.idempotency_key == event.attempt_key
    order_ref = db.session.scalar(select(PaymentAttempt.order_ref).where(wanted))
    found = [] if order_ref is None else attempts_of(order_ref)
    return next((attempt for attempt in found if attempt.idempotency_key == event.attempt_key), None)


def _judge(event: PaymentEvent, attempt: PaymentAttempt) -> Outcome:
    if not _fits(event, attempt):
        return "mismatch"
    states = states_of(attempt)
    match event.kind:
        case "refunded":
            return "refunded" if event.amount_cents > _given_back(attempt) else "late"
        case "paid" if "paid" not in states:
            return "paid-twice" if _is_paid(attempt.order_ref) else "paid"
        case "declined" if "paid" not in states:
            return "declined"
        case "expired" if not states & {"paid", "expired"}:
            return "expired"
    return "late"


def _fits(event: PaymentEvent, attempt: PaymentAttempt) -> bool:
    """Whether the message speaks of the amount, currency, order and page of our attempt."""
    if event.kind == "refunded":
        return event.currency == attempt.currency and 0 < event.amount_cents <= attempt.amount_cents
    if (event.amount_cents, event.currency) != (attempt.amount_cents, attempt.currency):
        return False
    if event.kind == "declined":
        return True
    ours = attempt.order_ref.rpartition(":")[2]
    return event.order_number == ours and attempt.session_id in (None, event.session_id)


def _is_paid(order_ref: str) -> bool:
    query = select(PaymentState.id).join(PaymentAttempt, PaymentAttempt.id == PaymentState.attempt_id)
    paid = query.where(PaymentAttempt.order_ref == order_ref, PaymentState.state == "paid").limit(1)
    return db.session.scalar(paid) is not None


def _given_back(attempt: PaymentAttempt) -> int:
    known = select(func.max(PaymentMessage.amount_cents)).where(
        PaymentMessage.attempt_id == attempt.id, PaymentMessage.outcome == "refunded"
    )
    return db.session.scalar(known) or 0


def _act_on(act: Act, event: PaymentEvent, attempt: PaymentAttempt, outcome: Outcome, kind: NewsKind) -> None:
    """Note the attempt's new state, audit it, and send the news up."""
    if outcome != "mismatch":
        # Money that was taken twice was still taken: the attempt is paid either way.
        add_state(act, attempt.id, "paid" if outcome == "paid-twice" else outcome)
    if outcome == "paid" and event.card is not None:
        keep_card(attempt.customer_ref, event.customer, event.card, act.at)
    cents = event.amount_cents
    audit.record(act, f"payment.{kind}", attempt.order_ref, attempt=attempt.number, outcome=outcome, amount_cents=cents)
    news = PaymentNews(
        kind=kind,
        order_ref=attempt.order_ref,
        customer_ref=attempt.customer_ref,
        attempt=attempt.number,
        amount_cents=cents,
        currency=event.currency,
        at=act.at,
        reason=outcome if kind == "alert" else event.reason,
        card=event.card,
    )
    payment_event.send("payments", act=act, news=news)
