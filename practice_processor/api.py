"""The machine's side of the protocol: JSON in and out, with the shop's secret key."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import sqlite3
import time
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, request

from practice_processor import checkout
from practice_processor.addresses import is_return_address
from practice_processor.notices import Moment
from practice_processor.parts import Parts, parts

api = Blueprint("api", __name__, url_prefix="/v1")

_LARGEST_AMOUNT = 99_999_999
_REFUND_REASONS = ("duplicate", "fraudulent", "requested_by_customer")


class Refused(Exception):
    """A request that the protocol does not allow; becomes a JSON answer with a sentence."""

    def __init__(self, status: int, code: str, message: str, param: str = "") -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.param = status, code, message, param


@api.errorhandler(Refused)
def _answer_refusal(refusal: Refused) -> Response:
    fault = {"type": "invalid_request_error", "code": refusal.code, "message": refusal.message}
    if refusal.param:
        fault["param"] = refusal.param
    return _json({"error": fault}, refusal.status)


@api.before_request
def _require_key() -> None:
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {parts().settings.secret_key}"
    if not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Refused(401, "authentication_required", "Send the secret key as a Bearer token.")


@api.post("/checkout/sessions")
def create_session() -> Response:
    """Open a checkout session."""
    body = _body()
    order = _order(body)

    def make(moment: Moment) -> dict[str, Any]:
        return _describe(moment.db, checkout.create(moment, order))

    return _json(_once(body, make))


@api.get("/checkout/sessions/<session_id>")
def show_session(session_id: str) -> Response:
    """A session as it stands now."""
    with parts().store.reading() as db:
        return _json(_describe(db, session_id))


@api.post("/checkout/sessions/<session_id>/expire")
def expire_session(session_id: str) -> Response:
    """Close an open session, so that an abandoned attempt can never be paid later."""
    with parts().store.writing() as db:
        _describe(db, session_id)
        if not checkout.expire(Moment(db, parts().settings, time.time()), session_id):
            raise Refused(400, "session_not_open", "Only an open session can be expired.")
        answer = _describe(db, session_id)
    parts().courier.wake()
    return _json(answer)


@api.post("/refunds")
def create_refund() -> Response:
    """Give back a payment, whole or in part."""
    body = _body()
    payment_intent = _text(body, "payment_intent", r"pi_[0-9A-Za-z]{1,60}")
    amount = _amount(body, "amount") if body.get("amount") is not None else None
    reason = str(body.get("reason", "requested_by_customer"))
    if reason not in _REFUND_REASONS:
        raise Refused(400, "parameter_invalid", f"The reason is one of {', '.join(_REFUND_REASONS)}.", "reason")

    def make(moment: Moment) -> dict[str, Any]:
        return checkout.refund(moment, payment_intent, amount, reason)

    try:
        answer = _once(body, make)
    except checkout.RefundRefused as refusal:
        raise Refused(400, "refund_refused", str(refusal), "amount") from refusal
    parts().courier.wake()
    return _json(answer)


@api.post("/payment_methods/<payment_method>/detach")
def detach_payment_method(payment_method: str) -> Response:
    """Let go of a card that paid once; a second time gives the same answer."""
    with parts().store.writing() as db:
        answer = checkout.detach(Moment(db, parts().settings, time.time()), payment_method)
    if answer is None:
        raise Refused(404, "resource_missing", "There is no such payment method.")
    return _json(answer)


def _once(body: dict[str, Any], make: Callable[[Moment], dict[str, Any]]) -> dict[str, Any]:
    """Run `make` once per Idempotency-Key; later calls get the first answer, another body a 409."""
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > 255:
        raise Refused(400, "idempotency_key_invalid", "An idempotency key has at most 255 characters.")
    canonical = json.dumps([request.path, body], sort_keys=True)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    held: Parts = parts()
    with held.store.writing() as db:
        known = db.execute("SELECT * FROM idempotency WHERE key = ?", (key,)).fetchone() if key else None
        if known is not None and known["request_sha256"] != digest:
            raise Refused(409, "idempotency_key_in_use", "This key came before with another request.")
        if known is not None:
            answer: dict[str, Any] = json.loads(known["answer"])
            return answer
        answer = make(Moment(db, held.settings, time.time()))
        if key:
            db.execute(
                "INSERT INTO idempotency VALUES (?, ?, ?, ?)",
                (key, digest, json.dumps(answer), int(time.time())),
            )
        return answer


def _body() -> dict[str, Any]:
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError) as error:
        raise Refused(400, "json_invalid", "The body is not JSON.") from error
    if not isinstance(body, dict):
        raise Refused(400, "json_invalid", "The body is not a JSON object.")
    return body


def _order(body: dict[str, Any]) -> checkout.Order:
    currency = _text(body, "currency", r"[a-z]{3}")
    if currency != "usd":
        raise Refused(400, "parameter_invalid", "The practice processor takes usd only.", "currency")
    return checkout.Order(
        amount_total=_amount(body, "amount_total"),
        currency=currency,
        client_reference_id=_text(body, "client_reference_id", r"[0-9A-Za-z_.:-]{1,200}"),
        customer=_text(body, "customer", r"cus_[0-9A-Za-z]{1,60}") if body.get("customer") else "",
        metadata=_metadata(body),
        success_url=_address(body, "success_url"),
        cancel_url=_address(body, "cancel_url"),
    )


def _amount(body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _LARGEST_AMOUNT:
        raise Refused(400, "amount_invalid", f"{name} is a whole number of cents from 1 to {_LARGEST_AMOUNT}.", name)
    return value


def _text(body: dict[str, Any], name: str, pattern: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise Refused(400, "parameter_invalid", f"{name} is missing or not of the right form.", name)
    return value


def _metadata(body: dict[str, Any]) -> dict[str, str]:
    value = body.get("metadata", {})
    fits = isinstance(value, dict) and len(value) <= 20
    if not fits or not all(
        isinstance(item, str) and len(name) <= 40 and len(item) <= 500 for name, item in value.items()
    ):
        raise Refused(400, "parameter_invalid", "metadata is an object of at most 20 short strings.", "metadata")
    return dict(value)


def _address(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not is_return_address(value):
        raise Refused(400, "url_invalid", f"{name} is not a whole http or https address.", name)
    return value


def _describe(db: sqlite3.Connection, session_id: str) -> dict[str, Any]:
    row = checkout.find(db, session_id)
    if row is None:
        raise Refused(404, "resource_missing", "There is no such session.")
    base = parts().settings.address.rstrip("/") or request.host_url.rstrip("/")
    url = f"{base}/pay/{session_id}" if row["status"] == "open" else None
    return {**checkout.describe(db, row), "url": url}


def _json(value: dict[str, Any], status: int = 200) -> Response:
    return current_app.response_class(json.dumps(value), status, mimetype="application/json")
