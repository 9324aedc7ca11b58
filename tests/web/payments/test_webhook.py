"""The address for the processor's messages: signed or nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.foundation.database import db
from app.payments.models import PaymentMessage
from tests.pages import Browser, Page
from tests.unit.payments.messages import message, session, signed

BODY = message("checkout.session.completed", session())
ADDRESS = "/webhooks/payments"


def post(visitor: Browser, body: bytes, signature: str | None) -> Page:
    headers = {} if signature is None else {"Practice-Signature": signature}
    return visitor.post(ADDRESS, body, headers=headers, content_type="application/json")  # type: ignore[arg-type]


def kept() -> int:
    count = db.session.scalar(select(func.count(PaymentMessage.id))) or 0
    db.session.rollback()
    return count


def test_a_signed_message_is_kept_without_any_cookie_or_form_token(visitor: Browser) -> None:
    answer = post(visitor, BODY, signed(BODY))
    assert (answer.status, answer.response.text) == (200, "unknown\n")
    assert "Set-Cookie" not in answer.response.headers
    assert kept() == 1


def test_the_same_message_twice_is_kept_once(visitor: Browser) -> None:
    post(visitor, BODY, signed(BODY))
    answer = post(visitor, BODY, signed(BODY))
    assert (answer.status, answer.response.text) == (200, "repeated\n")
    assert kept() == 1


WRONG: dict[str, Callable[[], str | None]] = {
    "none at all": lambda: None,
    "empty": lambda: "",
    "made up": lambda: "t=1,v1=0",
    "an hour old": lambda: signed(BODY, int(time.time()) - 3600),
    "by another secret": lambda: signed(BODY, secret="somebody else's secret"),
    "of another body": lambda: signed(BODY + b"\n"),
    "in other digits": lambda: "t=\u0661,v1=\u0660",
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_signature_is_refused_and_changes_nothing(visitor: Browser, kind: str) -> None:
    signature = WRONG[kind]()
    if signature is not None:
        signature = signature.encode().decode("latin-1")
    assert post(visitor, BODY, signature).status == 400
    assert kept() == 0


def test_a_message_with_a_card_number_is_refused_and_not_kept(visitor: Browser) -> None:
    body = message("checkout.session.completed", session(note="4242424242424242"))
    answer = post(visitor, body, signed(body))
    assert answer.status == 400
    assert "4242424242424242" not in answer.response.text
    assert kept() == 0


@pytest.mark.parametrize("stated", [True, False])
def test_a_message_above_64_kb_is_refused_unread(visitor: Browser, stated: bool) -> None:
    body = message("checkout.session.completed", session(note="x" * 64 * 1024))
    headers = {"Practice-Signature": signed(body)}
    if stated:
        answer = visitor.post(ADDRESS, body, headers=headers)  # type: ignore[arg-type]
        status = answer.status
    else:
        status = visitor.client.post(
            ADDRESS,
            base_url="https://localhost:8443",
            headers=headers,
            environ_overrides={"wsgi.input": BytesIO(body), "wsgi.input_terminated": True},
        ).status_code
    assert status == 413
    assert kept() == 0


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_posting_is_answered(visitor: Browser, method: str) -> None:
    answer = visitor.client.open(ADDRESS, method=method, base_url="https://localhost:8443")
    assert answer.status_code == 405


def test_a_shop_without_a_processor_believes_nothing(app: Flask, visitor: Browser) -> None:
    bound = app.extensions.pop("shop.processor")
    try:
        assert post(visitor, BODY, signed(BODY)).status == 409
    finally:
        app.extensions["shop.processor"] = bound
    assert kept() == 0
