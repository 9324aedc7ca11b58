"""What a mail brings about: a stop, a case, a request; and never more than it may."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.cases.views import case_of
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.mail.reading import Authentication, Reading
from app.mail.service import effects as doing
from app.mail.service import raw_copies, receiving, waves
from tests.cases import done
from tests.inbound import SENDER, effects, may_write, read, row, welcome, written

pytestmark = pytest.mark.usefixtures("app")
KEY = SENDER


@pytest.fixture(autouse=True)
def customer_by_address(app: Flask, act: Act) -> None:
    """Casey may get every kind of mail, until Casey says otherwise."""
    welcome(act)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let every mail be read as the test says; what it says is then carried out for real."""

    def set_to(**parts: Any) -> None:
        usual = {"kind": "human", "rule": "words", "sender": SENDER, "sender_key": KEY, "answerable": True}
        monkeypatch.setattr(raw_copies, "read_again", lambda _id: Reading(**(usual | parts)))

    return set_to


def templates() -> list[str]:
    return list(db.session.scalars(text("SELECT template FROM outbox_mail ORDER BY id")))


def correspondents() -> list[tuple[str, int]]:
    return [tuple(found) for found in db.session.execute(text("SELECT address, count FROM correspondent"))]


def test_a_question_becomes_a_case_and_its_writer_stands_in_the_register(act: Act, reads: Any) -> None:
    reads(rule="privacy-no-words", subject="Cards", newest_text="What do cards cost?")
    number = read(act, written())
    case = case_of(row(number).case_number)
    assert (case.channel, case.email, case.kind_code) == ("mail", SENDER, "contact")
    assert "What do cards cost?" in case.story[0].text
    assert correspondents() == [(SENDER, 1)]
    assert templates() == ["mail/answer"]


def test_a_fresh_mail_without_words_stops_all_marketing_and_opens_a_case(act: Act, reads: Any) -> None:
    reads(rule="fresh-no-words", wishes=frozenset({"stop"}))
    number = read(act, written("Hello?"))
    assert [what for what, _ in effects(number)] == ["stopped"] * 4 + ["case", "answer"]
    assert not may_write(act, "marketing")


def test_use_for_anything_else_is_stopped_on_every_channel_and_orders_go_on(act: Act, reads: Any) -> None:
    reads(wishes=frozenset({"purpose"}), purposes=("*",), uses=("*",))
    read(act, written("do not use my data for anything else"))
    assert not may_write(act, "survey")
    assert not may_write(act, "marketing")
    assert may_write(act, "account")
    assert may_write(act, "policy_notice")


def test_a_named_use_is_stopped_and_the_others_stay(act: Act, reads: Any) -> None:
    reads(wishes=frozenset({"purpose"}), purposes=("survey",), uses=("survey",))
    number = read(act, written("no surveys"))
    assert [ref.split()[0] for what, ref in effects(number) if what == "stopped"] == ["survey"]


def test_an_order_number_in_a_wish_never_stops_what_cannot_be_stopped(act: Act, reads: Any) -> None:
    reads(wishes=frozenset({"stop"}), purposes=("order", "billing"))
    number = read(act, written("stop"))
    assert {ref.split()[0] for what, ref in effects(number) if what == "stopped"} == set(doing.ALL_MAIL)


def test_asking_what_we_hold_opens_a_request_and_mails_a_code_but_no_data(act: Act, reads: Any) -> None:
    reads(wishes=frozenset({"access"}))
    number = read(act, written("What do you hold about me?"))
    found = case_of(row(number).case_number)
    assert (found.kind_code, found.channel, found.email) == ("information", "mail", "")
    assert templates() == ["rights/code"]


def test_a_correction_by_mail_opens_a_request_of_that_kind(act: Act, reads: Any) -> None:
    reads(wishes=frozenset({"correction"}))
    number = read(act, written("My name is misspelled."))
    assert case_of(row(number).case_number).kind_code == "correction"


def test_erasure_by_mail_stops_every_use_and_opens_a_request_behind_a_code(act: Act, reads: Any) -> None:
    reads(rule="words-erase", wishes=frozenset({"purpose"}), purposes=("*",), uses=("*",))
    number = read(act, written("Delete all my data."))
    assert case_of(row(number).case_number).kind_code == "erasure"
    assert not may_write(act, "survey")
    assert templates() == ["rights/code", "mail/answer"]


