"""Paying at the real practice processor, from the first click to the paid attempt, over loopback HTTP.

What is paid is called `trial:10001`: the rooms above listen for orders of theirs, and this is about payments alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.config import SettingsError
from app.disclosures.egress import SupplierSilent
from app.disclosures.models import Disclosure, OutboundCall
from app.foundation import work
from app.foundation.acts import Act, system_act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.payments import adapters, service
from app.payments.adapters import NoProcessor
from app.payments.models import PaymentAttempt, PaymentMessage, PaymentState
from app.payments.news import PaymentNews, payment_event
from tests.practice_processor.beside_the_shop import PracticeBeside, bind
from tests.practice_processor.running import PATIENCE, receiving_shop

GOOD, DECLINED, CONFIRMS = "4242424242424242", "4000000000000002", "4000002500003155"
SHOP = "https://localhost:8443/orders/10001"


class Ear:
    """Hears the news of payments, on whatever thread they come."""

    def __init__(self) -> None:
        self.heard: list[PaymentNews] = []
        self.arrival = threading.Condition()

    def __call__(self, _sender: object, *, act: Act, news: PaymentNews) -> None:
        with self.arrival:
            self.heard.append(news)
            self.arrival.notify_all()

    def wait_for(self, count: int) -> list[str]:
        """The kinds of news, once there are this many."""
        with self.arrival:
            assert self.arrival.wait_for(lambda: len(self.heard) >= count, PATIENCE), self.heard
            return [news.kind for news in self.heard]


@pytest.fixture
def ear() -> Iterator[Ear]:
    ear = Ear()
    with payment_event.connected_to(ear):
        yield ear


def begin(cents: int = 5114, order: str = "trial:10001", **changes: Any) -> str:
    """Begin a payment as a request does: in one piece of work, committed at its end."""
    urls = {"success_url": f"{SHOP}/return", "cancel_url": SHOP, **changes}
    begun: list[str] = []
    act = system_act("customer", "17", 1)
    work.unit(lambda: begun.append(service.begin(act, order, cents, "account:17", **urls)))
    return begun[0]


def look(query: Any) -> list[Any]:
    """The rows of a query, without an open transaction left behind."""
    rows = list(db.session.scalars(query))
    db.session.rollback()
    return rows


def count_messages() -> int:
    return int(look(select(func.count(PaymentMessage.id)))[0])


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for something that another process or thread brings about."""
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.05)):
        if holds():
            return
        pause.wait(0.05)
    raise AssertionError("it did not come about")


def test_a_payment_goes_from_the_shop_to_the_page_and_back_as_paid(practice: PracticeBeside, ear: Ear) -> None:
    url = begin()
    assert url.startswith(f"{practice.address}/pay/")
    assert practice.pay_at(url, GOOD).location == f"{SHOP}/return"
    assert ear.wait_for(1) == ["paid"]
    told = ear.heard[0]
    assert (told.order_ref, told.amount_cents, told.currency, told.attempt) == ("trial:10001", 5114, "usd", 1)
    assert told.card is not None
    assert (told.card.brand, told.card.last4) == ("visa", "4242")
    assert look(select(PaymentState.state).order_by(PaymentState.id)) == ["begun", "open", "paid"]


def test_the_processor_is_given_amount_order_number_and_no_more_and_it_is_written_down(
    practice: PracticeBeside,
) -> None:
    session = practice.look(begin().rpartition("/")[2])
    assert (session["amount_total"], session["client_reference_id"]) == (5114, "10001")
    assert set(session["metadata"]) == {"attempt"}
    [call] = look(select(OutboundCall))
    assert (call.supplier, call.kind, call.subject_ref) == ("card-processor", "open checkout", "trial:10001")
    assert (call.state, call.status) == ("answered", 200)
    [told] = look(select(Disclosure))
    assert (told.recipient, told.ground, told.person_ref) == ("card-processor", "card", "account:17")
    assert (told.case_ref, told.fields, told.call_id) == ("trial:10001", ["amount", "order number"], call.id)


