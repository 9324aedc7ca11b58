"""The page on which a customer types a card, over HTTP, without any script."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.practice_processor.running import Answer, Processor, ReceivingShop

GOOD = "4242424242424242"
CONFIRMS = "4000002500003155"
DECLINED = "4000000000000002"
POOR = "4000000000009995"


def test_every_page_says_that_no_money_moves(processor: Processor) -> None:
    open_one, paid, closed, confirming = (processor.open_session()["id"] for _ in range(4))
    processor.pay(paid, GOOD)
    processor.api("POST", f"/checkout/sessions/{closed}/expire")
    processor.pay(confirming, CONFIRMS)
    pages = ["/", "/pay/nothing", "/nowhere", f"/pay/{confirming}/confirm"]
    for path in [*pages, *(f"/pay/{session_id}" for session_id in (open_one, paid, closed))]:
        page = processor.get(path)
        assert "No money moves here" in page.text, path
        assert len(list(page.tree.iter("{http://www.w3.org/1999/xhtml}h1"))) == 1, path


def test_every_page_is_shut_to_foreign_content_frames_and_caches(processor: Processor) -> None:
    session = processor.open_session()
    for path in ("/", f"/pay/{session['id']}", "/nowhere"):
        headers = processor.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in headers


def test_the_payment_form_may_lead_back_to_the_shop_and_nowhere_else(processor: Processor) -> None:
    policy = processor.get(f"/pay/{processor.open_session()['id']}").headers["Content-Security-Policy"]
    assert "form-action 'self' https://localhost:8443;" in policy


def test_no_page_holds_script_or_inline_style(processor: Processor) -> None:
    page = processor.get(f"/pay/{processor.open_session()['id']}")
    for element in page.tree.iter():
        assert str(element.tag).rpartition("}")[2] not in ("script", "style")
        assert not any(name == "style" or name.startswith("on") for name in element.attrib)


@pytest.mark.parametrize("number", [GOOD, "5555555555554444", "378282246310005", "4242-4242 4242-4242"])
def test_a_good_test_card_pays_and_leads_back_to_the_shop(processor: Processor, number: str) -> None:
    session = processor.open_session()
    answer = processor.pay(session["id"], number, cvc="1234" if number.startswith("37") else "123")
    assert answer.status == 303
    assert answer.location == f"https://localhost:8443/orders/SP-1001/return?session={session['id']}"
    assert processor.look(session["id"])["payment_status"] == "paid"


@pytest.mark.parametrize(("number", "reason"), [(DECLINED, "was declined"), (POOR, "not enough money")])
def test_a_declined_card_leaves_the_session_payable(
    processor: Processor, shop: ReceivingShop, number: str, reason: str
) -> None:
    session = processor.open_session()
    page = processor.pay(session["id"], number)
    assert page.status == 402
    assert reason in page.text
    assert processor.look(session["id"])["status"] == "open"
    assert processor.pay(session["id"], GOOD).status == 303
    assert processor.look(session["id"])["payment_status"] == "paid"
    shop.wait_for(3)
    assert shop.types[0] == "payment_intent.payment_failed"
    assert shop.received[0].event["data"]["object"]["last_payment_error"]["message"] in page.text


def test_a_card_that_needs_confirmation_is_charged_only_after_it(processor: Processor) -> None:
    session = processor.open_session()
    asked = processor.pay(session["id"], CONFIRMS)
    assert (asked.status, asked.location) == (303, f"/pay/{session['id']}/confirm")
    page = processor.get(asked.location)
    assert "Visa ending in 3155" in page.text
    assert processor.look(session["id"])["payment_status"] == "unpaid"
    done = processor.submit(asked.location, {**page.fields(), "answer": "confirm"})
    assert done.location.startswith("https://localhost:8443/")
    assert processor.look(session["id"])["payment_method"]["card"]["last4"] == "3155"


def test_a_refused_confirmation_charges_nothing_and_lets_the_customer_try_again(
    processor: Processor, shop: ReceivingShop
) -> None:
    session = processor.open_session()
    path = processor.pay(session["id"], CONFIRMS).location
    page = processor.submit(path, {**processor.get(path).fields(), "answer": "refuse"})
    assert "was not confirmed" in page.text
    assert processor.look(session["id"])["status"] == "open"
    again = processor.submit(path, {"form_token": page.fields()["form_token"], "answer": "confirm"})
    assert "Choose a card first" in again.text
    assert processor.look(session["id"])["payment_status"] == "unpaid"
    assert shop.wait_for(1)[0].event["data"]["object"]["last_payment_error"]["code"] == "authentication_required"


def test_a_confirmation_page_without_a_card_leads_to_the_form(processor: Processor) -> None:
    session = processor.open_session()
    assert processor.get(f"/pay/{session['id']}/confirm").location == f"/pay/{session['id']}"


def test_a_double_click_charges_once(processor: Processor, shop: ReceivingShop) -> None:
    session = processor.open_session()
    path = f"/pay/{session['id']}"
    typed = {**processor.get(path).fields(), "number": GOOD, "expiry": "04/40", "cvc": "123"}

    def click(_: int) -> Answer:
        return processor.submit(path, typed)

    with ThreadPoolExecutor(6) as together:
        answers = list(together.map(click, range(6)))
    assert {answer.status for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    shop.wait_for(2)
    assert sorted(shop.types) == ["checkout.session.completed", "payment_intent.succeeded"]


def test_two_clicks_on_confirm_charge_once(processor: Processor, shop: ReceivingShop) -> None:
    session = processor.open_session()
    path = processor.pay(session["id"], CONFIRMS).location
    typed = {**processor.get(path).fields(), "answer": "confirm"}
    with ThreadPoolExecutor(4) as together:
        answers = list(together.map(lambda _: processor.submit(path, typed), range(4)))
    assert len({answer.location for answer in answers}) == 1
    shop.wait_for(2)
    assert len(shop.types) == 2


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("number", "", "Type one of the test card numbers"),
        ("number", "4242", "has 13 to 19 digits"),
        ("number", "\u0664\u0662" * 8, "has 13 to 19 digits"),
        ("number", "4242424242424241", "A digit of this number is wrong"),
        ("number", "4111111111111111", "This is not a test number"),
        ("expiry", "", "Type the month and the year"),
        ("expiry", "13/40", "Type the month and the year"),
        ("expiry", "04/20", "This date has passed"),
        ("expiry", "04/99", "too far ahead"),
        ("cvc", "", "has three digits"),
        ("cvc", "1234", "has three digits"),
        ("cvc", "12\x00", "has three digits"),
        ("notice", "by-pigeon", "Choose one of the ways"),
    ],
)
def test_a_wrong_field_gets_its_sentence_and_charges_nothing(
    processor: Processor, shop: ReceivingShop, field: str, typed: str, sentence: str
) -> None:
    session = processor.open_session()
    page = processor.pay(session["id"], GOOD, **{field: typed})
    assert page.status == 422
    assert sentence in page.text
    assert processor.look(session["id"])["status"] == "open"
    assert shop.received == []


def test_an_amex_card_wants_four_digits(processor: Processor) -> None:
    page = processor.pay(processor.open_session()["id"], "378282246310005", cvc="123")
    assert "has four digits" in page.text


def test_the_number_and_the_security_code_are_not_sent_back_but_the_rest_is(processor: Processor) -> None:
    page = processor.pay(processor.open_session()["id"], "4111111111111111", "late", expiry="05/41", cvc="987")
    assert b"4111111111111111" not in page.body
    assert page.fields()["number"] == ""
    assert page.fields()["cvc"] == ""
    assert page.fields()["expiry"] == "05/41"
    assert page.fields()["notice"] == "late"


def test_no_typed_number_and_no_security_code_is_ever_on_disk(processor: Processor, tmp_path: Path) -> None:
    for number in (GOOD, DECLINED, "4111111111111111", "5105105105105100"):
        processor.pay(processor.open_session()["id"], number, cvc="739")
    for file in tmp_path.iterdir():
        kept = file.read_bytes()
        for number in (GOOD, DECLINED, "4111111111111111", "5105105105105100"):
            assert number.encode() not in kept
        assert b"cvc" not in kept


FORGERIES: dict[str, Callable[[dict[str, str]], tuple[dict[str, str], dict[str, str]]]] = {
    "without a token": lambda typed: ({**typed, "form_token": ""}, {}),
    "with another token": lambda typed: ({**typed, "form_token": "\u00e9" * 32}, {}),
    "from another origin": lambda typed: (typed, {"Origin": "https://elsewhere.example.com"}),
    "from a hidden origin": lambda typed: (typed, {"Origin": "null"}),
    "from a neighbor": lambda typed: (typed, {"Sec-Fetch-Site": "same-site"}),
}


@pytest.mark.parametrize("how", FORGERIES)
def test_a_form_that_is_not_our_own_charges_nothing(processor: Processor, how: str) -> None:
    session = processor.open_session()
    path = f"/pay/{session['id']}"
    typed = {**processor.get(path).fields(), "number": GOOD, "expiry": "04/40", "cvc": "123"}
    forged, headers = FORGERIES[how](typed)
    assert processor.submit(path, forged, headers).status == 400
    processor.pay(session["id"], CONFIRMS)
    assert processor.submit(f"{path}/confirm", {**forged, "answer": "confirm"}, headers).status == 400
    assert processor.submit(f"{path}/tell", forged, headers).status == 400
    assert processor.look(session["id"])["payment_status"] == "unpaid"


def test_our_own_form_is_taken_with_the_headers_a_browser_sends(processor: Processor) -> None:
    session = processor.open_session()
    path = f"/pay/{session['id']}"
    typed = {**processor.get(path).fields(), "number": GOOD, "expiry": "04/40", "cvc": "123"}
    headers = {"Origin": processor.address, "Sec-Fetch-Site": "same-origin"}
    assert processor.submit(path, typed, headers).status == 303


def test_a_foreign_host_name_is_refused(processor: Processor) -> None:
    answer = processor.send("GET", "/", headers={"Host": "rebound.example.com"})
    assert answer.status == 400


def test_an_unknown_payment_and_a_wrong_method_get_a_page(processor: Processor) -> None:
    assert processor.get("/pay/cs_test_0").status == 404
    assert processor.submit("/pay/cs_test_0", {}).status == 404
    assert processor.submit("/pay/cs_test_0/tell", {}).status == 404
    assert processor.submit("/", {}).status == 405


def test_bytes_that_are_no_text_get_a_sentence(processor: Processor) -> None:
    session = processor.open_session()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    body = b"number=%ff%fe&form_token=%00&expiry=%f0%9f&cvc=%80"
    assert processor.send("POST", f"/pay/{session['id']}", body, headers).status == 400
    assert processor.send("POST", f"/pay/{session['id']}", b"a=" + b"x" * 20_000, headers).status == 413


def test_a_wrong_card_on_a_closed_page_leads_to_the_closed_page(processor: Processor) -> None:
    session = processor.open_session()
    path = f"/pay/{session['id']}"
    typed = {**processor.get(path).fields(), "number": "1"}
    processor.api("POST", f"/checkout/sessions/{session['id']}/expire")
    assert processor.submit(path, typed).location == path
