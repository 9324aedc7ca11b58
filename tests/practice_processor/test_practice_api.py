"""The side of the practice processor that the shop's server talks to."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.practice_processor.running import (
    Processor,
    ReceivingShop,
    order,
    running_processor,
    settings_for,
)

GOOD = "4242424242424242"


def test_a_session_carries_what_the_shop_asked_and_a_page_to_pay_on(processor: Processor) -> None:
    session = processor.open_session()
    assert session["object"] == "checkout.session"
    assert (session["amount_total"], session["currency"]) == (5114, "usd")
    assert session["client_reference_id"] == "SP-1001"
    assert session["metadata"] == {"attempt": "1"}
    assert (session["status"], session["payment_status"]) == ("open", "unpaid")
    assert session["url"] == f"{processor.address}/pay/{session['id']}"
    assert processor.look(session["id"]) == session


def test_a_customer_known_from_before_stays_the_same_customer(processor: Processor) -> None:
    first = processor.open_session()
    again = processor.open_session(customer=first["customer"])
    other = processor.open_session()
    assert again["customer"] == first["customer"] != other["customer"]


@pytest.mark.parametrize("secret", ["", "sk_test_wrong_0123456789", "Bearer", "\u00e9"])
def test_without_the_secret_key_nothing_is_answered(processor: Processor, secret: str) -> None:
    session = processor.open_session()
    for method, path in (
        ("POST", "/checkout/sessions"),
        ("GET", f"/checkout/sessions/{session['id']}"),
        ("POST", f"/checkout/sessions/{session['id']}/expire"),
        ("POST", "/refunds"),
        ("POST", "/payment_methods/pm_1/detach"),
    ):
        answer = processor.api(method, path, order(), secret=secret)
        assert answer.status == 401
        assert answer.json["error"]["code"] == "authentication_required"
    assert processor.look(session["id"])["status"] == "open"


def test_the_same_key_and_body_give_the_same_session(processor: Processor) -> None:
    first = processor.open_session(key="attempt-1")
    assert processor.open_session(key="attempt-1") == first
    assert processor.open_session(key="attempt-2")["id"] != first["id"]
    assert processor.open_session()["id"] != processor.open_session()["id"]


def test_the_same_key_with_another_body_is_refused(processor: Processor) -> None:
    processor.open_session(key="attempt-1")
    answer = processor.api("POST", "/checkout/sessions", order(amount_total=1), "attempt-1")
    assert answer.status == 409
    assert answer.json["error"]["code"] == "idempotency_key_in_use"


def test_one_key_sent_many_times_at_once_opens_one_session(processor: Processor) -> None:
    with ThreadPoolExecutor(8) as together:
        sessions = list(together.map(lambda _: processor.open_session(key="attempt-1"), range(8)))
    assert len({session["id"] for session in sessions}) == 1


@pytest.mark.parametrize(
    ("fault", "value"),
    [
        *[("amount_total", value) for value in (0, -1, 1.5, "5114", True, None, 10**30, 100_000_000)],
        *[("currency", value) for value in ("eur", "USD", "", None, 7)],
        *[("client_reference_id", value) for value in ("", "a\x00b", "x" * 201, "\ud83d", {}, None)],
        *[("customer", value) for value in ("someone", 7, ["cus_1"])],
        *[("metadata", value) for value in ([], "text", {"a": 1}, {"a" * 41: "b"}, {"a": "b" * 501})],
        *[("success_url", value) for value in ("", "javascript:alert(1)", "//x", "https://", None)],
        *[("success_url", value) for value in ("https://a b/", "http://[::1", "https://a;b/", "https://a:x/")],
        *[("cancel_url", value) for value in ("ftp://localhost/", "https://u@localhost/", "https://a\r\nb/")],
    ],
)
def test_a_wrong_value_is_refused_by_name(processor: Processor, fault: str, value: object) -> None:
    answer = processor.api("POST", "/checkout/sessions", order(**{fault: value}))
    assert answer.status == 400
    assert answer.json["error"]["param"] == fault


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{", b"\xff\xfe", b"[" * 9000, b'{"a":1'])
def test_a_body_that_is_no_json_object_is_refused(processor: Processor, body: bytes) -> None:
    for path in ("/checkout/sessions", "/refunds"):
        answer = processor.api("POST", path, body)
        assert answer.status == 400
        assert answer.json["error"]["code"] == "json_invalid"


def test_a_body_beyond_the_limit_is_refused(processor: Processor) -> None:
    assert processor.api("POST", "/refunds", b" " * 20_000).status == 413


def test_a_key_that_is_too_long_is_refused(processor: Processor) -> None:
    assert processor.api("POST", "/checkout/sessions", order(), "k" * 256).status == 400


def test_an_unknown_session_is_not_found(processor: Processor) -> None:
    assert processor.api("GET", "/checkout/sessions/cs_test_0").status == 404
    assert processor.api("POST", "/checkout/sessions/cs_test_0/expire").status == 404


def test_an_expired_session_can_no_longer_be_paid(processor: Processor, shop: ReceivingShop) -> None:
    session = processor.open_session()
    page = processor.get(f"/pay/{session['id']}")
    expired = processor.api("POST", f"/checkout/sessions/{session['id']}/expire")
    assert (expired.json["status"], expired.json["url"]) == ("expired", None)
    typed = {**page.fields(), "number": GOOD, "expiry": "04/40", "cvc": "123"}
    processor.submit(f"/pay/{session['id']}", typed)
    assert processor.look(session["id"])["payment_status"] == "unpaid"
    assert processor.get(f"/pay/{session['id']}").status == 410
    assert processor.api("POST", f"/checkout/sessions/{session['id']}/expire").status == 400
    shop.wait_for(1)
    assert shop.types == ["checkout.session.expired"]


def test_a_session_closes_by_itself_when_its_time_is_over(tmp_path: Path, shop: ReceivingShop) -> None:
    with running_processor(settings_for(tmp_path, shop.url, session_seconds=0)) as processor:
        session = processor.open_session()
        shop.wait_for(1)
        assert shop.types == ["checkout.session.expired"]
        assert processor.look(session["id"])["status"] == "expired"


def test_a_payment_is_given_back_in_parts_but_never_more_than_was_captured(
    processor: Processor, shop: ReceivingShop
) -> None:
    session = processor.open_session()
    processor.pay(session["id"], GOOD)
    part = {"payment_intent": session["payment_intent"], "amount": 2000}
    assert processor.api("POST", "/refunds", part).json["amount"] == 2000
    too_much = processor.api("POST", "/refunds", {**part, "amount": 3115})
    assert too_much.status == 400
    assert "3114 cents" in too_much.json["error"]["message"]
    rest = processor.api("POST", "/refunds", {"payment_intent": session["payment_intent"]})
    assert (rest.json["amount"], rest.json["status"]) == (3114, "succeeded")
    assert processor.api("POST", "/refunds", {**part, "amount": 1}).status == 400
    assert processor.look(session["id"])["amount_refunded"] == 5114
    charges = [received.event["data"]["object"] for received in shop.wait_for(4)[2:]]
    assert [charge["amount_refunded"] for charge in charges] == [2000, 5114]
    assert [charge["refunded"] for charge in charges] == [False, True]


def test_a_refund_sent_twice_under_one_key_is_one_refund(processor: Processor) -> None:
    session = processor.open_session()
    processor.pay(session["id"], GOOD)
    body = {"payment_intent": session["payment_intent"], "amount": 100}
    first = processor.api("POST", "/refunds", body, "refund-1")
    assert processor.api("POST", "/refunds", body, "refund-1").json == first.json
    assert processor.api("POST", "/refunds", {**body, "amount": 101}, "refund-1").status == 409
    assert processor.look(session["id"])["amount_refunded"] == 100


def test_refunds_that_race_never_pass_the_captured_amount(processor: Processor) -> None:
    session = processor.open_session()
    processor.pay(session["id"], GOOD)
    body = {"payment_intent": session["payment_intent"], "amount": 2000}
    with ThreadPoolExecutor(6) as together:
        answers = list(together.map(lambda _: processor.api("POST", "/refunds", body).status, range(6)))
    assert sorted(answers) == [200, 200, 400, 400, 400, 400]
    assert processor.look(session["id"])["amount_refunded"] == 4000


@pytest.mark.parametrize(
    "change",
    [
        {"payment_intent": "pi_unknown"},
        {"payment_intent": 7},
        {"amount": 0},
        {"amount": "x"},
        {"reason": "why"},
    ],
)
def test_a_refund_of_nothing_real_is_refused(processor: Processor, change: dict[str, object]) -> None:
    session = processor.open_session()
    body = {"payment_intent": session["payment_intent"], **change}
    answer = processor.api("POST", "/refunds", body)
    assert answer.status == 400
    assert answer.json["error"]["message"]


def test_an_unpaid_session_has_nothing_to_refund(processor: Processor) -> None:
    session = processor.open_session()
    answer = processor.api("POST", "/refunds", {"payment_intent": session["payment_intent"]})
    assert answer.json["error"]["code"] == "refund_refused"


def test_a_paid_session_shows_the_card_by_token_brand_last_four_and_expiry_only(processor: Processor) -> None:
    session = processor.open_session()
    processor.pay(session["id"], "5555 5555 5555 4444")
    method = processor.look(session["id"])["payment_method"]
    assert method["card"] == {"brand": "mastercard", "last4": "4444", "exp_month": 4, "exp_year": 2040}
    assert method["id"].startswith("pm_")
    assert "5555555555554444" not in json.dumps(processor.look(session["id"]))


def test_a_card_that_was_let_go_of_is_not_shown_any_more_and_what_it_paid_can_be_given_back(
    processor: Processor,
) -> None:
    session = processor.open_session()
    processor.pay(session["id"], "5555 5555 5555 4444")
    token = processor.look(session["id"])["payment_method"]["id"]
    for _ in range(2):
        answer = processor.api("POST", f"/payment_methods/{token}/detach")
        assert (answer.status, answer.json["customer"]) == (200, None)
    assert processor.look(session["id"])["payment_method"] is None
    assert processor.api("POST", "/refunds", {"payment_intent": session["payment_intent"]}).status == 200
    assert processor.api("POST", "/payment_methods/pm_nobody/detach").status == 404