def test_a_second_click_leads_to_the_same_page(practice: PracticeBeside) -> None:
    assert begin() == begin()
    assert len(look(select(PaymentAttempt))) == 1


def test_two_clicks_at_the_same_instant_lead_to_one_page(app: Flask, practice: PracticeBeside) -> None:
    def click(_: int) -> str:
        with app.app_context():
            return begin()

    with ThreadPoolExecutor(4) as together:
        pages = set(together.map(click, range(4)))
    assert len(pages) == 1
    assert len(look(select(PaymentAttempt))) == 1


def test_a_declined_card_leaves_the_order_payable_on_the_same_page(practice: PracticeBeside, ear: Ear) -> None:
    url = begin()
    assert practice.pay_at(url, DECLINED).status == 402
    assert ear.wait_for(1) == ["declined"]
    assert ear.heard[0].reason == "card_declined"
    assert begin() == url
    practice.pay_at(url, GOOD)
    assert ear.wait_for(2) == ["declined", "paid"]


def test_a_card_that_needs_confirmation_pays_after_it(practice: PracticeBeside, ear: Ear) -> None:
    path = practice.pay_at(begin(), CONFIRMS).location
    assert ear.heard == []
    practice.submit(path, {**practice.get(path).fields(), "answer": "confirm"})
    assert ear.wait_for(1) == ["paid"]


@pytest.mark.parametrize("notice", ["at-once", "after-return", "twice", "out-of-order", "late"])
def test_however_the_shop_is_told_the_order_is_paid_once(practice: PracticeBeside, ear: Ear, notice: str) -> None:
    url = begin()
    practice.pay_at(url, DECLINED, notice)
    practice.pay_at(url, GOOD, notice)
    wait_until(lambda: "paid" in [news.kind for news in ear.heard] and count_messages() == 3)
    assert [news.kind for news in ear.heard].count("paid") == 1
    assert look(select(PaymentState.state)).count("paid") == 1


def test_a_shop_that_is_not_told_believes_nothing_until_it_is(practice: PracticeBeside, ear: Ear) -> None:
    url = begin()
    paid = practice.pay_at(url, GOOD, "never")
    assert ear.heard == []
    assert begin() == url
    practice.submit(f"{paid.location}/tell", practice.get(paid.location).fields())
    assert ear.wait_for(1) == ["paid"]


def test_a_paid_order_cannot_be_paid_again(practice: PracticeBeside, ear: Ear) -> None:
    practice.pay_at(begin(), GOOD)
    ear.wait_for(1)
    with pytest.raises(Refusal, match="paid already"):
        begin()
    with pytest.raises(Refusal, match="paid already"):
        begin(9999)


def test_a_changed_amount_closes_the_old_page_and_begins_a_new_attempt(practice: PracticeBeside, ear: Ear) -> None:
    old = begin(5114)
    new = begin(6000)
    assert new != old
    assert practice.get("/pay/" + old.rpartition("/")[2]).status == 410
    practice.pay_at(new, GOOD)
    wait_until(lambda: "paid" in [news.kind for news in ear.heard])
    assert (ear.heard[-1].attempt, ear.heard[-1].amount_cents) == (2, 6000)
    keys = look(select(PaymentAttempt.idempotency_key))
    assert len(set(keys)) == 2


def test_an_amount_changed_after_paying_opens_no_second_page(practice: PracticeBeside, ear: Ear) -> None:
    practice.pay_at(begin(5114), GOOD, "never")
    with pytest.raises(Refusal, match="on its way"):
        begin(6000)
    assert len(look(select(PaymentAttempt))) == 1


