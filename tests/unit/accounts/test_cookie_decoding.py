"""A cookie's value is taken apart in every usual way: whoever packs something into one is found out."""

import base64
import gzip
import json
import zlib
from hashlib import sha512

import pytest
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

from app.accounts.checks.cookies import flaws
from app.accounts.checks.decoding import sayings
from app.foundation import codes

OWN = ("alex.kim", "Alex Kim", "alex.kim@example.com")


def urlsafe(packed: bytes) -> str:
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


SPEAKING = {
    "words": "alex.kim.and.more.of.that.kind",
    "json": json.dumps({"id": 123456789012345678901234567890}),
    "a long number": "123456789012345678901234567890",
    "a name among bytes": urlsafe(b"\x01" * 20 + b"Alex Kim" + b"\x02" * 20),
    "base64": base64.b64encode(b"somebody lives at the lake").decode(),
    "zlib": urlsafe(zlib.compress(b"\x00\x01" * 40)),
    "gzip": urlsafe(gzip.compress(b"\x00\x01" * 40, mtime=0)),
    "hex": b"Alex Kim, and a good deal more".hex(),
    "signed": URLSafeSerializer("key").dumps({"user": 7, "cart": ["business-cards"] * 9}),
    "a digit": "7",
    "escaped": "alex%2Ekim%40example%2Ecom-and-so-on",
}


@pytest.mark.parametrize("value", SPEAKING.values(), ids=SPEAKING)
def test_a_value_that_says_something_is_found_out(value: str) -> None:
    assert list(sayings(value, OWN))


def test_a_signed_value_with_its_time_is_found_out() -> None:
    signed = URLSafeTimedSerializer("key").dumps({"user": 7, "cart": ["business-cards"] * 9})
    assert list(sayings(signed, OWN))


def test_random_values_say_nothing() -> None:
    for _ in range(300):
        assert list(sayings(codes.random_token(256), OWN)) == []


def test_a_random_value_with_its_signature_says_nothing() -> None:
    for number in range(100):
        token = codes.random_token(256)
        assert list(sayings(f"{token}|{sha512(bytes([number])).hexdigest()}", OWN)) == []


@pytest.mark.parametrize("missing", ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"])
def test_each_missing_flag_is_named(missing: str) -> None:
    whole = "__Host-session=abc; Secure; HttpOnly; SameSite=Lax; Path=/"
    assert flaws(whole) == []
    assert len(flaws(whole.replace(missing, ""))) == 1


def test_a_cookie_for_a_whole_domain_is_none_of_this_site_alone() -> None:
    assert flaws("session=abc; Secure; HttpOnly; SameSite=Strict; Path=/; Domain=example.com") == [
        "session lacks Path=/ and no domain",
        "session lacks the __Host- beginning",
    ]
