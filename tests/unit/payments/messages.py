"""Messages of the processor, made by hand and signed as it signs."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

SECRET = "test-webhook-secret"
CARD = {"id": "pm_1", "card": {"brand": "visa", "last4": "4242", "exp_month": 4, "exp_year": 2040}}


def signed(body: bytes, at: int | None = None, secret: str = SECRET) -> str:
    """The signature header for these bytes."""
    stamp = int(time.time()) if at is None else at
    code = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={code}"


def message(kind: str, thing: dict[str, Any], event_id: str = "evt_1", **changes: Any) -> bytes:
    """The bytes of an event about this object."""
    whole = {"id": event_id, "type": kind, "created": 1_790_000_000, "data": {"object": thing}, **changes}
    return json.dumps(whole).encode()


def session(attempt: str = "pay_1", **changes: Any) -> dict[str, Any]:
    """A paid session for order 10001 of $51.14."""
    paid = {
        "id": "cs_1",
        "amount_total": 5114,
        "currency": "usd",
        "client_reference_id": "10001",
        "customer": "cus_1",
        "payment_status": "paid",
        "payment_method": CARD,
        "metadata": {"attempt": attempt},
    }
    return {**paid, **changes}
