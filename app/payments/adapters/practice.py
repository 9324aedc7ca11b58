"""The practice processor, spoken to in the protocol of `practice_processor/README.md`."""

import hashlib
import hmac
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from app.disclosures.egress import NOTHING_PERSONAL, Call, call
from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.card_numbers import holds_card_number
from app.payments.adapters.interface import (
    CardSummary,
    Checkout,
    CheckoutRefused,
    MessageRefused,
    OpenCheckout,
    PaymentEvent,
)

TOLERANCE_SECONDS = 300
_LARGEST_AMOUNT = 99_999_999
_NAMED = {
    "amount_total": "amount",
    "currency": "amount",
    "client_reference_id": "order number",
    "customer": "customer reference",
    "success_url": "order number",
    "cancel_url": "order number",
    "metadata": NOTHING_PERSONAL,
}
"""What kind of data each part of a request for a payment page is."""
_UNUSABLE = (KeyError, TypeError, ValueError, AttributeError, RecursionError)
"""What reading an answer or a message that is not as agreed may raise."""


class PracticeProcessor:
    """Calls go through the outbound door; messages are believed only with their signature."""

    name = "practice"
    signature_header = "Practice-Signature"

    def __init__(self, base_url: str, secret_key: str, webhook_secret: str) -> None:
        self.origin = f"{urlsplit(base_url).scheme}://{urlsplit(base_url).netloc}"
        self._sessions = f"{base_url}/v1/checkout/sessions"
        self._cards = f"{base_url}/v1/payment_methods"
        self.credentials = {"Authorization": f"Bearer {secret_key}"}
        self._webhook_secret = webhook_secret.encode()

    def open(self, act: Act, checkout: Checkout, key: str) -> OpenCheckout:
        """See `Processor.open`."""
        body = {
            "amount_total": checkout.amount_cents,
            "currency": checkout.currency,
            "client_reference_id": checkout.order_number,
            "customer": checkout.customer,
            "success_url": checkout.success_url,
            "cancel_url": checkout.cancel_url,
            "metadata": {"attempt": key},
        }
        answer = call(act, Call("card-processor", "open checkout", checkout.order_ref, "POST", self._sessions, key,
                                "card", checkout.customer_ref, _NAMED, body, repeatable=True))  # fmt: skip
        try:
            if answer.status == 200:
                return OpenCheckout(
                    _text(answer.body["id"]), str(answer.body["url"]), _instant(answer.body["expires_at"])
                )
        except _UNUSABLE:
            pass
        raise CheckoutRefused(
            "The card processor could not open a payment page. Nothing was taken; please try again in a while."
        )

    def close(self, act: Act, session_id: str, order_ref: str, customer_ref: str) -> bool:
        """See `Processor.close`."""
        url = f"{self._sessions}/{session_id}/expire"
        answer = call(act, Call("card-processor", "close checkout", order_ref, "POST", url, codes.random_token(),
                                "card", customer_ref, {"url": "payment reference"}, repeatable=True))  # fmt: skip
        return answer.status == 200

    def forget(self, act: Act, token: str, customer_ref: str) -> bool:
        """See `Processor.forget`."""
        answer = call(act, Call("card-processor", "remove card", customer_ref, "POST", f"{self._cards}/{token}/detach",
                                f"forget_{codes.digest(token)}", "card", customer_ref,
                                {"url": "customer reference"}, repeatable=True))  # fmt: skip
        return answer.status in {200, 404}

    def read(self, raw: bytes, signature: str, now: datetime) -> PaymentEvent:
        """See `Processor.read`."""
        self._check_signature(raw, signature, int(now.timestamp()))
        try:
            message = json.loads(raw)
            if holds_card_number(json.dumps(message, ensure_ascii=False)):
                raise MessageRefused("The message holds a card number.")
            return _event(message)
        except _UNUSABLE as error:
            raise MessageRefused("The message cannot be read.") from error

    def _check_signature(self, raw: bytes, signature: str, now: int) -> None:
        pieces = [piece.strip().partition("=") for piece in signature.split(",")]
        stamps = [value for name, _, value in pieces if name == "t" and re.fullmatch("[0-9]{1,12}", value)]
        if len(stamps) != 1 or abs(now - int(stamps[0])) > TOLERANCE_SECONDS:
            raise MessageRefused("The signature has no time, or one too far from ours.")
        wanted = hmac.new(self._webhook_secret, stamps[0].encode() + b"." + raw, hashlib.sha256).hexdigest()
        given = [value.encode("utf-8", "replace") for name, _, value in pieces if name == "v1"]
        # Every candidate is compared, so that the time taken says nothing about any of them.
        if not sum([hmac.compare_digest(wanted.encode(), candidate) for candidate in given]):
            raise MessageRefused("The signature is wrong.")


def _event(message: dict[str, Any]) -> PaymentEvent:
    known = PaymentEvent(_text(message["id"]), "other", _text(message["type"]), _instant(message["created"]))
    thing = message["data"]["object"]
    match known.type:
        case "checkout.session.completed" if thing["payment_status"] == "paid":
            return _of_session(known, thing, kind="paid", card=_card(thing["payment_method"]))
        case "checkout.session.expired":
            return _of_session(known, thing, kind="expired")
        case "payment_intent.payment_failed":
            reason = _text(thing["last_payment_error"]["code"])
            return _of_payment(known, thing, kind="declined", amount_cents=_whole(thing["amount"]), reason=reason)
        case "charge.refunded":
            given_back = _whole(thing["amount_refunded"])
            return _of_payment(known, thing, kind="refunded", amount_cents=given_back)
    return known


def _of_session(known: PaymentEvent, session: dict[str, Any], **details: Any) -> PaymentEvent:
    return _of_payment(
        known,
        session,
        session_id=_text(session["id"]),
        order_number=_text(session["client_reference_id"]),
        amount_cents=_whole(session["amount_total"]),
        customer=_text(session["customer"]),
        **details,
    )


def _of_payment(known: PaymentEvent, thing: dict[str, Any], **details: Any) -> PaymentEvent:
    attempt_key, currency = _text(thing["metadata"]["attempt"]), _text(thing["currency"], r"[a-z]{3}")
    return replace(known, attempt_key=attempt_key, currency=currency, **details)


def _card(method: dict[str, Any]) -> CardSummary:
    card = method["card"]
    return CardSummary(
        token=_text(method["id"]),
        brand=_text(card["brand"], r"[0-9A-Za-z_ ]{1,40}"),
        last4=_text(card["last4"], r"[0-9]{4}"),
        exp_month=_whole(card["exp_month"], 1, 12),
        exp_year=_whole(card["exp_year"], 2000, 2999),
    )


def _text(value: object, pattern: str = r"[0-9A-Za-z_.:-]{1,120}") -> str:
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise ValueError("This is not as agreed with the processor.")
    return value


def _whole(value: object, least: int = 0, most: int = _LARGEST_AMOUNT) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError("This is not as agreed with the processor.")
    return value


def _instant(value: object) -> datetime:
    return datetime.fromtimestamp(_whole(value, most=2**33), UTC)
