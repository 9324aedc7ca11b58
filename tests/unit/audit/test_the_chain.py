"""The audit chain: a changed, deleted, inserted or moved entry is named; a removed payload is not a break."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from app.audit import service as audit
from app.audit.models import AuditEntry
from app.foundation.acts import Act
from app.foundation.database import db

Thief = Callable[[str], None]
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def sealed(app: Flask, act: Act) -> list[int]:
    """Five entries in the chain; their ids."""
    for number in range(5):
        audit.record(act, "test.done", f"test:{number}", field="name")
    audit.seal()
    db.session.commit()
    return list(db.session.scalars(select(AuditEntry.id).order_by(AuditEntry.seq)))


@pytest.fixture
def thief(app: Flask) -> Thief:
    """Somebody at the database's own prompt, who takes the triggers away first."""

    def change(statement: str) -> None:
        if db.engine.dialect.name == "sqlite":
            names = db.session.scalars(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'")
            )
            for name in names.all():
                db.session.execute(text(f"DROP TRIGGER {name}"))
        else:
            db.session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
        db.session.execute(text(statement))
        db.session.commit()
        db.session.expire_all()

    return change


def found(act: Act) -> list[str]:
    return audit.verify(act).breaks


def test_an_untouched_chain_has_no_breaks(sealed: list[int], act: Act) -> None:
    verdict = audit.verify(act)
    assert (verdict.sealed, verdict.waiting, verdict.breaks) == (5, 0, [])


def test_sealing_goes_on_where_it_ended(sealed: list[int], act: Act) -> None:
    audit.record(act, "test.done", "test:6")
    assert audit.unsealed() is False  # not committed: nobody else sees it yet
    db.session.commit()
    assert audit.unsealed() is True
    assert audit.seal() == 1
    db.session.commit()
    assert audit.verify(act).sealed == 6
    assert found(act) == []


def test_a_changed_entry_is_named(sealed: list[int], act: Act, thief: Thief) -> None:
    thief(f"UPDATE audit_entry SET actor = 'somebody else' WHERE id = {sealed[2]}")
    assert found(act) == [f"Entry {sealed[2]} at place 3 was changed after it was sealed."]


def test_a_changed_payload_is_named(sealed: list[int], act: Act, thief: Thief) -> None:
    thief(f"""UPDATE audit_entry SET payload = '{{"field": "email"}}' WHERE id = {sealed[1]}""")
    assert found(act) == [f"The payload of entry {sealed[1]} at place 2 was changed."]


def test_a_deleted_entry_is_named(sealed: list[int], act: Act, thief: Thief) -> None:
    thief(f"DELETE FROM audit_entry WHERE id = {sealed[2]}")
    assert found(act) == ["Place 3 is missing from the chain."]


def test_an_inserted_entry_is_named(sealed: list[int], act: Act, thief: Thief) -> None:
    thief(
        "INSERT INTO audit_entry (id, at, kind, actor, subject_ref, request_id, salt, commitment, seq, prev, row_hash) "
        "SELECT 999, at, kind, actor, subject_ref, request_id, salt, commitment, 6, prev, row_hash "
        f"FROM audit_entry WHERE id = {sealed[4]}"
    )
    assert "Entry 999 at place 6 does not follow the entry before it." in found(act)


def test_two_entries_that_changed_places_are_named(sealed: list[int], act: Act, thief: Thief) -> None:
    for seq, number in ((99, sealed[1]), (2, sealed[2]), (3, sealed[1])):
        thief(f"UPDATE audit_entry SET seq = {seq} WHERE id = {number}")
    assert len(found(act)) >= 2
    assert any(f"Entry {sealed[2]} at place 2" in sentence for sentence in found(act))


def test_cutting_off_the_end_is_exposed_by_the_published_head(sealed: list[int], act: Act, thief: Thief) -> None:
    audit.publish_head(act)
    db.session.commit()
    thief(f"DELETE FROM audit_entry WHERE id = {sealed[4]}")
    assert found(act) == [f"The chain ends before place 5, which was published on {act.at.date()}."]


def test_a_chain_written_anew_differs_from_the_published_head(sealed: list[int], act: Act, thief: Thief) -> None:
    audit.publish_head(act)
    db.session.commit()
    thief("UPDATE audit_entry SET seq = NULL, prev = NULL, row_hash = NULL, actor = 'nobody'")
    audit.seal()
    db.session.commit()
    assert found(act) == [f"Place 5 is not what was published on {act.at.date()}."]


def test_a_head_is_published_once_a_day(sealed: list[int], act: Act) -> None:
    audit.publish_head(act)
    audit.record(act, "test.done", "test:6")
    audit.seal()
    audit.publish_head(act)
    audit.publish_head(replace(act, at=act.at + timedelta(days=1)))
    db.session.commit()
    assert db.session.execute(text("SELECT seq FROM audit_head ORDER BY day")).scalars().all() == [5, 6]


def test_a_removed_payload_is_no_break(sealed: list[int], act: Act) -> None:
    audit.redact(act, sealed[0], "asked for by the person")
    audit.seal()
    db.session.commit()
    assert found(act) == []
    assert db.session.get_one(AuditEntry, sealed[0]).payload is None


def test_an_entry_that_waits_too_long_for_its_seal_is_told(act: Act) -> None:
    audit.record(act, "test.done", "test:1")
    assert found(act) == []
    late = replace(act, at=act.at + timedelta(seconds=11))
    assert found(late) == ["1 entries wait for their seal longer than 10 seconds."]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_entry",
        "UPDATE audit_entry SET actor = 'somebody else'",
        "UPDATE audit_entry SET seq = seq + 100",
        "UPDATE audit_entry SET salt = 'x'",
        "UPDATE audit_entry SET payload = '{}'",
    ],
)
def test_the_database_itself_refuses_to_change_or_delete(sealed: list[int], statement: str) -> None:
    with pytest.raises(DBAPIError, match="an audit entry is never"):
        db.session.execute(text(statement))
    db.session.rollback()


@pytest.mark.usefixtures("sealed")
def test_the_database_refuses_to_replace_an_entry() -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite knows INSERT OR REPLACE")
    with pytest.raises(DBAPIError, match="never replaced"):
        db.session.execute(
            text(
                "INSERT OR REPLACE INTO audit_entry (id, at, kind, actor, subject_ref, request_id, salt, commitment) "
                "SELECT id, at, kind, 'x', subject_ref, request_id, salt, commitment FROM audit_entry LIMIT 1"
            )
        )
    db.session.rollback()


def test_an_unsealed_entry_cannot_be_changed_while_it_is_sealed(act: Act) -> None:
    audit.record(act, "test.done", "test:1")
    with pytest.raises(DBAPIError, match="never changed"):
        db.session.execute(update(AuditEntry).values(seq=1, prev="", row_hash="", actor="x"))
    db.session.rollback()
