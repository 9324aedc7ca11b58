"""A mail leaves at most once, whatever dies or answers; what nobody knows is shown to staff."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.disclosures.models import OutboundCall
from app.foundation import clock, rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.mail import service as mail
from app.mail.models import OutboxMail
from app.mail.service import handing, sending
from app.mail.service.handing import Sweep
from app.people import identifiers
from app.permissions import service as gate
from app.permissions.subjects import Subject
from tests.unit.mail.relays import Relay, queue, relay, shop_with_relay

__all__ = ["relay", "shop_with_relay"]

RunJob = Callable[[str], None]


class Killed(BaseException):
    """The process is gone."""


def state_of(row: OutboxMail) -> str:
    db.session.rollback()
    db.session.refresh(row)
    found = row.state
    db.session.rollback()
    return found


def later(act: Act, minutes: int) -> Act:
    return replace(act, at=act.at + timedelta(minutes=minutes))


@pytest.mark.parametrize("step", ["mark", "hand_over", "after", "record"])
def test_a_worker_that_dies_at_any_step_sends_no_mail_twice_and_loses_none_unseen(
    act: Act, relay: Relay, run_job: RunJob, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    rows = [queue(act, f"p{number}@example.com") for number in range(3)]
    own = {name: getattr(Sweep, name) for name in ("mark", "hand_over", "record")}
    calls = [0]

    def dies(sweep: Sweep, *given: object) -> object:
        calls[0] += 1
        if calls[0] == 2 and step != "after":
            raise Killed
        found = own["hand_over" if step == "after" else step](sweep, *given)
        if calls[0] == 2:
            raise Killed
        return found

    with monkeypatch.context() as patch:
        patch.setattr(Sweep, "hand_over" if step == "after" else step, dies)
        with pytest.raises(Killed):
            run_job("send-mail")
    work.unit(lambda: sending.find_uncertain(later(act, 11)))
    run_job("send-mail")
    got = relay.recipients()
    assert len(got) == len(set(got))
    states = [state_of(row) for row in rows]
    missing = [
        row for row, state in zip(rows, states, strict=True) if row.recipient not in got and state != "uncertain"
    ]
    assert missing == []
    assert states.count("uncertain") <= 2
    assert set(states) <= {"sent", "uncertain"}


def test_a_relay_that_hangs_up_without_an_answer_leaves_the_mail_uncertain(
    act: Act, relay: Relay, run_job: RunJob
) -> None:
    relay.at_message["kim"] = "hang up"
    kim, lee = queue(act), queue(act, "lee@example.com")
    run_job("send-mail")
    run_job("send-mail")
    assert relay.recipients() == ["kim@example.com", "lee@example.com"]
    assert (state_of(kim), state_of(lee)) == ("uncertain", "sent")
    calls = db.session.scalars(select(OutboundCall.state).order_by(OutboundCall.id)).all()
    assert calls == ["uncertain", "answered"]


def test_staff_say_what_became_of_an_uncertain_mail(act: Act, relay: Relay, run_job: RunJob) -> None:
    relay.at_message |= {"kim": "hang up", "lee": "hang up"}
    kim, lee = queue(act), queue(act, "lee@example.com")
    run_job("send-mail")
    relay.at_message.clear()
    work.unit(lambda: mail.settle(act, kim.id))
    work.unit(lambda: mail.resend(act, lee.id))
    run_job("send-mail")
    assert (state_of(kim), state_of(lee)) == ("sent", "sent")
    assert relay.recipients() == ["kim@example.com", "lee@example.com", "lee@example.com"]
    with pytest.raises(Refusal):
        work.unit(lambda: mail.settle(act, kim.id))


def test_a_whole_sweep_goes_by_one_line_which_is_opened_again_when_the_relay_hangs_up(
    act: Act, relay: Relay, run_job: RunJob
) -> None:
    rows = [queue(act, f"p{number}@example.com") for number in range(4)]
    run_job("send-mail")
    assert (len(relay.taken), relay.connected) == (4, 1)
    assert {state_of(row) for row in rows} == {"sent"}


def test_a_mail_that_is_refused_for_good_is_noted_as_a_bounce_and_one_for_now_waits(
    act: Act, relay: Relay, run_job: RunJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, str]] = []
    monkeypatch.setattr(handing.bounces, "refused_at_once", lambda _act, _id, code, status: told.append((code, status)))
    relay.at_recipient |= {"gone": "550 5.1.1 no such mailbox", "full": "452 4.2.2 mailbox full"}
    gone, full = queue(act, "gone@example.com"), queue(act, "full@example.com")
    fine = queue(act, "fine@example.com")
    run_job("send-mail")
    assert [state_of(row) for row in (gone, full, fine)] == ["failed", "queued", "sent"]
    assert told == [(550, "5.1.1")]
    assert full.attempts == 1


def test_a_relay_that_is_away_costs_three_mails_a_try_and_the_others_none(
    act: Act, shop_with_relay: Flask, run_job: RunJob
) -> None:
    rows = [queue(act, f"p{number}@example.com") for number in range(5)]
    run_job("send-mail")
    for row in rows:
        db.session.refresh(row)
    assert [row.attempts for row in rows] == [1, 1, 1, 0, 0]


def test_a_stop_while_the_mail_before_is_on_its_way_holds_for_the_next(
    app: Flask, act: Act, relay: Relay, run_job: RunJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = queue(act), queue(act, "lee@example.com", purpose="account")
    own = Sweep.hand_over

    def stop_meanwhile(sweep: Sweep, ready: handing.Ready) -> None:
        own(sweep, ready)
        if ready.mail_id == first.id:
            lee = Subject(0, identifiers.email("lee@example.com").key)
            work.unit(lambda: gate.open_cause(act, lee, "hold", "case:1"))

    monkeypatch.setattr(Sweep, "hand_over", stop_meanwhile)
    run_job("send-mail")
    assert (state_of(first), state_of(second)) == ("sent", "refused")


def test_a_domain_gets_no_more_a_minute_than_its_pace_and_nobody_else_waits_for_it(
    act: Act, relay: Relay, run_job: RunJob
) -> None:
    work.unit(lambda: rules.set_value(act, "mail.domain-pace", 2, clock.now() - timedelta(seconds=1), "test") and None)
    slow = [queue(act, f"p{number}@slow.example.com") for number in range(4)]
    quick = queue(act, "kim@quick.example.com")
    run_job("send-mail")
    assert [state_of(row) for row in slow] == ["sent", "sent", "queued", "queued"]
    assert state_of(quick) == "sent"
    assert slow[3].attempts == 0


def test_a_mail_of_no_run_goes_before_a_run(act: Act, relay: Relay, run_job: RunJob) -> None:
    queue(act, "many@example.com", run=7)
    queue(act, "password@example.com")
    run_job("send-mail")
    assert relay.recipients() == ["password@example.com", "many@example.com"]


@pytest.fixture
def run_of_three(app: Flask, act: Act) -> list[OutboxMail]:
    return [queue(act, f"p{number}@example.com", run=7) for number in range(3)]


def test_a_run_pauses_goes_on_and_is_stopped_for_good(
    act: Act, relay: Relay, run_job: RunJob, run_of_three: list[OutboxMail]
) -> None:
    assert work_gives(lambda: mail.hold_back_run(act, 7)) == 3
    run_job("send-mail")
    assert relay.taken == []
    assert work_gives(lambda: mail.release_run(act, 7)) == 3
    relay.at_recipient["p1"] = "452 later"
    run_job("send-mail")
    assert mail.progress(7) == {"sent": 2, "queued": 1}
    assert work_gives(lambda: mail.drop_run(act, 7)) == 1
    assert mail.progress(7) == {"sent": 2, "refused": 1}


def work_gives(verb: Callable[[], int]) -> int:
    found: list[int] = []
    work.unit(lambda: found.append(verb()))
    return found[0]


def test_each_mail_has_a_reference_of_its_own_and_its_domain(app: Flask, act: Act) -> None:
    rows = [queue(act, "Kim@Example.COM"), queue(act)]
    assert len({row.reference for row in rows}) == 2
    assert {len(row.reference) for row in rows} == {12}
    assert {row.domain for row in rows} == {"example.com"}
    assert db.session.scalar(select(func.count(OutboxMail.id))) == 2
