"""What the two cookies do, and what is in them."""

import pytest
from flask import Flask

from tests.pages import BASE, Browser
from tests.people import SignedIn
from tests.promises import steps
from tests.web.accounts.test_cookies import decodings, is_json

ABOUT_ALEX = (b"alex", b"kim", b"example.com", b"chanhassen", b"account", b"10001")


@pytest.mark.promise("P54")
def test_a_cookie_lets_the_site_recognize_one_browser_among_many(customer: SignedIn, visitor: Browser) -> None:
    assert customer.get("/account").status == 200
    assert visitor.get("/account").location.startswith("/sign-in")
    visitor.client.set_cookie("__Host-session", customer.cookies()["__Host-session"], domain="localhost")
    assert visitor.get("/account").status == 200


@pytest.mark.promise("P55")
def test_a_cookie_ties_the_customer_to_the_stored_profile(customer: SignedIn, other_customer: SignedIn) -> None:
    assert "Where this came from: you typed it" in customer.get("/account/profile").main
    assert customer.get("/account/profile").form("/account/profile").values()["name"] == "Alex Kim"
    assert other_customer.get("/account/profile").form("/account/profile").values()["name"] == "Robin Vale"


@pytest.mark.promise("P56")
def test_no_cookie_holds_anything_about_a_person(customer: SignedIn) -> None:
    customer.get("/account").form("/sign-out").submit()
    customer.sign_in(remember=True)
    saved = customer.get("/account/profile").form("/account/profile").submit(greeting="Ms. Kim").follow()
    assert "saved" in saved.main
    steps.ordered(customer)
    cookies = customer.cookies()
    assert set(cookies) == {"__Host-session", "__Host-remember"}
    for value in cookies.values():
        for decoded in decodings(value):
            assert not is_json(decoded)
            assert not any(word in decoded.lower() for word in ABOUT_ALEX)


@pytest.mark.promise("P56")
def test_looking_around_sets_no_cookie_at_all(visitor: Browser, customer: SignedIn) -> None:
    for path in ("/", "/products", "/products/business-cards?quantity=250", "/privacy-policy", "/help", "/contact"):
        visitor.get(path)
    assert visitor.cookies() == {}
    assert not any(word in value.encode() for value in customer.cookies().values() for word in ABOUT_ALEX)
    assert not any(b"Alex" in decoded for value in customer.cookies().values() for decoded in decodings(value))


@pytest.mark.promise("P57")
def test_the_lasting_cookie_only_remembers_who_signed_in_on_this_computer(customer: SignedIn) -> None:
    customer.get("/account").form("/sign-out").submit()
    customer.sign_in(remember=True)
    customer.client.delete_cookie("__Host-session", domain="localhost", path="/")
    assert set(customer.cookies()) == {"__Host-remember"}
    assert customer.get("/account").status == 200


@pytest.mark.promise("P58")
def test_no_other_site_gets_a_cookie(app: Flask, customer: SignedIn) -> None:
    client = app.test_client()
    answers = [client.get("/sign-in", base_url=BASE), customer.get("/sign-in?again=1").response]
    cookies = [line for answer in answers for line in answer.headers.getlist("Set-Cookie")]
    assert cookies
    for line in cookies:
        assert line.startswith("__Host-")
        for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert part in line, part
        assert "Domain" not in line
    policy = answers[0].headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy.replace("https://localhost", "")
