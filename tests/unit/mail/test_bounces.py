"""Mail that comes back: only what names a mail of ours counts, by its kind, and an opt-out is never undone by it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import news
from app.mail import service as mail
from app.mail.reading import BouncedRecipient, Complaint, Reading
from app.mail.service import bounces, raw_copies
from app.people import identifiers
from app.permissions import service as gate
from app.permissions.subjects import Subject
from tests.cases import done
from tests.inbound import SENDER, effects, later, may_write, read, welcome, written

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def casey(app: Flask, act: Act) -> None:
    welcome(act)


@pytest.fixture
def sent(act: Act) -> Any:
    """A mail of ours to Casey."""
    number = done(lambda: mail.queue(act, to=SENDER, template="mail/was_it_you", purpose="account", ref="inbound:1"))
    return db.session.execute(text("SELECT * FROM outbox_mail WHERE id = :id"), {"id": number}).one()


@pytest.fixture
def report(act: Act, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """A delivery report comes in."""

    def came(reference: str, status: str, action: str = "failed", at: Act = act) -> int:
        one = BouncedRecipient(SENDER, action, status, reference.lower())
        monkeypatch.setattr(raw_copies, "read_again", lambda _id: Reading("bounce", "dsn", bounces=(one,)))
        return read(at, written(f"{reference} {status} {at.at}"))

    return came


def kinds() -> list[str]:
    return list(db.session.scalars(text("SELECT kind FROM mail_bounce ORDER BY id")))


def test_an_address_that_does_not_exist_gets_no_more_marketing_but_its_order_mail(
    act: Act, sent: Any, report: Callable[..., int]
) -> None:
    number = report(sent.reference, "5.1.1")
    assert effects(number) == [("bounce", f"hard 5.1.1 mail:{sent.id}")]
    assert not may_write(act, "marketing")
    assert may_write(act, "account")


@pytest.mark.parametrize("status", ["5.7.1", "5.7.26", "4.7.0", "5.1.8"])
def test_a_refusal_of_our_mail_never_counts_against_the_person(
    act: Act, sent: Any, report: Callable[..., int], status: str
) -> None:
    for day in range(7):
        report(sent.reference, status, at=later(act, days=day))
    assert set(kinds()) == {"policy"}
    assert may_write(act, "marketing")


def test_a_full_mailbox_counts_once_a_day_and_stops_after_five_days_in_fourteen(
    act: Act, sent: Any, report: Callable[..., int]
) -> None:
    for day in range(4):
        for hour in (0, 0.1):
            report(sent.reference, "4.2.2", "delayed", later(act, days=day, hours=hour))
    assert may_write(act, "marketing")
    report(sent.reference, "5.2.2", at=later(act, days=4))
    assert not may_write(act, "marketing")


def test_five_days_that_lie_far_apart_stop_nothing(act: Act, sent: Any, report: Callable[..., int]) -> None:
    for day in range(0, 25, 5):
        report(sent.reference, "4.2.2", "delayed", later(act, days=day))
    assert may_write(act, "marketing")


def test_a_report_that_names_no_mail_of_ours_stops_nothing(act: Act, report: Callable[..., int]) -> None:
    number = report("0000MADE0VP0", "5.1.1")
    assert (kinds(), [what for what, _ in effects(number)]) == ([], ["no-bounce"])
    assert may_write(act, "marketing")


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_is_no_bounce(act: Act, sent: Any, report: Callable[..., int], action: str) -> None:
    report(sent.reference, "2.0.0", action)
    assert kinds() == []


def test_a_refusal_while_the_relay_is_asked_takes_the_same_way(act: Act, sent: Any) -> None:
    heard: list[str] = []

    def hear(_act: Act, *, address_key: str, kind: str) -> None:
        heard.append(kind)

    with news.bounced.connected_to(hear):
        done(lambda: bounces.refused_at_once(act, sent.id, 550, "5.1.1"))
    assert (kinds(), heard) == (["hard"], ["hard"])
    assert not may_write(act, "marketing")


def test_proving_the_address_clears_what_came_back_but_never_an_opt_out(act: Act, sent: Any) -> None:
    key = identifiers.email(SENDER).key
    done(lambda: bounces.refused_at_once(act, sent.id, 550, "5.1.1"))
    done(lambda: bounces.clear(act, key))
    assert may_write(act, "marketing")
    done(lambda: bounces.refused_at_once(act, sent.id, 550, "5.1.1"))
    read(act, written("unsubscribe"))
    done(lambda: bounces.clear(act, key))
    assert not may_write(act, "marketing")


def test_a_complaint_stops_marketing_for_that_address_and_is_counted(
    act: Act, sent: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Complaint("redacted@example.net", sent.reference)
    monkeypatch.setattr(raw_copies, "read_again", lambda _id: Reading("complaint", "arf", complaint=told))
    number = read(act, written("abuse report"))
    assert kinds() == ["complaint"]
    assert not may_write(act, "marketing")
    assert [what for what, _ in effects(number)] == ["stopped"] * 4
    said = gate.said(Subject(email_key=identifiers.email(SENDER).key))
    assert {line.source for line in said if line.effect == "stop"} == {"complaint"}
