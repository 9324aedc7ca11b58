"""The checks of the audit record notice what somebody at the database's own prompt would do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app import registry
from app.audit import checks, counters, service
from app.foundation import clock, work
from app.foundation.acts import Act
from app.foundation.checks import Result, State
from app.foundation.database import db
from tests.evidence.breach import Patch, edit, seen
from tests.evidence.breaches_audit import behind_the_walls, sealed, walls_down
from tests.pages import Browser
from tests.people import SignedIn

BY_NAME = {check.name: check for check in checks.checks(registry.RECORDED)}
pytestmark = pytest.mark.usefixtures("opened")


@pytest.fixture(autouse=True)
def unwalked(app: Flask) -> None:
    """The whole chain was not walked before in this process."""
    app.extensions.pop(checks.WALKED, None)


def result(name: str) -> Result:
    return seen(BY_NAME[name])


@pytest.mark.parametrize(
    "done",
    [
        "UPDATE audit_entry SET payload = '{\"number\": 9}' WHERE seq = 3",
        "UPDATE audit_entry SET at = '2020-01-01 00:00:00+00:00' WHERE seq = 3",
        "DELETE FROM audit_entry WHERE seq = 3",
        "UPDATE audit_entry SET prev = row_hash WHERE seq = 3",
    ],
)
def test_a_change_behind_the_databases_back_breaks_the_chain(app: Flask, done: str) -> None:
    sealed(app)
    assert result("audit-chain").state == State.KEPT
    behind_the_walls(done)
    assert result("audit-chain").state == State.FAILING
    assert "3" in result("audit-chain").measured


def test_entries_cut_off_at_the_end_are_missed_by_the_published_head(app: Flask, act: Act) -> None:
    sealed(app)
    work.unit(lambda: service.publish_head(act))
    assert result("audit-chain").state == State.KEPT
    behind_the_walls("DELETE FROM audit_entry WHERE seq = (SELECT max(seq) FROM audit_entry)")
    assert "which was published on" in result("audit-chain").measured


def test_an_old_break_is_found_by_the_daily_walk_and_stays_until_it_is_mended(app: Flask, monkeypatch: Patch) -> None:
    monkeypatch.setattr(checks, "NEWEST", 2)
    sealed(app)
    assert result("audit-chain").state == State.KEPT
    before = db.session.scalar(text("SELECT actor FROM audit_entry WHERE seq = 1"))
    behind_the_walls("UPDATE audit_entry SET actor = 'staff:7' WHERE seq = 1")
    tomorrow = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert result("audit-chain").state == State.FAILING
    assert result("audit-chain").state == State.FAILING
    behind_the_walls(f"UPDATE audit_entry SET actor = '{before}' WHERE seq = 1")
    assert result("audit-chain").state == State.KEPT


def test_entries_that_nobody_seals_are_noticed(app: Flask, act: Act, monkeypatch: Patch) -> None:
    sealed(app)
    work.unit(lambda: service.record(act, "test.done", "thing:1"))
    assert result("audit-chain").state == State.KEPT
    later = clock.now() + timedelta(minutes=10)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "waited for their seal" in result("audit-chain").measured
    assert result("audit-chain").state == State.FAILING


def test_a_removed_payload_is_no_break(app: Flask, act: Act) -> None:
    work.unit(lambda: service.redact(act, 2, "asked for"))
    sealed(app)
    assert result("audit-chain").state == State.KEPT


def test_the_try_leaves_the_record_as_it_was(app: Flask) -> None:
    newest = text("SELECT id, kind FROM audit_entry ORDER BY id DESC LIMIT 1")
    before = db.session.execute(newest).one()
    assert result("audit-append-only").state == State.KEPT
    walls_down()
    assert "let us change and delete" in result("audit-append-only").measured
    assert db.session.execute(newest).one() == before


def test_an_empty_record_proves_nothing(app: Flask) -> None:
    behind_the_walls("DELETE FROM audit_entry")
    assert result("audit-append-only").state == State.UNCHECKED
    assert result("audit-chain").state == State.UNCHECKED


def test_every_mail_and_publication_is_counted_against_the_record(
    app: Flask, customer: SignedIn, run_job: Callable[[str], None]
) -> None:
    visitor = Browser(app)
    visitor.get("/sign-in/code").form("/sign-in/code").submit(email="alex.kim@example.com")
    run_job("send-mail")
    found = result("every-change-recorded")
    assert found.state == State.KEPT  # the code, and the notice of a new device
    for counted in ("used to queue mail: 2", "mails sent: 2", "disclosures: 0", "versions of the policy published: 1"):
        assert counted in found.measured


LOST = "UPDATE audit_entry SET subject_ref = 'nobody' WHERE kind = 'policy.published'"


@pytest.mark.parametrize(
    ("done", "words"),
    [
        ("DELETE FROM audit_entry WHERE kind = 'policy.published'", "1 are missing in the record"),
        (LOST, "1 are missing in the record, 0 stand there twice, and 1 stand only there"),
    ],
)
def test_a_publication_that_the_record_lost_is_noticed(app: Flask, done: str, words: str) -> None:
    behind_the_walls(done)
    assert words in result("every-change-recorded").measured


def test_a_publication_that_the_record_has_twice_is_noticed(app: Flask, act: Act) -> None:
    work.unit(lambda: service.record(act, "policy.published", "policy-version:1", number=1))
    assert "1 stand there twice" in result("every-change-recorded").measured


def test_a_ledger_line_that_vanished_is_noticed(app: Flask, act: Act) -> None:
    work.unit(lambda: service.record(act, "disclosure.recorded", "disclosure:1"))
    found = result("every-change-recorded")
    assert found.state == State.FAILING
    assert "1 stand only there" in found.measured


def test_a_long_day_is_looked_at_from_its_end(app: Flask, act: Act, monkeypatch: Patch) -> None:
    monkeypatch.setattr(counters, "MOST", 2)
    for number in range(3):
        at = clock.now()
        edit(
            text(
                "INSERT INTO disclosure (id, at, recipient, ground, person_ref, case_ref, fields, count,"
                " payload_sha256, visible_from) VALUES (:id, :at, 'x', 'supplier', 'p', 'c', '[]', 1, '', :at)"
            ),
            id=number + 1,
            at=at.strftime("%Y-%m-%d %H:%M:%S.%f") if db.engine.dialect.name == "sqlite" else at,
        )
        late = Act(act.actor, at, 1)
        work.unit(
            lambda late=late, number=number: service.record(late, "disclosure.recorded", f"disclosure:{number + 1}")
        )
    assert result("every-change-recorded").state == State.KEPT
