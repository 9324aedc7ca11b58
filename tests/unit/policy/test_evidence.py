"""Checks are run when their time has come or somebody asks; what they find is kept, and its turns are remembered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.foundation import clock, work
from app.foundation.acts import Act
from app.foundation.checks import Check, Result, State, failing, kept, unchecked
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.policy.service import evidence
from app.policy.views import evidence as views

REASON = "The certificate is being replaced."


class Looked:
    """A check that finds what it is told to, and how often somebody looked."""

    def __init__(self, name: str, minutes: int = 10) -> None:
        self.result, self.times = kept("All is well."), 0
        self.check = Check(name, "We look.", self.look, (1,), minutes)

    def look(self) -> Result:
        self.times += 1
        return self.result


@pytest.fixture
def act(act: Act, monkeypatch: pytest.MonkeyPatch) -> Act:
    """An act at half past twelve, when the clock stands."""
    moment = datetime(2026, 11, 23, 12, 30, 5, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return replace(act, at=moment)


@pytest.fixture
def ink() -> Looked:
    return Looked("ink-dry")


@pytest.fixture
def paper() -> Looked:
    return Looked("paper-flat", minutes=60)


def run(act: Act, *looked: Looked) -> None:
    """One run of the job at the act's moment, each step committed as the runner does it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: act.at)
        _run(act, *looked)


def _run(act: Act, *looked: Looked) -> None:
    steps: Iterator[None] = evidence.run_due(act, {one.check.name: one.check for one in looked})
    done = object()
    left = [object()]

    def step() -> None:
        left[0] = next(steps, done)

    while left[0] is not done:
        work.unit(step)


def later(act: Act, **time: float) -> Act:
    return replace(act, at=act.at + timedelta(**time))


def turns(name: str) -> list[str]:
    """The states that the record tells of, oldest first."""
    query = text("SELECT payload FROM audit_entry WHERE kind = 'check.turned' AND subject_ref = :ref ORDER BY id")
    rows = db.session.execute(query, {"ref": f"check:{name}"}).scalars()
    return [row.partition('"state": "')[2].partition('"')[0] if isinstance(row, str) else row["state"] for row in rows]


def test_a_check_is_run_at_first_and_then_when_its_time_has_come(
    app: Flask, act: Act, ink: Looked, paper: Looked
) -> None:
    run(act, ink, paper)
    assert (ink.times, paper.times) == (1, 1)
    run(later(act, seconds=1), ink, paper)
    assert (ink.times, paper.times) == (1, 1)
    run(later(act, minutes=11), ink, paper)
    assert (ink.times, paper.times) == (2, 1)


def test_a_check_that_could_not_look_tries_again_soon(app: Flask, act: Act, paper: Looked) -> None:
    paper.result = unchecked("The site does not answer.")
    run(act, paper)
    run(later(act, minutes=1), paper)
    assert paper.times == 1
    run(later(act, minutes=2), paper)
    assert paper.times == 2


def test_the_state_tells_since_when_it_is_so_and_when_somebody_looked(app: Flask, act: Act, ink: Looked) -> None:
    run(act, ink)
    first = views.check_states()["ink-dry"]
    assert (first.state, first.measured) == ("kept", "All is well.")
    run(later(act, minutes=11), ink)
    same = views.check_states()["ink-dry"]
    assert same.since == first.since
    assert same.checked_at > first.checked_at
    ink.result = failing("It is wet.")
    run(later(act, minutes=22), ink)
    turned = views.check_states()["ink-dry"]
    assert (turned.state, turned.measured) == ("failing", "It is wet.")
    assert turned.since == turned.checked_at > same.checked_at


