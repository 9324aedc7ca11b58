"""Versions that wait: they take effect at their minute whoever was asleep, or are withdrawn before it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.foundation import clock, jobs, work
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.policy import live_values, news, service, timetable, views
from app.policy.service import Wording
from app.policy.views import VersionLine
from tests.policies import AUTHOR, Change, a_reviewer, an_act, approved, posted, sent

OLD, NEW = "so that you notice", "so you notice"
CHANGE, BACK = Change(lambda text: text.replace(OLD, NEW)), Change(lambda text: text.replace(NEW, OLD))
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def version_1(first: VersionLine) -> VersionLine:
    return first


def minute(days: int) -> datetime:
    return (clock.now() + days * DAY).replace(second=0, microsecond=0)


def at(when: datetime) -> Act:
    return Act(Actor("job", "policy-take-effect"), when, 1)


def states() -> dict[int, str]:
    return {line.no: line.state for line in service.history()}


@contextmanager
def heard(signal: object) -> Iterator[list[tuple[int, str]]]:
    told: list[tuple[int, str]] = []

    def listen(_act: object, version: VersionLine) -> None:
        told.append((version.no, version.state))

    with signal.connected_to(listen):  # type: ignore[attr-defined]  # a signal
        yield told


def test_a_version_that_waits_is_posted_and_not_in_force() -> None:
    with heard(news.posted) as told, heard(news.took_effect) as began:
        posted(CHANGE, minute(3))
    assert (told, began) == ([(2, "scheduled")], [])
    assert states() == {2: "scheduled", 1: "published"}
    assert service.version_in_force(minute(3)) == 2


def test_the_job_notes_it_once_and_says_how_late() -> None:
    line = posted(CHANGE, minute(3))
    assert service.take_effect(at(line.effective_at - timedelta(seconds=1))) == ()
    late = at(line.effective_at + timedelta(hours=2))
    with heard(news.took_effect) as told:
        assert [one.no for one in service.take_effect(late)] == [2]
        assert service.take_effect(late) == ()
    assert told == [(2, "published")]
    assert states() == {2: "published", 1: "superseded"}
    query = select(AuditEntry.payload).where(AuditEntry.kind == "policy.took-effect")
    assert list(db.session.scalars(query)) == [{"number": 2, "late_seconds": 7200}]


def test_readers_get_the_new_text_at_its_minute_while_every_worker_sleeps() -> None:
    line = posted(CHANGE, minute(3))
    assert states()[2] == "scheduled"
    assert views.in_force(timetable.times(), line.effective_at) == (line.effective_at, 2)


def test_several_that_are_late_take_effect_in_their_order() -> None:
    posted(CHANGE, minute(3))
    posted(BACK, minute(4))
    assert [one.no for one in service.take_effect(at(minute(9)))] == [2, 3]
    assert states() == {3: "published", 2: "superseded", 1: "superseded"}


def test_the_shops_own_job_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    line = posted(CHANGE, minute(3))
    work.unit(lambda: None)
    assert jobs.run_now("policy-take-effect")
    assert states()[2] == "scheduled"
    monkeypatch.setattr(clock, "now", lambda: line.effective_at)
    assert jobs.run_now("policy-take-effect")
    assert states() == {2: "published", 1: "superseded"}


def test_a_publication_after_a_late_job_finds_the_right_version_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    posted(CHANGE, minute(3))
    later = minute(4)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert posted(BACK).prev_no == 2
    assert states() == {3: "published", 2: "superseded", 1: "superseded"}


def test_two_versions_cannot_wait_for_the_same_minute() -> None:
    posted(CHANGE, minute(3) + timedelta(seconds=5))
    token = approved(BACK).token
    for when in (minute(3), minute(3) + timedelta(seconds=30), minute(2), None):
        with pytest.raises(Refusal, match=r"a newer one must follow it\..*withdraw version 2 first") as no:
            service.publish(an_act(), token, live_values.present(), AUTHOR, effective_at=when)
        assert no.value.field == "effective_at"
    line = service.publish(
        an_act(), token, live_values.present(), AUTHOR, effective_at=minute(3) + timedelta(minutes=1)
    )
    assert line.no == 3


def test_a_withdrawn_version_keeps_its_number_and_stays_listed() -> None:
    line = posted(CHANGE, minute(3))
    with heard(news.withdrawn) as told:
        gone = service.withdraw(an_act(), 2, AUTHOR, "The lawyer found a flaw.")
    assert told == [(2, "withdrawn")]
    assert (gone.state, states()) == ("withdrawn", {2: "withdrawn", 1: "published"})
    assert service.version_in_force(line.effective_at + DAY) == 1
    assert service.take_effect(at(line.effective_at + DAY)) == ()
    assert service.published(2) is not None
    assert service.events(line.id)[-1].note == "The lawyer found a flaw."
    assert service.draft().body_md == service.published(1).body_md  # type: ignore[union-attr]  # version 1


def test_the_next_version_follows_the_one_in_force_and_takes_a_new_number() -> None:
    posted(CHANGE, minute(3))
    service.withdraw(an_act(), 2, AUTHOR, "Not yet.")
    line = posted(CHANGE)
    assert (line.no, line.prev_no) == (3, 1)
    assert [touched.anchor for touched in service.changes_of(3).changed] == ["other-sites"]


def test_the_minute_of_a_withdrawn_version_stays_with_it() -> None:
    posted(CHANGE, minute(3))
    service.withdraw(an_act(), 2, AUTHOR, "Not yet.")
    with pytest.raises(Refusal, match="was withdrawn keeps this very minute"):
        posted(CHANGE, minute(3))


def test_an_anchor_of_a_withdrawn_version_may_come_again() -> None:
    added = Change(lambda text: text + "\n## Our view {#our-view}\n\nPaper is lovely.\n")
    posted(added, minute(3))
    service.withdraw(an_act(), 2, AUTHOR, "Not yet.")
    assert posted(added).no == 3


def test_what_cannot_be_withdrawn_says_why() -> None:
    posted(CHANGE, minute(3))
    posted(BACK, minute(4))
    for number, sentence in ((1, "only be followed by another"), (2, "Version 3 was posted after it")):
        with pytest.raises(Refusal, match=sentence):
            service.withdraw(an_act(), number, AUTHOR, "Why not.")
    with pytest.raises(Refusal, match="why it is withdrawn"):
        service.withdraw(an_act(), 3, AUTHOR, " ")
    with pytest.raises(Missing):
        service.withdraw(an_act(), 9, AUTHOR, "Why not.")
    service.withdraw(an_act(), 3, AUTHOR, "Not yet.")
    with pytest.raises(Refusal, match="withdrawn already"):
        service.withdraw(an_act(), 3, AUTHOR, "Again.")


def test_at_its_minute_it_is_too_late_to_withdraw() -> None:
    line = posted(CHANGE, minute(3))
    with pytest.raises(Refusal, match="took effect on"):
        service.withdraw(at(line.effective_at), 2, AUTHOR, "Too late.")


@pytest.mark.parametrize("step", [sent, approved])
def test_a_text_that_followed_a_withdrawn_version_is_reviewed_again(step: object) -> None:
    posted(CHANGE, minute(3))
    standing = step(BACK)  # type: ignore[operator]  # either verb
    service.withdraw(an_act(), 2, AUTHOR, "Not yet.")
    now = service.draft()
    assert (now.state, now.reviewer_name, now.body_md) == ("draft", "", standing.body_md)
    assert now.token != standing.token
    assert service.events(now.id)[-1].note == "Version 2, which it followed, was withdrawn."


def test_an_old_token_never_fits_a_younger_draft() -> None:
    old = service.save(an_act(), service.draft().token, Wording("## A {#a}\n\nx", "clarify", "n"), AUTHOR)
    service.reject(a_reviewer(), _sent_as_it_is(old.token), "Reed", "No.")
    young = service.draft()
    assert young.token != old.token


def _sent_as_it_is(token: str) -> str:
    body = service.newest().body_md.replace(OLD, NEW)  # type: ignore[union-attr]  # version 1
    guard = {"other-sites": "same-meaning"}
    saved = service.save(an_act(), token, Wording(body, "clarify", "n", guard), AUTHOR)
    return service.submit(an_act(), saved.token, live_values.present(), AUTHOR).token
