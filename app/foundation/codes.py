"""Random and derived secrets: tokens, digests, typed codes."""

import hashlib
import hmac
import secrets

from flask import current_app

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty-two signs that no hand mistakes for another: no I, L, O, U."""
ALIKE = str.maketrans("OIL", "011")


def random_token(bits: int = 256) -> str:
    """An unguessable token of that many random bits, safe in an address or a cookie."""
    return secrets.token_urlsafe(bits // 8)


def digest(token: str) -> str:
    """SHA-256 as hex: how a long random token rests in the database."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed(purpose: str, *parts: object) -> bytes:
    """HMAC-SHA256 under the shop's secret key; `purpose` keeps one use apart from another."""
    text = "\x1f".join([purpose, *map(str, parts)])
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def keyed_hex(purpose: str, *parts: object) -> str:
    """`keyed` as hex."""
    return keyed(purpose, *parts).hex()


def typed_code(purpose: str, *parts: object, digits: int = 6) -> str:
    """A code to type, derived from the key and the row it belongs to: nothing readable is stored."""
    return str(int.from_bytes(keyed(purpose, *parts), "big") % 10**digits).zfill(digits)


def letter_code(purpose: str, *parts: object) -> str:
    """A code of twelve characters for a letter, in groups of four: `7K2Q-M4TX-W9HB`; derived like `typed_code`."""
    number = int.from_bytes(keyed(purpose, *parts), "big")
    signs = "".join(LETTERS[number >> 5 * place & 31] for place in range(12))
    return "-".join(signs[start : start + 4] for start in (0, 4, 8))


def reference() -> str:
    """A new public name of twelve signs with 60 random bits, `7K2QM4TXW9HB`: shown by `grouped`, typed as it comes."""
    return "".join(secrets.choice(LETTERS) for _ in range(12))


def grouped(name: str) -> str:
    """Twelve signs as a hand copies them best: `7K2Q-M4TX-W9HB`."""
    return "-".join(name[start : start + 4] for start in range(0, len(name), 4))


def read_letters(typed: str) -> str:
    """The twelve characters as they were typed, without what hands add: `7k2q m4tx w9hb` gives `7K2QM4TXW9HB`."""
    return "".join(sign for sign in typed.upper().translate(ALIKE) if sign.isalnum())
