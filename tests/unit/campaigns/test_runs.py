"""The verbs behind mail to many: the dry run adds up, kills cost nothing, stops hold, complaints pause."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, func, select

from app.campaigns import service as campaigns
from app.campaigns import views
from app.campaigns.models import RunEvent, RunRecipient
from app.campaigns.service import Wanted, counting, running
from app.foundation import rules, work
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.mail import views as mail_views
from app.mail.models import OutboxMail
from app.mail.views import Rates
from app.permissions import service as gate
from app.permissions.subjects import Subject
from tests.campaigns import BODY, SUBJECT, customers

OTHER = Actor("command", "other")


def update(act: Act) -> int:
    made: list[int] = []
    work.unit(lambda: made.append(campaigns.draft(act, Wanted(SUBJECT, BODY))))
    return made[0]


def counted_one(act: Act) -> int:
    """An update whose readers were counted."""
    number = update(act)
    work.unit(lambda: campaigns.ask_count(act, number))
    drain(campaigns.work_runs(act))
    return number


def going(act: Act) -> int:
    """An update that was approved and is to go at once; nothing is written yet."""
    number = counted_one(act)
    work.unit(lambda: campaigns.approve(replace(act, actor=OTHER), number, 1))
    work.unit(lambda: campaigns.schedule(act, number, None))
    return number


def drain(steps: Iterator[None]) -> None:
    """Every step of a job in a commit of its own."""
    done = object()
    ended = False

    def step() -> None:
        nonlocal ended
        ended = next(steps, done) is done

    while not ended:
        work.unit(step)


def recipients(number: int) -> list[str]:
    return list(db.session.scalars(select(OutboxMail.recipient).where(OutboxMail.run_id == number)))


happened = st.lists(st.sampled_from(("", "stop", "suppress", "close", "hold", "cap")), min_size=1, max_size=8)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(what=happened)
def test_the_dry_run_adds_up_to_the_audience_for_any_mixture(app: Flask, act: Act, what: list[str]) -> None:
    people = customers(len(what), f"m{db.session.query(OutboxMail).count()}x{counting.size()}x")
    before = counting.size() - len(people)
    for account, word in zip(people, what, strict=True):
        who = Subject(account, "")
        match word:
            case "stop":
                work.unit(lambda who=who: gate.stop(act, who, "site_update", "email", "web form"))
            case "suppress":
                email = db.session.scalar(select(counting._CARD.c.email).where(counting._CARD.c.id == account))
                work.unit(lambda email=email: gate.suppress(act, str(email), "*", "mail"))
            case "close" | "hold":
                kind = {"close": "closure"}.get(word, word)
                work.unit(lambda who=who, kind=kind: gate.open_cause(act, who, kind, f"account:{who.person_id}"))
            case "cap":
                for _ in range(4):
                    permit = gate.ask(act, who, "site_update", "email", stage="send")
                    gate.use(act, permit.id)
                work.unit(db.session.flush)
    number = counted_one(act)
    dry, line = views.dry_run(number), views.run(number)
    assert line is not None
    assert dry.people == line.audience == before + len(what)
    assert sum(group.people for group in dry.refused) >= sum(word != "" for word in what)
    assert all(group.words and group.clause for group in dry.refused)


def test_whom_the_dry_run_refused_is_not_asked_again(app: Flask, act: Act) -> None:
    customers(2)
    work.unit(lambda: gate.stop(act, Subject(1), "site_update", "email", "web form"))
    number = going(act)
    work.unit(lambda: gate.allow(act, Subject(1), "site_update", "email", "web form"))
    drain(campaigns.work_runs(act))
    assert recipients(number) == ["reader1@example.com"]


def test_whoever_stops_between_the_dry_run_and_the_mail_gets_none(app: Flask, act: Act) -> None:
    customers(3)
    number = going(act)
    work.unit(lambda: gate.stop(act, Subject(2), "site_update", "email", "one-click"))
    drain(campaigns.work_runs(act))
    assert recipients(number) == ["reader0@example.com", "reader2@example.com"]
    assert views.outcomes(number) == {"written": 2, "stopped": 1}


def test_whoever_comes_after_the_dry_run_gets_none(app: Flask, act: Act) -> None:
    customers(1)
    number = going(act)
    customers(1, "late")
    drain(campaigns.work_runs(act))
    assert recipients(number) == ["reader0@example.com"]


def test_a_kill_in_the_middle_costs_a_batch_and_nobody_gets_two(
    app: Flask, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    customers(7)
    monkeypatch.setattr(running, "BATCH", 2)
    number = going(act)
    for killed_after in (1, 2, 3):
        steps = campaigns.work_runs(act)
        for _ in range(killed_after):
            work.unit(lambda steps=steps: next(steps, None))
        next(steps, None)  # the next batch is in the making when the kill comes
        steps.close()
        db.session.rollback()
    drain(campaigns.work_runs(act))
    found = recipients(number)
    assert len(found) == len(set(found)) == 7
    written = select(func.count()).where(RunRecipient.run_id == number, RunRecipient.outcome == "written")
    assert db.session.scalar(written) == 7


def test_a_kill_while_counting_costs_a_batch_and_nobody_is_counted_twice(
    app: Flask, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    customers(7)
    monkeypatch.setattr(counting, "BATCH", 2)
    number = update(act)
    work.unit(lambda: campaigns.ask_count(act, number))
    steps = campaigns.work_runs(act)
    work.unit(lambda: next(steps, None))
    next(steps, None)
    steps.close()
    db.session.rollback()
    assert views.dry_run(number).people == 2
    drain(campaigns.work_runs(act))
    assert views.dry_run(number).people == 7


def test_too_many_complaints_pause_the_run_and_say_why(app: Flask, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    customers(3)
    number = going(act)
    drain(campaigns.work_runs(act))
    monkeypatch.setattr(mail_views, "rates_of_run", lambda _run: Rates(1000, 1, 0))
    drain(campaigns.work_runs(act))
    told = views.history(number)[0]
    assert (told.step, told.note) == (
        "paused",
        "1 of 1,000 mails were complained about: 1 in 1,000 is where it pauses",
    )
    assert set(db.session.scalars(select(OutboxMail.state))) == {"held"}
    work.unit(lambda: campaigns.go_on(act, number))
    drain(campaigns.work_runs(act))
    assert views.run(number).state == "sending"  # type: ignore[union-attr]  # it is there
    monkeypatch.setattr(mail_views, "rates_of_run", lambda _run: Rates(1100, 2, 0))
    drain(campaigns.work_runs(act))
    assert views.run(number).state == "paused"  # type: ignore[union-attr]  # as above


@pytest.mark.parametrize("rates", [Rates(99, 9, 0), Rates(2001, 2, 0), Rates(5000, 0, 50)])
def test_few_complaints_or_few_mails_pause_nothing(
    app: Flask, act: Act, rates: Rates, monkeypatch: pytest.MonkeyPatch
) -> None:
    customers(1)
    monkeypatch.setattr(mail_views, "rates_of_run", lambda _run: rates)
    number = going(act)
    drain(campaigns.work_runs(act))
    assert views.run(number).state == "sending"  # type: ignore[union-attr]  # it is there


def test_a_mail_that_the_relay_put_off_does_not_leave_while_its_run_pauses(app: Flask, act: Act) -> None:
    customers(1)
    number = going(act)
    drain(campaigns.work_runs(act))
    work.unit(lambda: campaigns.pause(act, number))
    row = db.session.scalars(select(OutboxMail)).one()
    row.state = "queued"
    db.session.commit()
    drain(campaigns.work_runs(act))
    db.session.refresh(row)
    assert row.state == "held"


def test_an_erased_reader_is_passed_over_and_the_run_ends(app: Flask, act: Act) -> None:
    customers(2)
    number = going(act)
    db.session.execute(delete(RunRecipient).where(RunRecipient.person_id == 1))
    db.session.commit()
    drain(campaigns.work_runs(act))
    assert recipients(number) == ["reader1@example.com"]


@pytest.mark.parametrize("verb", [campaigns.pause, campaigns.go_on, campaigns.stop, campaigns.take_back])
def test_a_verb_that_makes_no_sense_now_is_refused_in_words(app: Flask, act: Act, verb: object) -> None:
    number = update(act)
    with pytest.raises(Refusal, match="being written"):
        verb(act, number)  # type: ignore[operator]  # each is a verb of a run


def test_a_run_that_reaches_nobody_is_not_approved(app: Flask, act: Act) -> None:
    number = counted_one(act)
    with pytest.raises(Refusal, match="Nobody may be reached"):
        campaigns.approve(act, number, 1)


def test_an_update_that_was_withdrawn_is_mailed_to_nobody(app: Flask, act: Act) -> None:
    customers(1)
    number = counted_one(act)
    work.unit(lambda: campaigns.publish(act, number))
    work.unit(lambda: campaigns.approve(replace(act, actor=OTHER), number, 1))
    work.unit(lambda: campaigns.withdraw(act, number, "It was wrong."))
    with pytest.raises(Refusal, match="mailed to nobody"):
        campaigns.schedule(act, number, None)


def test_whoever_changed_a_word_is_an_author_too(app: Flask, act: Act) -> None:
    customers(3)
    number = counted_one(act)
    other = replace(act, actor=OTHER)
    work.unit(lambda: campaigns.change(other, number, 1, Wanted(SUBJECT, "Other words.")))
    work.unit(lambda: rules.set_value(act, "campaigns.two-people-above", 2, act.at, "a test"))
    for author in (act, other):
        with pytest.raises(Refusal, match="did not write it"):
            campaigns.approve(author, number, 2)
    campaigns.approve(replace(act, actor=Actor("command", "third")), number, 2)


def test_every_step_is_in_the_history_with_who_and_when(app: Flask, act: Act) -> None:
    customers(1)
    going(act)
    steps = db.session.execute(select(RunEvent.step, RunEvent.actor).order_by(RunEvent.id)).all()
    assert [tuple(row) for row in steps] == [
        ("drafted", "command:test"),
        ("counted", "command:test"),
        ("approved", "command:other"),
        ("scheduled", "command:test"),
    ]


@pytest.mark.parametrize("number", [3, 30])
def test_the_pages_queries_do_not_grow_with_the_readers(app: Flask, act: Act, number: int) -> None:
    customers(number)
    run_id = counted_one(act)
    asked: list[object] = []

    def note(*given: object) -> None:
        asked.append(given)

    event.listen(db.engines[None], "before_cursor_execute", note)
    views.dry_run(run_id)
    views.run(run_id)
    event.remove(db.engines[None], "before_cursor_execute", note)
    assert len(asked) <= 4
