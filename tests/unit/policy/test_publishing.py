"""Publishing: numbered, dated, permanent, whole or not at all."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.audit.models import AuditEntry
from app.foundation import clock, rules, work
from app.foundation.database import db
from app.foundation.errors import Refusal, Stale
from app.policy import live_values, news, permanence, service, slots
from app.policy.models import PolicyClause, PolicyComparison, PolicyVersion
from app.policy.service import Wording, publishing
from app.policy.views import VersionLine
from tests.policies import Change, an_act, approved, by, posted
from tests.unit.policy.writers import Publisher

OLD, NEW = "so that you notice", "so you notice"
FIRST_TEXT = publishing.FIRST_TEXT.read_text(encoding="utf-8")
CHANGE_OF_ALL = Change(lambda _text: FIRST_TEXT.replace(OLD, NEW))
CHANGE = Change(lambda text: text.replace(OLD, NEW))


def test_the_first_version_is_published_once(first: VersionLine) -> None:
    again = service.publish_first(an_act(), live_values.present(), "Somebody Else")
    assert again == first
    assert [(line.no, line.author_name) for line in service.history()] == [(1, "Pat Editor")]


def test_the_slots_are_frozen_into_the_version(first: VersionLine) -> None:
    row = db.session.get(PolicyVersion, first.id)
    assert row is not None
    frozen = slots.from_json(row.slots)
    assert frozen["retention.access_log_days"] == 30
    assert set(frozen) == set(slots.SLOTS)


def test_a_second_version_leaves_the_first_as_it_was(publish: Publisher) -> None:
    before = service.published(1)
    assert before is not None
    line = publish(lambda text: text.replace(OLD, NEW))
    assert (line.no, line.prev_no, line.state) == (2, 1, "published")
    assert service.published(1) == replace(before, line=replace(before.line, state="superseded"))
    assert service.version_in_force() == 2
    assert [touched.anchor for touched in service.changes_of(2).changed] == ["other-sites"]


def test_publishing_leaves_an_audit_entry_and_sends_the_news(publish: Publisher) -> None:
    heard: list[VersionLine] = []

    def listen(_act: object, version: VersionLine) -> None:
        heard.append(version)

    with news.posted.connected_to(listen):
        line = publish(lambda text: text.replace(OLD, NEW))
    assert heard == [line]
    published = select(AuditEntry).where(AuditEntry.kind == "policy.published").order_by(AuditEntry.id.desc())
    entry = db.session.scalars(published).first()
    assert entry is not None
    assert (entry.payload or {})["number"] == 2
    assert (entry.payload or {})["sha256"] == line.sha256


def test_a_publication_that_fails_half_way_leaves_nothing_behind(publish: Publisher) -> None:
    def refuse(_act: object, **_news: object) -> None:
        raise RuntimeError("the listener refuses")

    with news.posted.connected_to(refuse), pytest.raises(RuntimeError):
        publish(lambda text: text.replace(OLD, NEW))
    assert [line.no for line in service.history()] == [1]
    assert not service.draft().saved


def test_a_version_may_wait_for_its_minute(publish: Publisher) -> None:
    later = clock.now() + timedelta(days=3)
    publish(lambda text: text.replace(OLD, NEW), at=later)
    assert service.version_in_force() == 1
    assert service.version_in_force(later - timedelta(seconds=1)) == 1
    assert service.version_in_force(later) == 2


def test_before_the_first_version_none_was_in_force(first: VersionLine) -> None:
    assert service.version_in_force(first.effective_at - timedelta(seconds=1)) is None


def test_two_versions_cannot_take_effect_out_of_order_or_together(publish: Publisher) -> None:
    later = clock.now() + timedelta(days=3)
    publish(lambda text: text.replace(OLD, NEW), at=later)
    for at in (None, later, later - timedelta(minutes=1)):
        with pytest.raises(Refusal, match="a newer one must follow it"):
            publish(lambda text: text.replace(NEW, OLD), at=at)


def test_a_minute_that_has_passed_is_refused(publish: Publisher) -> None:
    with pytest.raises(Refusal, match="This time has passed"):
        publish(lambda text: text.replace(OLD, NEW), at=clock.now() - timedelta(minutes=1))


def test_a_new_use_needs_its_notice(publish: Publisher) -> None:
    for at in (None, clock.now() + timedelta(days=29)):
        with pytest.raises(Refusal, match="A new use needs 30 days of notice"):
            publish(lambda text: text.replace(OLD, NEW), kind="widens", at=at)
    assert publish(lambda text: text.replace(OLD, NEW), kind="widens", at=clock.now() + timedelta(days=31)).no == 2


def test_what_is_missing_or_wrong_is_said_and_nothing_is_published(publish: Publisher) -> None:
    for sentence, change, note, kind in (
        ("Nothing differs from version 1", lambda text: text, "Note.", "typo"),
        ("what kind of change", lambda text: text.replace(OLD, NEW), "Note.", ""),
        ("what kind of change", lambda text: text.replace(OLD, NEW), "Note.", "first"),
        ("what changed", lambda text: text.replace(OLD, NEW), " ", "clarify"),
        ("no live value called “no.such”", lambda text: text + "\n{{ no.such }}\n", "Note.", "typo"),
        ("has no text yet", lambda _text: "", "Note.", "typo"),
    ):
        with pytest.raises(Refusal, match=sentence):
            publish(change, note, kind)
    assert [line.no for line in service.history()] == [1]


@pytest.mark.usefixtures("first")
def test_a_publication_that_was_overtaken_by_a_saving_is_refused() -> None:
    token = approved(CHANGE).token
    back = service.take_back(an_act(), token, "Pat")
    service.save(an_act(), back.token, Wording("## A {#a}\n\ny", "typo", "n"), "Kim")
    with pytest.raises(Stale):
        service.publish(an_act(), token, live_values.present(), "Pat")


@pytest.mark.usefixtures("first")
def test_of_two_publications_at_the_same_instant_one_wins_and_the_other_is_told(app: Flask) -> None:
    saved: list[str] = []
    work.unit(lambda: saved.append(approved(CHANGE).token))
    both = threading.Barrier(2, timeout=30)
    outcomes: list[str] = []

    def run() -> None:
        with app.app_context():
            live = live_values.present()
            act = an_act()
            db.session.rollback()
            both.wait()
            try:
                work.unit(lambda: service.publish(act, saved[0], live, "Pat"))
                outcomes.append("published")
            except Stale:
                outcomes.append("told")
            db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert sorted(outcomes) == ["published", "told"]
    assert [line.no for line in service.history()] == [2, 1]


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE policy_version SET body_html = 'x' WHERE no = 1",
        "UPDATE policy_version SET state = 'draft' WHERE no = 1",
        "UPDATE policy_version SET effective_at = NULL WHERE no = 1",
        "DELETE FROM policy_version WHERE no = 1",
        "UPDATE policy_clause SET text = 'x' WHERE anchor = 'no-questions'",
        "DELETE FROM policy_clause WHERE anchor = 'no-questions'",
        "INSERT INTO policy_clause (version_id, position, anchor, level, heading, heading_html, html, text, sha256)"
        " SELECT version_id, 99, 'slipped-in', 2, 'x', 'x', 'x', 'x', 'x' FROM policy_clause LIMIT 1",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_published(statement: str) -> None:
    with pytest.raises(DatabaseError, match=permanence.REFUSAL):
        db.session.execute(text(statement))
    db.session.rollback()
    assert service.published(1) is not None


@pytest.mark.usefixtures("first")
def test_the_database_refuses_to_replace_a_published_row() -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("INSERT OR REPLACE exists in SQLite only")
    with pytest.raises(DatabaseError, match=permanence.REFUSAL):
        db.session.execute(text("INSERT OR REPLACE INTO policy_version SELECT * FROM policy_version WHERE no = 1"))
    db.session.rollback()


@pytest.mark.usefixtures("first")
def test_a_draft_may_be_changed_in_the_database() -> None:
    service.save(an_act(), service.draft().token, Wording("## A {#a}\n\nx"), "Pat")
    db.session.execute(text("UPDATE policy_version SET change_note = 'x' WHERE state = 'draft'"))
    assert db.session.scalar(select(PolicyVersion.change_note).where(PolicyVersion.state == "draft")) == "x"


def test_clauses_that_are_gone_are_remembered_with_their_last_version(publish: Publisher) -> None:
    publish(lambda text: text.replace("{#cookie-recipients}", "{#nobody-else}"))
    publish(lambda text: text.replace(OLD, NEW))
    (gone,) = service.retired(3)
    assert (gone.anchor, gone.heading, gone.last_no) == ("cookie-recipients", "Who gets our cookies", 1)
    assert service.retired(1) == ()


def test_every_clause_is_stored_in_the_order_of_the_text(first: VersionLine) -> None:
    rows = db.session.scalars(
        select(PolicyClause.anchor).where(PolicyClause.version_id == first.id).order_by(PolicyClause.position)
    ).all()
    assert rows[0] == "short-version"
    assert rows[-1] == "contact"


def test_the_kind_of_each_clause_is_kept_with_it(publish: Publisher) -> None:
    publish(lambda text: f"{text}\n## Our view {{#our-view}}\n\nPaper is lovely.\n\n## Later {{#later}}\n")
    shown = service.published(2)
    assert shown is not None
    kinds = {clause.anchor: clause.kind for clause in shown.clauses}
    assert (kinds["our-view"], kinds["no-questions"], kinds["privacy-matters"]) == ("stance", "enforced", "stance")
    assert kinds["later"] == "", "a bare heading says nothing that could be kept"
    publish(lambda text: text.replace(OLD, NEW))
    later = service.published(3)
    assert later is not None
    assert {clause.anchor: clause.kind for clause in later.clauses} == kinds, "what staff said of a clause goes on"


def test_what_changed_is_kept_word_by_word(publish: Publisher) -> None:
    line = publish(lambda text: text.replace(OLD, NEW))
    kept = db.session.get(PolicyComparison, line.id)
    assert kept is not None
    states = {entry["anchor"]: entry["state"] for entry in kept.body["clauses"]}
    assert states.pop("other-sites") == "reworded"
    assert set(states.values()) == {"unchanged"}


def test_a_version_names_everybody_who_wrote_of_it(first: VersionLine) -> None:
    standing = service.draft()
    wording = Wording(standing.body_md + "\n", "clarify", "Note.")
    one = service.save(by("9"), standing.token, replace(wording, body_md="## Half {#half}\n"), "Kim Second")
    assert one.author_name == "Kim Second"
    assert posted(CHANGE_OF_ALL).author_name == "Kim Second and Pat Editor"


def test_the_values_of_a_later_minute_are_frozen_as_they_will_be_then(first: VersionLine) -> None:
    later = clock.now() + timedelta(days=40)
    rules.set_value(an_act(), "retention.quote-years", 2, later - timedelta(days=1), "tried")
    change = Change(lambda text: text.replace(OLD, NEW), kind="widens")
    posted(change, later)
    shown = service.published(2)
    assert shown is not None
    assert shown.slots["retention.quote_years"] == 2
    assert "Quotes: 2 years." in next(clause.text for clause in shown.clauses if clause.anchor == "retention")
