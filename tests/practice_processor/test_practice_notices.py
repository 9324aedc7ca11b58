"""How the shop is told: signed, at the chosen time, again until it listens, and after a restart."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from tests.practice_processor.running import (
    PATIENCE,
    WEBHOOK_SECRET,
    Processor,
    ReceivingShop,
    running_processor,
    settings_for,
)

GOOD = "4242424242424242"
DECLINED = "4000000000000002"
NOBODY_LISTENS = "http://127.0.0.1:9/webhooks/payments"
PAID = ["payment_intent.succeeded", "checkout.session.completed"]


def ids(shop: ReceivingShop) -> list[str]:
    return [received.event["id"] for received in shop.received]


def test_told_at_once_the_shop_knows_before_the_customer_is_back(processor: Processor, shop: ReceivingShop) -> None:
    session = processor.open_session()
    assert processor.pay(session["id"], GOOD, "at-once").status == 303
    assert shop.types == PAID
    told = shop.received[1].event["data"]["object"]
    assert (told["id"], told["amount_total"], told["payment_status"]) == (session["id"], 5114, "paid")
    assert told["metadata"] == {"attempt": "1"}


def test_each_message_is_signed_over_its_time_and_exact_bytes(processor: Processor, shop: ReceivingShop) -> None:
    processor.pay(processor.open_session()["id"], GOOD)
    for received in shop.wait_for(2):
        assert received.is_signed_with(WEBHOOK_SECRET)
        assert not received.is_signed_with(WEBHOOK_SECRET + "x")
        received.body += b" "
        assert not received.is_signed_with(WEBHOOK_SECRET)


def test_told_after_the_return_the_shop_hears_it_later(processor: Processor, shop: ReceivingShop) -> None:
    paid_at = time.time()
    processor.pay(processor.open_session()["id"], GOOD, "after-return")
    assert shop.wait_for(2)[0].at - paid_at >= 0.2
    assert shop.types == PAID


def test_told_late_the_shop_waits_for_the_whole_time(processor: Processor, shop: ReceivingShop) -> None:
    paid_at = time.time()
    processor.pay(processor.open_session()["id"], GOOD, "late")
    assert shop.wait_for(2)[0].at - paid_at >= 0.4


def test_told_twice_each_event_comes_twice_with_one_id(processor: Processor, shop: ReceivingShop) -> None:
    processor.pay(processor.open_session()["id"], GOOD, "twice")
    shop.wait_for(4)
    assert sorted(shop.types) == sorted(PAID * 2)
    assert len(set(ids(shop))) == 2


def test_told_out_of_order_the_last_event_comes_first(processor: Processor, shop: ReceivingShop) -> None:
    session = processor.open_session()
    processor.pay(session["id"], DECLINED, "out-of-order")
    assert shop.received == []
    processor.pay(session["id"], GOOD, "out-of-order")
    shop.wait_for(3)
    assert shop.types == [*reversed(PAID), "payment_intent.payment_failed"]


def test_told_never_the_shop_hears_nothing_until_the_customer_says_so(
    processor: Processor, shop: ReceivingShop
) -> None:
    session = processor.open_session()
    answer = processor.pay(session["id"], GOOD, "never")
    assert answer.location == f"/pay/{session['id']}"
    page = processor.get(answer.location)
    assert "2 messages wait" in page.text
    assert shop.received == []
    told = processor.submit(f"{answer.location}/tell", page.fields())
    assert told.status == 303
    assert shop.types == PAID
    assert "The shop has been told" in processor.get(told.location).text


def test_a_shop_that_fails_is_told_again_at_growing_distances_until_it_listens(
    processor: Processor, shop: ReceivingShop
) -> None:
    shop.answers = [500, 302, 404, 200, 200]
    processor.pay(processor.open_session()["id"], GOOD, "late")
    received = shop.wait_for(5)
    tries = [message for message in received if message.event["type"] == shop.types[0]]
    others = [message for message in received if message.event["type"] != shop.types[0]]
    assert len(tries) + len(others) == 5
    assert len({message.body for message in received}) == 2
    failed_twice = tries if len(tries) >= len(others) else others
    gaps = [after.at - before.at for before, after in pairwise(failed_twice)]
    assert gaps[0] >= 0.05
    assert all(later >= 0.1 for later in gaps[1:])


def test_what_was_not_delivered_goes_out_after_a_restart(tmp_path: Path, shop: ReceivingShop) -> None:
    shop.answers = [503] * 2
    slow = settings_for(tmp_path, shop.url, retry_first_seconds=3600, retry_longest_seconds=3600)
    with running_processor(slow) as processor:
        session = processor.open_session()
        processor.pay(session["id"], GOOD, "at-once")
        assert len(shop.wait_for(2)) == 2
    failed = set(ids(shop))
    shop.received.clear()
    with running_processor(settings_for(tmp_path, shop.url)) as processor:
        page = processor.get(f"/pay/{session['id']}")
        assert "2 messages wait" in page.text
        processor.submit(f"/pay/{session['id']}/tell", page.fields())
        shop.wait_for(2)
        assert set(ids(shop)) == failed
        assert processor.look(session["id"])["payment_status"] == "paid"


def test_what_the_shop_missed_while_it_was_away_goes_out_by_itself_at_the_next_start(
    tmp_path: Path, shop: ReceivingShop
) -> None:
    with running_processor(settings_for(tmp_path, NOBODY_LISTENS)) as processor:
        processor.pay(processor.open_session()["id"], GOOD)
    with running_processor(settings_for(tmp_path, shop.url)):
        shop.wait_for(2)
        assert sorted(shop.types) == sorted(PAID)


def test_nothing_delivered_is_sent_again_after_a_restart(tmp_path: Path, shop: ReceivingShop) -> None:
    with running_processor(settings_for(tmp_path, shop.url)) as processor:
        processor.pay(processor.open_session()["id"], GOOD)
        shop.wait_for(2)
    with running_processor(settings_for(tmp_path, shop.url)) as processor:
        processor.pay(processor.open_session()["id"], GOOD)
        shop.wait_for(4)
    assert len(set(ids(shop))) == 4


def test_a_shop_that_does_not_answer_does_not_hold_up_the_payment(tmp_path: Path) -> None:
    with running_processor(settings_for(tmp_path, NOBODY_LISTENS)) as processor:
        session = processor.open_session()
        assert processor.pay(session["id"], GOOD).status == 303
        assert processor.look(session["id"])["payment_status"] == "paid"
        assert "2 messages wait" in processor.get(f"/pay/{session['id']}").text


def test_a_store_that_cannot_be_used_for_a_while_loses_no_message(
    processor: Processor, shop: ReceivingShop, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    session = processor.open_session()
    processor.pay(session["id"], GOOD, "never")
    page = processor.get(f"/pay/{session['id']}")
    rename(tmp_path, "delivery", "away")
    deadline = time.monotonic() + PATIENCE
    while "could not be used" not in caplog.text and time.monotonic() < deadline:
        time.sleep(0.02)
    rename(tmp_path, "away", "delivery")
    assert "could not be used" in caplog.text
    processor.submit(f"/pay/{session['id']}/tell", page.fields())
    shop.wait_for(2)
    assert shop.types == PAID


def rename(folder: Path, old: str, new: str) -> None:
    with closing(sqlite3.connect(folder / "practice.sqlite3", timeout=PATIENCE)) as connection:
        connection.execute(f"ALTER TABLE {old} RENAME TO {new}")
