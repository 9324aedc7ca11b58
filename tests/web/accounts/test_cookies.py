"""What the two cookies hold: random characters, whatever they are decoded with (P54 to P58)."""

import base64
import binascii
import json
import re
import zlib

import pytest
from itsdangerous import URLSafeTimedSerializer
from itsdangerous.encoding import base64_decode

from app.accounts.sign_in_models import WebSession
from app.foundation.database import db
from tests.pages import Browser
from tests.people import PASSWORD, SignedIn

ABOUT_ALEX = ("alex", "kim", "example.com", "chanhassen", "user", "csrf", "account")


def decodings(value: str) -> list[bytes]:
    """Everything that the usual decoders make of a cookie's parts."""
    found = [value.encode()]
    for part in re.split(r"[.|]", value):
        for decode in (base64.urlsafe_b64decode, base64.b64decode, bytes.fromhex, base64_decode):
            for padded in (part, part + "=" * (-len(part) % 4)):
                try:
                    found.append(bytes(decode(padded)))
                except (ValueError, binascii.Error):
                    continue
    return found + [inflated for one in found if (inflated := inflate(one))]


def inflate(data: bytes) -> bytes:
    for bits in (15, -15, 31):
        try:
            return zlib.decompress(data, bits)
        except zlib.error:
            continue
    return b""


def is_json(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data), dict | list)
    except ValueError:
        return False


@pytest.fixture
def busy(customer: SignedIn) -> SignedIn:
    """A customer who is remembered, has saved something and was shown a message."""
    customer.get("/account").form("/sign-out").submit()
    customer.sign_in(remember=True)
    page = customer.get("/account/profile").form("/account/profile").submit(phone="612-555-0142").follow()
    assert "saved" in page.main
    return customer


def test_decoding_the_cookies_yields_random_characters_only(busy: SignedIn) -> None:
    cookies = busy.cookies()
    assert set(cookies) == {"__Host-session", "__Host-remember"}
    for value in cookies.values():
        for decoded in decodings(value):
            assert not is_json(decoded)
            assert not any(word in decoded.lower() for word in map(str.encode, ABOUT_ALEX))
            assert str(busy.account_id).encode() != decoded


def test_the_session_cookie_is_256_random_bits_and_the_other_a_token_and_its_signature(busy: SignedIn) -> None:
    cookies = busy.cookies()
    assert len(base64.urlsafe_b64decode(cookies["__Host-session"] + "=")) == 32
    token, signature = cookies["__Host-remember"].split("|")
    assert len(base64.urlsafe_b64decode(token + "=")) == 32
    assert re.fullmatch("[0-9a-f]{128}", signature)


def test_the_shop_s_own_key_opens_nothing_in_them(busy: SignedIn) -> None:
    for value in busy.cookies().values():
        for salt in ("cookie-session", "itsdangerous", "wtf-csrf-token"):
            assert not URLSafeTimedSerializer(busy.app.config["SECRET_KEY"], salt=salt).loads_unsafe(value)[0]


def test_they_go_to_this_host_only_over_tls_and_out_of_reach_of_scripts(visitor: Browser, customer: SignedIn) -> None:
    page = visitor.get("/sign-in")
    answer = page.form("/sign-in").submit(user_id="alex.kim", password=PASSWORD, remember="y")
    lines = page.response.headers.getlist("Set-Cookie") + answer.response.headers.getlist("Set-Cookie")
    assert len(lines) == 3
    for line in lines:
        assert line.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(line.split("; "))
        assert "Domain" not in line


def test_the_cookie_ties_the_browser_to_the_stored_profile(customer: SignedIn) -> None:
    assert "Alex Kim" in customer.get("/account").main
    other = Browser(customer.app)
    other.client.set_cookie(
        "__Host-session", customer.cookies()["__Host-session"], domain="localhost", path="/", secure=True
    )
    assert "Alex Kim" in other.get("/account").main


@pytest.mark.parametrize("path", ["/", "/products", "/help", "/contact", "/sign-out", "/register/details"])
def test_a_page_without_a_form_to_post_sets_no_cookie(visitor: Browser, path: str) -> None:
    visitor.get(path)
    assert visitor.cookies() == {}


def test_reading_a_form_makes_no_row_and_neither_does_a_refused_post(visitor: Browser) -> None:
    visitor.get("/sign-in").form("/sign-in").submit(user_id="nobody", password="wrong")
    assert db.session.query(WebSession).count() == 0


@pytest.mark.parametrize("value", ["", "x", "a" * 4000, "é", "../../etc/passwd", "a" * 42 + "%", "' or 1=1; --"])
def test_a_made_up_session_cookie_is_like_none(visitor: Browser, value: str) -> None:
    visitor.client.set_cookie("__Host-session", value, domain="localhost", path="/", secure=True)
    assert visitor.get("/account").status == 303
    assert visitor.get("/sign-in").status == 200


def test_a_message_belongs_to_one_address_and_does_not_show_elsewhere(customer: SignedIn) -> None:
    answer = customer.get("/account/profile").form("/account/profile").submit(phone="612-555-0142")
    assert "saved" not in customer.get("/account").main
    assert "saved" in answer.follow().main


def test_a_message_is_gone_after_a_minute(customer: SignedIn) -> None:
    answer = customer.get("/account/profile").form("/account/profile").submit(phone="612-555-0142")
    row = db.session.query(WebSession).one()
    row.messages = [[*message[:3], "2026-01-01T00:00:00+00:00"] for message in row.messages]
    db.session.commit()
    assert "saved" not in answer.follow().main
