"""Mail that comes in is stored first, read once, obeyed at once, and answered at most once a day."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.service import receiving
from tests import inbound
from tests.inbound import answers, came, effects, later, read, row, written

pytestmark = pytest.mark.usefixtures("app")


def count(table: str) -> int:
    return db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def test_a_mail_is_stored_sealed_before_it_is_read(act: Act) -> None:
    number = came(act, written("My secret words"))
    stored = row(number)
    assert (stored.state, stored.read_at, stored.sender_address) == ("stored", None, "")
    raw, envelope = db.session.execute(text("SELECT raw, envelope FROM inbound_raw")).one()
    assert "secret" not in raw
    assert "casey" not in envelope


def test_the_bytes_come_back_as_they_came(act: Act) -> None:
    raw = bytes(range(256)) * 40
    number = came(act, raw)
    kept = receiving.raw_copies.open_raw(number)
    assert kept is not None
    assert kept[0] == raw


def test_the_same_delivery_twice_is_one_mail(act: Act) -> None:
    assert came(act, written()) == came(act, written())
    assert count("inbound_mail") == 1


def test_the_same_message_by_another_route_is_worked_through_once(act: Act) -> None:
    first = read(act, written("What does a thousand cards cost, and when?", X_Route="1"))
    second = read(act, written("What does a thousand cards cost, and when?", X_Route="2"))
    assert row(first).kind == "human"
    assert (row(second).kind, effects(second)) == ("again", [])


def test_another_mail_with_a_used_name_is_obeyed_all_the_same(act: Act) -> None:
    read(act, written("What does a thousand cards cost?"))
    second = read(act, written("unsubscribe"))
    assert [what for what, _ in effects(second)][:1] == ["stopped"]


def test_working_through_twice_does_nothing_more(act: Act) -> None:
    number = read(act, written())
    before = effects(number)
    receiving.work_through(act, number)
    assert effects(number) == before


def test_a_mail_that_says_stop_stops_all_marketing_at_once(act: Act) -> None:
    inbound.welcome(act)
    number = read(act, written("unsubscribe"))
    assert {ref.split()[0] for what, ref in effects(number) if what == "stopped"} == {
        "marketing", "site_update", "survey", "prospect",
    }  # fmt: skip
    assert not inbound.may_write(act, "marketing")
    assert inbound.may_write(act, "account")


def test_whoever_only_says_stop_leaves_no_address_but_its_fingerprint(act: Act) -> None:
    number = read(act, written("unsubscribe"))
    stored = row(number)
    assert (stored.sender_address, stored.subject, stored.newest_text) == ("", "", "")
    assert len(stored.address_key) == 64
    assert count("correspondent") == 0
    assert "casey" not in str(stored)


def test_the_answer_names_what_stopped_since_when_and_the_way_back(app: Flask, act: Act, run_job: object) -> None:
    number = read(act, written("unsubscribe"))
    (answer,) = answers()
    assert (answer.recipient, answer.purpose, answer.ref) == (inbound.SENDER, "account", f"inbound:{number}")
    assert row(number).answered_mail_id == answer.id


def test_one_answer_a_day_for_an_address_and_one_for_a_thread(act: Act) -> None:
    read(act, written("unsubscribe"))
    read(act, written("unsubscribe me now", Message_ID="<two@mail.example.com>"))
    assert len(answers()) == 1
    tomorrow = later(act, days=1, minutes=1)
    read(tomorrow, written("unsubscribe, I said", Message_ID="<3@x.example.com>", References="<one@mail.example.com>"))
    assert len(answers()) == 1
    read(tomorrow, written("unsubscribe, I say", Message_ID="<4@mail.example.com>"))
    assert len(answers()) == 2


def test_one_mail_that_cannot_be_worked_through_holds_up_no_other(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = came(act, written("bad one")), came(act, written("unsubscribe", Message_ID="<5@x.example.com>"))
    real = receiving.work_through

    def breaks(act: Act, number: int) -> None:
        if number == bad:
            raise RuntimeError
        real(act, number)

    monkeypatch.setattr(receiving, "work_through", breaks)
    for _ in range(3):
        inbound.run("read-mail")
    assert (row(bad).state, row(good).state) == ("failed", "read")