def test_a_customer_who_has_paid_before_is_known_to_the_processor(practice: PracticeBeside, ear: Ear) -> None:
    first = begin()
    practice.pay_at(first, GOOD)
    ear.wait_for(1)
    second = begin(order="trial:10002")
    customers = {practice.look(url.rpartition("/")[2])["customer"] for url in (first, second)}
    assert len(customers) == 1


def test_a_silent_processor_takes_nothing_and_is_asked_again_under_the_same_key(
    app: Flask, practice: PracticeBeside
) -> None:
    settings = app.extensions["shop.settings"]
    bind(app, replace(settings, processor_url="http://127.0.0.1:9"))
    with pytest.raises(SupplierSilent, match="Nothing was taken"):
        begin()
    [key] = look(select(PaymentAttempt.idempotency_key))
    bind(app, replace(settings, processor_url=practice.address))
    url = begin()
    assert practice.look(url.rpartition("/")[2])["metadata"] == {"attempt": key}
    assert [(call.state, call.tries) for call in look(select(OutboundCall))] == [("answered", 2)]


def test_a_processor_that_refuses_is_asked_afresh_the_next_time(app: Flask, practice: PracticeBeside) -> None:
    with pytest.raises(Refusal, match="could not open a payment page"):
        begin(success_url="ftp://localhost/")
    url = begin()
    assert practice.get("/pay/" + url.rpartition("/")[2]).status == 200
    assert look(select(PaymentState.state).order_by(PaymentState.id)) == ["begun", "refused", "begun", "open"]


def test_a_key_that_the_processor_does_not_know_is_a_refusal(app: Flask, practice: PracticeBeside) -> None:
    settings = app.extensions["shop.settings"]
    bind(app, replace(settings, processor_url=practice.address, processor_key="a key that is not the right one"))
    with pytest.raises(Refusal, match="could not open a payment page"):
        begin()


def test_an_answer_that_lacks_the_page_is_a_refusal(app: Flask, practice: PracticeBeside) -> None:
    with receiving_shop() as says_only_200:
        bind(app, replace(app.extensions["shop.settings"], processor_url=says_only_200.url))
        with pytest.raises(Refusal, match="could not open a payment page"):
            begin()


def test_an_amount_changed_after_a_silence_has_no_page_to_close(app: Flask, practice: PracticeBeside) -> None:
    settings = app.extensions["shop.settings"]
    bind(app, replace(settings, processor_url="http://127.0.0.1:9"))
    with pytest.raises(SupplierSilent):
        begin(5114)
    bind(app, replace(settings, processor_url=practice.address))
    assert practice.look(begin(6000).rpartition("/")[2])["amount_total"] == 6000


def test_a_page_near_its_end_is_not_offered_again(practice: PracticeBeside) -> None:
    old = begin()

    def age() -> None:
        attempt = db.session.scalars(select(PaymentAttempt)).one()
        attempt.expires_at = system_act("command", "test").at

    work.unit(age)
    assert begin() != old


def test_in_production_there_is_no_practice_processor(app: Flask, practice: PracticeBeside) -> None:
    bound = app.extensions.pop("shop.processor")
    try:
        adapters.bind(app, replace(app.extensions["shop.settings"], env="production"))
        with pytest.raises(NoProcessor, match="Nothing was taken"):
            begin()
    finally:
        app.extensions["shop.processor"] = bound


def test_an_unknown_processor_stops_the_start(app: Flask) -> None:
    with pytest.raises(SettingsError, match="SHOP_PROCESSOR"):
        adapters.bind(app, replace(app.extensions["shop.settings"], processor="barter"))


def test_no_card_number_is_anywhere_in_the_shop_after_paying(app: Flask, practice: PracticeBeside, ear: Ear) -> None:
    practice.pay_at(begin(), GOOD)
    ear.wait_for(1)
    folder = Path(app.extensions["shop.settings"].instance)
    for file in folder.rglob("*"):
        if file.is_file():
            assert GOOD.encode() not in file.read_bytes(), file
