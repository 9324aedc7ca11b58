"""Attempts to have an order paid: each has its own key, so that a repeat at the processor is harmless."""

import hashlib
import json
from dataclasses import asdict
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.audit import service as audit
from app.foundation import codes, rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.payments.adapters import processor
from app.payments.adapters.interface import Checkout, CheckoutRefused
from app.payments.models import PaymentAttempt, PaymentState
from app.payments.service.cards import customer_at_processor

CURRENCY = "usd"
rules.declare(
    rules.Rule("payments.least-minutes", 5, "minutes", "A payment page that closes sooner is replaced by a new one")
)
_OVER = {"paid", "expired", "refused"}


def begin(act: Act, order_ref: str, amount_cents: int, customer_ref: str, *, success_url: str, cancel_url: str) -> str:
    """The address of the processor's page where this order is paid.

    A second click, or a try after a silence, leads to the same page under the same key. A changed amount closes the
    old page first and begins a new attempt. `order_ref` is like `order:10001`, `customer_ref` like `account:17`.
    What came before in this work is committed on the way (`disclosures.egress`).

    Raises:
        Refusal: it is paid already or being paid, or the processor is silent or does not want it.
    """
    customer = customer_at_processor(customer_ref)
    checkout = Checkout(order_ref, customer_ref, amount_cents, CURRENCY, customer, success_url, cancel_url)
    attempts = attempts_of(order_ref)
    if any("paid" in states_of(attempt) for attempt in attempts):
        raise Refusal("This order is paid already. Nothing more was taken.")
    waiting = [attempt for attempt in attempts if not states_of(attempt) & _OVER]
    same = next((attempt for attempt in waiting if _serves(act, attempt, checkout)), None)
    if same is not None:
        return same.page_url or _open(act, same, checkout)
    _close(act, waiting)
    fresh = _new(act, checkout, customer_ref, len(attempts) + 1)
    if fresh is None:
        # Somebody clicked twice and the other click was faster: its attempt is there now.
        return begin(act, order_ref, amount_cents, customer_ref, success_url=success_url, cancel_url=cancel_url)
    return _open(act, fresh, checkout)


def attempts_of(order_ref: str) -> list[PaymentAttempt]:
    """An order's attempts, oldest first, locked until the end of this work."""
    query = select(PaymentAttempt).where(PaymentAttempt.order_ref == order_ref).order_by(PaymentAttempt.number)
    return list(db.session.scalars(query.with_for_update()))


def states_of(attempt: PaymentAttempt) -> set[str]:
    """Everything that has become of an attempt: begun, open, refused, declined, expired, paid, refunded."""
    return set(db.session.scalars(select(PaymentState.state).where(PaymentState.attempt_id == attempt.id)))


def add_state(act: Act, attempt_id: int, state: str) -> None:
    """Note what became of an attempt, when and through whom."""
    db.session.add(PaymentState(attempt_id=attempt_id, state=state, at=act.at, by=str(act.actor)))
    db.session.flush()


def _serves(act: Act, attempt: PaymentAttempt, checkout: Checkout) -> bool:
    needed = timedelta(minutes=rules.whole("payments.least-minutes"))
    lasts = attempt.expires_at is None or attempt.expires_at > act.at + needed
    return lasts and attempt.request_sha256 == _digest(checkout)


def _digest(checkout: Checkout) -> str:
    return hashlib.sha256(json.dumps(asdict(checkout), sort_keys=True).encode()).hexdigest()


def _new(act: Act, checkout: Checkout, customer_ref: str, number: int) -> PaymentAttempt | None:
    """A new attempt, or None when there is one of that number already."""
    attempt = PaymentAttempt(
        order_ref=checkout.order_ref,
        number=number,
        idempotency_key=f"pay_{codes.random_token(192)}",
        customer_ref=customer_ref,
        amount_cents=checkout.amount_cents,
        currency=checkout.currency,
        request_sha256=_digest(checkout),
    )
    try:
        with db.session.begin_nested():
            db.session.add(attempt)
    except IntegrityError:
        return None
    add_state(act, attempt.id, "begun")
    audit.record(act, "payment.begun", checkout.order_ref, attempt=number, amount_cents=checkout.amount_cents)
    return attempt


def _open(act: Act, attempt: PaymentAttempt, checkout: Checkout) -> str:
    attempt_id = attempt.id
    try:
        opened = processor().open(act, checkout, attempt.idempotency_key)
    except CheckoutRefused:
        # The next try begins afresh: the same key would only bring the same refusal.
        work.keep(lambda: add_state(act, attempt_id, "refused"))
        raise
    db.session.refresh(attempt)
    if attempt.session_id is None:
        attempt.session_id, attempt.page_url = opened.session_id, opened.page_url
        attempt.expires_at = opened.expires_at
        add_state(act, attempt_id, "open")
        audit.record(act, "payment.opened", attempt.order_ref, attempt=attempt.number)
    return opened.page_url


def _close(act: Act, attempts: list[PaymentAttempt]) -> None:
    """Close the pages of older attempts, so that an order cannot be paid on two of them."""
    for attempt in attempts:
        if attempt.session_id is None:
            continue
        if not processor().close(act, attempt.session_id, attempt.order_ref, attempt.customer_ref):
            raise Refusal(
                "A payment for this order is on its way. Please look at the order again in a minute, before you pay."
            )
        add_state(act, attempt.id, "expired")
        audit.record(act, "payment.closed", attempt.order_ref, attempt=attempt.number)
