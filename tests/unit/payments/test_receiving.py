"""What a believed message changes, and what it never does.

What is paid is called `trial:10001`: the rooms above listen for orders of theirs, and this is about payments alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.payments import service
from app.payments.adapters.interface import CardSummary, PaymentEvent
from app.payments.models import PaymentAttempt, PaymentMessage, PaymentState
from app.payments.news import PaymentNews, payment_event

VISA = CardSummary("pm_1", "visa", "4242", 4, 2040)
PAID = PaymentEvent(
    id="evt_paid",
    kind="paid",
    type="checkout.session.completed",
    occurred_at=datetime(2026, 11, 22, 15, 0, tzinfo=UTC),
    attempt_key="pay_1",
    session_id="cs_1",
    order_number="10001",
    amount_cents=5114,
    currency="usd",
    customer="cus_1",
    card=VISA,
)
DECLINED = replace(PAID, id="evt_declined", kind="declined", session_id="", reason="card_declined", card=None)
EXPIRED = replace(PAID, id="evt_expired", kind="expired", card=None)
REFUNDED = replace(DECLINED, id="evt_refunded", kind="refunded", amount_cents=2000, reason="")
NOTED = PaymentEvent("evt_noted", "other", "payment_intent.succeeded", PAID.occurred_at)


@pytest.fixture
def news(app: Flask) -> Iterator[list[PaymentNews]]:
    """What the rooms above hear."""
    heard: list[PaymentNews] = []

    def listen(_sender: object, act: Act, news: PaymentNews) -> None:
        heard.append(news)

    payment_event.connect(listen)
    yield heard
    payment_event.disconnect(listen)


@pytest.fixture
def attempt(app: Flask) -> PaymentAttempt:
    return attempted(1)


def attempted(number: int, session_id: str | None = "cs_1") -> PaymentAttempt:
    """An attempt to have order 10001 of $51.14 paid."""
    attempt = PaymentAttempt(
        order_ref="trial:10001",
        number=number,
        idempotency_key=f"pay_{number}",
        customer_ref="account:17",
        amount_cents=5114,
        currency="usd",
        request_sha256="0" * 64,
        session_id=session_id,
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt


def states(attempt: PaymentAttempt) -> list[str]:
    query = select(PaymentState.state).where(PaymentState.attempt_id == attempt.id).order_by(PaymentState.id)
    return list(db.session.scalars(query))


def outcomes() -> dict[str, str]:
    rows = db.session.execute(select(PaymentMessage.event_id, PaymentMessage.outcome))
    return {row.event_id: row.outcome for row in rows}


def test_a_payment_that_fits_our_attempt_makes_it_paid(
    act: Act, attempt: PaymentAttempt, news: list[PaymentNews]
) -> None:
    assert service.receive(act, PAID) == "paid"
    assert states(attempt) == ["paid"]
    [told] = news
    assert (told.kind, told.order_ref, told.customer_ref) == ("paid", "trial:10001", "account:17")
    assert (told.amount_cents, told.currency, told.card) == (5114, "usd", VISA)
    assert service.card_of("account:17") == VISA
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.kind, entry.subject_ref) == ("payment.paid", "trial:10001")
    assert "4242" not in str(entry.payload)


def test_the_same_message_again_changes_nothing(act: Act, attempt: PaymentAttempt, news: list[PaymentNews]) -> None:
    service.receive(act, PAID)
    assert service.receive(act, PAID) == "repeated"
    assert service.receive(act, replace(PAID, kind="declined")) == "repeated"
    assert states(attempt) == ["paid"]
    assert len(news) == 1


def test_the_same_payment_under_another_message_changes_nothing(
    act: Act, attempt: PaymentAttempt, news: list[PaymentNews]
) -> None:
    service.receive(act, PAID)
    assert service.receive(act, replace(PAID, id="evt_other")) == "late"
    assert len(news) == 1


@pytest.mark.parametrize("order", list(permutations([PAID, DECLINED, EXPIRED, NOTED])))
def test_in_any_order_of_messages_the_attempt_ends_paid_once(
    act: Act, attempt: PaymentAttempt, news: list[PaymentNews], order: tuple[PaymentEvent, ...]
) -> None:
    for event in order:
        service.receive(act, event)
    assert states(attempt).count("paid") == 1
    assert states(attempt)[-1] == "paid"
    assert [told.kind for told in news].count("paid") == 1
    assert news[-1].kind == "paid"
    assert len(outcomes()) == 4


def test_a_decline_is_told_and_leaves_the_attempt_payable(
    act: Act, attempt: PaymentAttempt, news: list[PaymentNews]
) -> None:
    assert service.receive(act, DECLINED) == "declined"
    assert (news[0].kind, news[0].reason) == ("declined", "card_declined")
    assert service.receive(act, PAID) == "paid"
    assert states(attempt) == ["declined", "paid"]


WRONG: dict[str, Callable[[PaymentEvent], PaymentEvent]] = {
    "amount": lambda event: replace(event, amount_cents=1),
    "currency": lambda event: replace(event, currency="eur"),
    "order": lambda event: replace(event, order_number="10002"),
    "page": lambda event: replace(event, session_id="cs_2"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_payment_with_another_amount_currency_order_or_page_is_never_called_paid(
    act: Act, attempt: PaymentAttempt, news: list[PaymentNews], what: str
) -> None:
    assert service.receive(act, WRONG[what](PAID)) == "mismatch"
    assert states(attempt) == []
    assert [(told.kind, told.reason) for told in news] == [("alert", "mismatch")]
    assert service.card_of("account:17") is None
    assert service.receive(act, replace(PAID, id="evt_right")) == "paid"


def test_a_payment_that_arrives_before_we_know_its_page_is_taken_by_its_key(act: Act, news: list[PaymentNews]) -> None:
    attempted(1, session_id=None)
    assert service.receive(act, PAID) == "paid"


def test_a_payment_of_an_attempt_that_is_not_ours_is_kept_but_not_told(act: Act, news: list[PaymentNews]) -> None:
    assert service.receive(act, PAID) == "unknown"
    assert news == []
    assert outcomes() == {"evt_paid": "unknown"}
    assert db.session.scalars(select(AuditEntry.kind)).all() == ["payment.unknown"]


def test_a_second_attempt_paid_for_the_same_order_raises_an_alert(
    act: Act, attempt: PaymentAttempt, news: list[PaymentNews]
) -> None:
    second = attempted(2, session_id="cs_2")
    service.receive(act, PAID)
    again = replace(PAID, id="evt_2", attempt_key="pay_2", session_id="cs_2")
    assert service.receive(act, again) == "paid-twice"
    assert [(told.kind, told.attempt, told.reason) for told in news] == [("paid", 1, ""), ("alert", 2, "paid-twice")]
    assert states(second) == ["paid"]


def test_refunds_are_told_by_their_growing_total_whatever_their_order(
    act: Act, attempt: PaymentAttempt, news: list[PaymentNews]
) -> None:
    service.receive(act, PAID)
    assert service.receive(act, replace(REFUNDED, id="evt_second", amount_cents=5114)) == "refunded"
    assert service.receive(act, REFUNDED) == "late"
    assert [(told.kind, told.amount_cents) for told in news[1:]] == [("refunded", 5114)]


@pytest.mark.parametrize("cents", [0, 5115])
def test_a_refund_of_nothing_or_of_more_than_was_taken_is_an_alert(
    act: Act, attempt: PaymentAttempt, news: list[PaymentNews], cents: int
) -> None:
    assert service.receive(act, replace(REFUNDED, amount_cents=cents)) == "mismatch"
    assert news[0].kind == "alert"


def test_a_newer_card_takes_the_place_of_the_older_one(act: Act, attempt: PaymentAttempt) -> None:
    service.receive(act, PAID)
    other = attempted(2, "cs_2")
    other.order_ref = "trial:10002"
    amex = CardSummary("pm_2", "amex", "0005", 1, 2041)
    event = replace(PAID, id="evt_2", attempt_key="pay_2", session_id="cs_2", order_number="10002", card=amex)
    assert service.receive(act, event) == "paid"
    assert service.card_of("account:17") == amex


def test_a_room_above_that_refuses_is_asked_again_later(act: Act, attempt: PaymentAttempt) -> None:
    def refuse(_sender: object, **_news: object) -> None:
        raise Refusal("Not now.")

    db.session.commit()
    with payment_event.connected_to(refuse):
        with pytest.raises(Refusal):
            service.receive(act, PAID)
        db.session.rollback()
    assert db.session.scalar(select(func.count(PaymentMessage.id))) == 0
    assert service.receive(act, PAID) == "paid"
