"""What the two cookies do, and what is in them."""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from flask import Flask

from app.foundation.access import mark_of
from tests.pages import BASE, Browser, Page
from tests.people import SignedIn
from tests.promises import steps
from tests.rules.driving import CHOICE, rules
from tests.rules.test_personal_pages import FRAGMENTS
from tests.web.accounts.test_cookies import decodings, is_json

ABOUT_ALEX = (b"alex", b"kim", b"example.com", b"chanhassen", b"account", b"10001")
NAME = re.compile(r"__Host-[a-z]+")
DAY = 24 * 3600
SESSION, REMEMBER = "__Host-session", "__Host-remember"


def for_everybody(app: Flask) -> Iterator[Page]:
    """Every page that anybody may open, each as a stranger without cookies gets it."""
    for rule in rules(app):
        if rule.arguments or "GET" not in (rule.methods or ()) or rule.rule in FRAGMENTS:
            continue
        if mark_of(app.view_functions[rule.endpoint]).kind == "public":
            answer = app.test_client().get(rule.rule, base_url=BASE, query_string=CHOICE, buffered=True)
            yield Page(Browser(app), answer, rule.rule)


def given(page: Page) -> dict[str, int]:
    """The cookies that an answer sets, each with its seconds; 0 where it ends with the browser."""
    found: dict[str, int] = {}
    for line in page.response.headers.getlist("Set-Cookie"):
        for name, cookie in SimpleCookie(line).items():
            found[name] = int(cookie["max-age"] or 0)
            assert cookie["max-age"] or not cookie["expires"], line
    return found


@pytest.mark.promise("P11")
def test_no_page_sets_a_cookie_but_where_and_how_the_policy_describes(app: Flask, visitor: Browser) -> None:
    described = set(NAME.findall(visitor.get("/privacy-policy").main))
    pages = list(for_everybody(app))
    with_forms = [page.path for page in pages if page['form[method="post"] [name="csrf_token"]']]
    setting = {page.path: given(page) for page in pages if given(page)}
    assert set(setting) <= set(with_forms), "a page without a form sets no cookie"
    assert 0 < len(with_forms) < len(pages)
    assert {name for cookies in setting.values() for name in cookies} == {SESSION} < described
    assert {seconds for cookies in setting.values() for seconds in cookies.values()} == {0}


@pytest.mark.promise("P11")
def test_signing_in_sets_the_described_cookies_and_for_the_described_time(customer: SignedIn) -> None:
    text = customer.get("/privacy-policy").main
    customer.get("/account").form("/sign-out").submit()
    form = customer.get("/sign-in").form("/sign-in")
    cookies = given(form.submit(user_id="alex.kim", password="nine kites over the mill", remember="y"))
    assert set(cookies) == set(NAME.findall(text))
    assert cookies[SESSION] == 0, "it ends with the browser"
    assert f"{cookies[REMEMBER] // DAY} days" in text
    customer.get("/account/profile").form("/account/profile").submit(greeting="Ms. Kim")
    steps.ordered(customer)
    assert set(customer.cookies()) == set(cookies), "nothing is added on the way"


@pytest.mark.promise("P54")
def test_a_cookie_lets_the_site_recognize_one_browser_among_many(customer: SignedIn, visitor: Browser) -> None:
    assert customer.get("/account").status == 200
    assert visitor.get("/account").location.startswith("/sign-in")
    visitor.client.set_cookie("__Host-session", customer.cookies()["__Host-session"], domain="localhost")
    assert visitor.get("/account").status == 200


@pytest.mark.promise("P54")
def test_what_the_site_remembers_from_one_page_to_the_next_hangs_on_the_cookie_alone(
    customer: SignedIn, visitor: Browser
) -> None:
    form = customer.get("/account/profile").form("/account/profile")
    number = customer.cookies()[SESSION]
    saved = form.submit(greeting="Ms. Kim")
    assert "saved" in saved.follow().main
    assert customer.cookies()[SESSION] == number, "the message is kept on the server, not in the cookie"
    for made_up in ("A" * 43, number[:-1] + ("A" if number[-1] != "A" else "B"), "", "1", "alex.kim"):
        visitor.client.set_cookie(SESSION, made_up, domain="localhost")
        assert visitor.get("/account").location.startswith("/sign-in"), made_up


@pytest.mark.promise("P55")
def test_only_after_signing_in_a_cookie_leads_to_the_profile_and_only_until_signing_out(customer: SignedIn) -> None:
    number = customer.cookies()[SESSION]
    assert customer.get("/account/profile").form("/account/profile").values()["name"] == "Alex Kim"
    customer.get("/account").form("/sign-out").submit()
    customer.client.set_cookie(SESSION, number, domain="localhost")
    assert customer.get("/account/profile").location.startswith("/sign-in"), "the number leads nowhere any more"
    stranger = Browser(customer.app)
    stranger.get("/sign-in")
    assert set(stranger.cookies()) == {SESSION}
    assert "Alex" not in stranger.get("/products").text
    assert stranger.get("/account/profile").location.startswith("/sign-in"), "a cookie from before signing in"


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


@pytest.mark.promise("P57")
def test_the_lasting_cookie_is_a_number_of_one_use_that_only_a_sign_in_with_the_tick_sets(customer: SignedIn) -> None:
    assert REMEMBER not in customer.cookies(), "signed in without the tick"
    customer.get("/account").form("/sign-out").submit()
    customer.sign_in(remember=True)
    first = customer.cookies()[REMEMBER]
    customer.client.delete_cookie(SESSION, domain="localhost", path="/")
    assert "Alex" in customer.get("/account").text
    second = customer.cookies()[REMEMBER]
    number = re.compile(r"[A-Za-z0-9_-]{43}\|[0-9a-f]{128}")
    assert number.fullmatch(first)
    assert number.fullmatch(second)
    assert first[:8] != second[:8], "nothing of the person is in both"
    elsewhere = Browser(customer.app)
    assert elsewhere.get("/account").location.startswith("/sign-in"), "another computer remembers nobody"
    customer.get("/account").form("/sign-out").submit()
    assert customer.cookies() == {}
    for copy in (first, second):
        elsewhere.client.set_cookie(REMEMBER, copy, domain="localhost")
        assert elsewhere.get("/account").location.startswith("/sign-in"), "signing out ends it everywhere"


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
