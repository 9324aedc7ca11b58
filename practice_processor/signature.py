"""The signature on a webhook: `Practice-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`."""

from __future__ import annotations

import hashlib
import hmac

HEADER = "Practice-Signature"


def sign(secret: str, body: bytes, at: int) -> str:
    """The header's value for these exact bytes at this time."""
    code = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={code}"