def test_runs_are_kept_where_the_state_turns_and_once_a_day(app: Flask, act: Act, ink: Looked) -> None:
    for minutes in (0, 11, 22):
        run(later(act, minutes=minutes), ink)
    assert [line.state for line in views.runs("ink-dry")] == ["kept"]
    ink.result = failing("It is wet.")
    run(later(act, minutes=33), ink)
    ink.result = kept("Dry.")
    run(later(act, minutes=44), ink)
    assert [line.state for line in views.runs("ink-dry")] == ["kept", "failing", "kept"]
    assert turns("ink-dry") == ["kept", "failing", "kept"]


def test_somebody_who_asks_gets_a_run_before_its_time(app: Flask, act: Act, ink: Looked, paper: Looked) -> None:
    run(act, ink, paper)
    work.unit(lambda: evidence.ask_by_staff(act, "paper-flat"))
    run(later(act, seconds=1), ink, paper)
    assert (ink.times, paper.times) == (1, 2)
    assert [line.occasion for line in views.runs("paper-flat")] == ["staff", "clock"]
    run(later(act, seconds=2), ink, paper)
    assert paper.times == 2


def test_a_check_that_breaks_proves_nothing_and_stops_no_other(
    app: Flask, act: Act, ink: Looked, paper: Looked
) -> None:
    broken = replace(ink.check, run=lambda: Result(State.KEPT, str(1 // 0)))
    checks = {"ink-dry": broken, "paper-flat": paper.check}
    for _ in evidence.run_due(act, checks):
        db.session.commit()
    found = views.check_states()
    assert found["ink-dry"].state == "unchecked"
    assert "ZeroDivisionError" in found["ink-dry"].measured
    assert found["paper-flat"].state == "kept"


def test_what_is_left_of_a_check_that_is_gone_goes_too_and_so_do_old_runs(
    app: Flask, act: Act, ink: Looked, paper: Looked
) -> None:
    run(act, ink, paper)
    run(later(act, minutes=11), ink)
    assert set(views.check_states()) == {"ink-dry"}
    assert views.runs("paper-flat") != ()
    run(later(act, days=14 * 31), ink)
    assert views.runs("paper-flat") == ()


def test_a_failure_can_be_held_back_once_with_a_reason(app: Flask, act: Act, ink: Looked) -> None:
    ink.result = failing("It is wet.")
    run(act, ink)
    with pytest.raises(Refusal, match="say why"):
        evidence.delay(act, "ink-dry", "  ", "Reed Moore")
    work.unit(lambda: evidence.delay(act, "ink-dry", REASON, "Reed Moore"))
    held = views.delays(act.at)["ink-dry"]
    assert (held.reason, held.actor_name) == (REASON, "Reed Moore")
    assert held.until - held.at == timedelta(hours=1)
    with pytest.raises(Refusal, match="once already"):
        evidence.delay(later(act, hours=2), "ink-dry", "Again.", "Reed Moore")
    assert views.delays(act.at + timedelta(minutes=61)) == {}


def test_a_failure_that_comes_back_may_be_held_back_again(app: Flask, act: Act, ink: Looked) -> None:
    ink.result = failing("It is wet.")
    run(act, ink)
    work.unit(lambda: evidence.delay(act, "ink-dry", REASON, "Reed Moore"))
    ink.result = kept("Dry.")
    run(later(act, minutes=11), ink)
    ink.result = failing("Wet again.")
    run(later(act, minutes=22), ink)
    work.unit(lambda: evidence.delay(later(act, minutes=23), "ink-dry", REASON, "Reed Moore"))
    assert len(views.newest_delays()) == 2


def test_what_is_kept_cannot_be_held_back(app: Flask, act: Act, ink: Looked) -> None:
    run(act, ink)
    with pytest.raises(Refusal, match="not failing"):
        evidence.delay(act, "ink-dry", REASON, "Reed Moore")


def test_a_result_grows_old_after_three_missed_looks_or_two_days(app: Flask, ink: Looked) -> None:
    assert evidence.stale_after(ink.check) == timedelta(minutes=30)
    assert evidence.stale_after(replace(ink.check, minutes=24 * 60)) == timedelta(hours=48)
