"""Which messages of the processor are believed, and what is read from them."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.payments.adapters.interface import CardSummary, MessageRefused, PaymentEvent
from app.payments.adapters.practice import PracticeProcessor
from tests.unit.payments.messages import CARD, SECRET, message, session, signed

PROCESSOR = PracticeProcessor("https://localhost:8444", "a secret key of the shop", SECRET)


def read(body: bytes, signature: str | None = None) -> PaymentEvent:
    return PROCESSOR.read(body, signed(body) if signature is None else signature, datetime.now(UTC))


def test_a_paid_session_is_read_with_its_amount_order_and_card() -> None:
    event = read(message("checkout.session.completed", session()))
    assert (event.id, event.kind) == ("evt_1", "paid")
    assert (event.amount_cents, event.currency, event.order_number) == (5114, "usd", "10001")
    assert (event.attempt_key, event.session_id, event.customer) == ("pay_1", "cs_1", "cus_1")
    assert event.card == CardSummary("pm_1", "visa", "4242", 4, 2040)
    assert event.occurred_at == datetime.fromtimestamp(1_790_000_000, UTC)


def test_a_completed_session_that_is_not_paid_is_only_noted() -> None:
    assert read(message("checkout.session.completed", session(payment_status="unpaid"))).kind == "other"


def test_a_decline_is_read_with_its_reason() -> None:
    intent = {"amount": 5114, "currency": "usd", "metadata": {"attempt": "pay_1"}}
    failed = message("payment_intent.payment_failed", {**intent, "last_payment_error": {"code": "card_declined"}})
    event = read(failed)
    assert (event.kind, event.reason, event.amount_cents) == ("declined", "card_declined", 5114)


def test_a_refund_is_read_with_all_that_was_given_back() -> None:
    charge = {"amount_refunded": 2000, "currency": "usd", "metadata": {"attempt": "pay_1"}}
    event = read(message("charge.refunded", charge))
    assert (event.kind, event.amount_cents) == ("refunded", 2000)


def test_a_kind_that_means_nothing_to_us_is_only_noted() -> None:
    assert read(message("payment_intent.succeeded", {})).kind == "other"


BODY = message("checkout.session.completed", session())
NOW = 1_790_000_000


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "v1=",
        f"t={NOW}",
        f"t={NOW},v1=",
        f"t={NOW},v1={'0' * 64}",
        f"t={NOW},v1=\u00e9\ud83d",
        f"t={NOW},t={NOW},{signed(BODY, NOW).partition(',')[2]}",
        f"t=+{NOW},{signed(BODY, NOW).partition(',')[2]}",
        f"t={'9' * 400},v1={'0' * 64}",
        signed(BODY, NOW).replace("v1=", "v0="),
        signed(BODY, NOW, "another secret"),
        signed(BODY + b" ", NOW),
        signed(BODY, NOW - 400),
        signed(BODY, NOW + 400),
    ],
)
def test_a_message_without_its_own_fresh_signature_is_refused(signature: str) -> None:
    with pytest.raises(MessageRefused, match="signature"):
        PROCESSOR.read(BODY, signature, datetime.fromtimestamp(NOW, UTC))


@pytest.mark.parametrize("age", [-300, 0, 300])
def test_a_signature_is_good_for_five_minutes_either_way(age: int) -> None:
    event = PROCESSOR.read(BODY, signed(BODY, NOW - age), datetime.fromtimestamp(NOW, UTC))
    assert event.kind == "paid"


def test_while_a_secret_is_changed_either_signature_will_do() -> None:
    signature = signed(BODY, NOW, "the secret before") + "," + signed(BODY, NOW).partition(",")[2]
    assert PROCESSOR.read(BODY, signature, datetime.fromtimestamp(NOW, UTC)).kind == "paid"


def with_card(**changes: object) -> dict[str, Any]:
    return {**CARD, "card": {**CARD["card"], **changes}}  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"{",
        b"\xff\xfe\x00",
        b"[" * 50_000,
        b'{"id": "evt_1"}',
        message("checkout.session.completed", session(), event_id="evt 1\x00"),
        message("checkout.session.completed", session(), event_id="e" * 121),
        message("checkout.session.completed", session(), created="yesterday"),
        message("checkout.session.completed", session(), created=10**30),
        message("checkout.session.completed", session(), data=None),
        *[
            message("checkout.session.completed", session(**{name: value}))
            for name, value in {
                "amount_total": 51.14,
                "currency": "US dollars",
                "client_reference_id": None,
                "customer": 7,
                "metadata": [],
                "payment_method": None,
            }.items()
        ],
        message("checkout.session.completed", session(amount_total=-1)),
        message("checkout.session.completed", session(amount_total=True)),
        message("checkout.session.completed", session(amount_total=10**12)),
        message("checkout.session.completed", session(payment_method=with_card(last4="42424"))),
        message("checkout.session.completed", session(payment_method=with_card(exp_month=13))),
        message("payment_intent.payment_failed", {"last_payment_error": "declined"}),
    ],
)
def test_a_signed_message_that_is_not_as_agreed_is_refused(body: bytes) -> None:
    with pytest.raises(MessageRefused, match="cannot be read"):
        read(body)


@pytest.mark.parametrize("number", ["4242424242424242", "4242 4242 4242 4242", 378282246310005])
def test_a_message_that_holds_a_card_number_is_refused(number: object) -> None:
    with pytest.raises(MessageRefused, match="card number"):
        read(message("checkout.session.completed", session(note=number)))


NAMES = st.sampled_from(["id", "type", "created", "data", "object", "metadata"]) | st.text()
PLAIN = st.none() | st.booleans() | st.integers() | st.text()
JSON = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner)).map(json.dumps)


@given(st.binary(max_size=300) | JSON.map(str.encode))
def test_no_signed_bytes_do_anything_but_be_read_or_refused(body: bytes) -> None:
    with suppress(MessageRefused):
        assert read(body).id
