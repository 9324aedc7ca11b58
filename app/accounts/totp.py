"""The six digits of an authenticator app (RFC 6238 by pyotp), pure: steps of thirty seconds, each good once."""

import hmac
from datetime import datetime

import pyotp

SECONDS = 30
DIGITS = 6
EACH_WAY = 1
"""Steps by which a phone's clock may be off."""


def new_secret() -> str:
    """A random secret of 160 bits, as apps take it."""
    return pyotp.random_base32()


def address(secret: str, owner: str, shop: str) -> str:
    """What the QR code holds: an `otpauth:` address that apps read."""
    return pyotp.TOTP(secret).provisioning_uri(name=owner, issuer_name=shop)


def step_of(secret: str, typed: str, at: datetime, used: int) -> int | None:
    """The number of the step whose code was typed; None for a wrong code, or of a step up to `used`."""
    here = int(at.timestamp()) // SECONDS
    app = pyotp.TOTP(secret)
    fitting = [
        step
        for step in range(here - EACH_WAY, here + EACH_WAY + 1)
        # Every step is compared, so that the time says nothing.
        if hmac.compare_digest(app.at(step * SECONDS).encode(), typed.encode()) and step > used
    ]
    return fitting[0] if fitting else None


def code_now(secret: str, at: datetime, used: int = 0) -> str | None:
    """What the app shows, or its next code where this one was used; None where that one was used, too."""
    here = int(at.timestamp()) // SECONDS
    step = max(here, used + 1)
    return pyotp.TOTP(secret).at(step * SECONDS) if step <= here + EACH_WAY else None


def in_groups(secret: str) -> str:
    """The secret in groups of four, for hands."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
