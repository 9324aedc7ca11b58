"""The questions that passkeys answer: made for one browser and one use, good for five minutes (WebAuthn challenges).

A question carries its own proof, keyed by the shop, so that nothing is stored before it is answered.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.foundation import codes

LIFE = timedelta(minutes=5)
_RANDOM, _STAMP, _PROOF = 16, 8, 16


@dataclass(frozen=True)
class RelyingParty:
    """Whom passkeys are made for: `id` is a host name, `origin` the one address whose pages may ask, `name` for people.

    Without an id (the shop's host is an IP address) there are no passkeys.
    """

    id: str
    origin: str
    name: str


@dataclass(frozen=True)
class Asking:
    """For what a passkey is asked (`add`, `alone`, `second`, `end`), and by which browser's session."""

    purpose: str
    session_sha256: str


def question(asking: Asking, at: datetime) -> bytes:
    """A new challenge."""
    random = secrets.token_bytes(_RANDOM)
    stamp = int(at.timestamp()).to_bytes(_STAMP, "big")
    return random + stamp + _proof(asking, random, stamp)


def is_ours(challenge: bytes, asking: Asking, at: datetime) -> bool:
    """Whether this is a question of ours, for this browser and purpose, not older than five minutes."""
    if len(challenge) != _RANDOM + _STAMP + _PROOF:
        return False
    random, stamp, proof = challenge[:_RANDOM], challenge[_RANDOM:-_PROOF], challenge[-_PROOF:]
    age = at.timestamp() - int.from_bytes(stamp, "big")
    return hmac.compare_digest(proof, _proof(asking, random, stamp)) and -1 <= age <= LIFE.total_seconds()


def _proof(asking: Asking, random: bytes, stamp: bytes) -> bytes:
    return codes.keyed("passkey", asking.purpose, asking.session_sha256, random.hex(), stamp.hex())[:_PROOF]


def owner_handle(account_id: int) -> bytes:
    """By which number a passkey names its owner: says nothing outside, and the same for all passkeys of an account."""
    return codes.keyed("passkey-owner", account_id)


def as_text(raw: bytes) -> str:
    """Bytes as browsers write them in JSON: base64 for addresses, without padding."""
    return urlsafe_b64encode(raw).decode().rstrip("=")