def test_a_long_mail_with_a_stop_in_it_is_read_by_a_person_too(act: Act, reads: Any) -> None:
    reads(wishes=frozenset({"stop"}), newest_text="Unsubscribe me. And about my order: " + "it was late. " * 60)
    number = read(act, written("long"))
    assert {"stopped", "case"} <= {what for what, _ in effects(number)}


def test_a_forged_mail_of_an_unknown_address_is_obeyed_and_answered_to_nobody(act: Act, reads: Any) -> None:
    forged = Authentication(dmarc="fail", trusted=True)
    reads(wishes=frozenset({"stop", "access"}), authentication=forged)
    number = read(act, written())
    assert not may_write(act, "marketing")
    assert templates() == []
    assert case_of(row(number).case_number).kind_code == "contact"
    assert "answer" not in [what for what, _ in effects(number)]


def test_a_reply_goes_into_the_case_of_its_thread(act: Act, reads: Any) -> None:
    reads(rule="privacy-no-words", newest_text="What do cards cost?", message_id="<one@mail.example.com>")
    first = row(read(act, written())).case_number
    reads(
        rule="thread-no-words", newest_text="And envelopes?", in_reply_to="<one@mail.example.com>", message_id="<2@x>"
    )
    second = read(act, written("again"))
    assert row(second).case_number == first
    assert "And envelopes?" in case_of(first).story[-1].text


def test_nobody_writes_into_the_case_of_somebody_else_by_its_number(act: Act, reads: Any) -> None:
    reads(rule="privacy-no-words", newest_text="What do cards cost?")
    first = row(read(act, written())).case_number
    reads(
        sender="mallory@example.net",
        sender_key="mallory@example.net",
        subject=f"Re: case {first}",
        newest_text="Cancel it.",
    )
    second = read(act, written("again"))
    assert row(second).case_number not in {None, first}


def test_a_machine_is_neither_obeyed_nor_answered(act: Act, reads: Any) -> None:
    reads(kind="machine", rule="auto-submitted", wishes=frozenset({"stop"}))
    number = read(act, written())
    assert (effects(number), templates(), correspondents()) == ([], [], [])


def test_staff_may_read_more_out_of_a_mail_but_never_less(act: Act, reads: Any) -> None:
    reads(wishes=frozenset({"stop"}), purposes=("survey",))
    number = read(act, written("stop the surveys"))
    assert may_write(act, "marketing")
    desk = replace(act, actor=Actor("staff", "7"))
    done(lambda: doing.widen(desk, number, ("*",)))
    assert not may_write(act, "marketing")
    assert row(number).widened_by == "staff:7"
    with pytest.raises(Refusal):
        done(lambda: doing.widen(desk, number, ("order",)))
    assert not [name for name in dir(doing) if "narrow" in name]


def test_a_mail_that_is_too_large_is_kept_by_its_head_and_read_by_a_person(act: Act, reads: Any) -> None:
    reads(rule="words", wishes=frozenset({"stop"}))
    number = read(act, written("unsubscribe " + "x" * 100) + b"y" * (10 * 1024 * 1024))
    stored = row(number)
    assert stored.state == "too-big"
    assert {"stopped", "case"} <= {what for what, _ in effects(number)}
    kept = raw_copies.open_raw(number)
    assert kept is not None
    assert len(kept[0]) == receiving.HEAD


def test_more_stops_than_usual_through_one_server_are_obeyed_and_shown_and_owners_are_asked(
    act: Act, reads: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for index in range(22):
        who = f"person{index}@example.com"
        reads(sender=who, sender_key=who, wishes=frozenset({"stop"}))
        read(act, written(f"stop {index}"), sender=who)
    (wave,) = db.session.execute(text("SELECT id, count FROM stop_wave"))
    assert wave.count == 22
    monkeypatch.setattr(waves, "people", SimpleNamespace(person_of=lambda *_: 1))
    assert done(lambda: waves.offer_undo(act, wave.id)) >= 1
    assert done(lambda: waves.offer_undo(act, wave.id)) == 0
