"""A database of an earlier day comes along with all its rows (docs/databases.md)."""

import gzip
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    DateTime,
    Engine,
    MetaData,
    Table,
    create_engine,
    func,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError

from app import create_app
from app.audit import service as audit
from app.config import Settings
from app.foundation.acts import Act
from app.foundation.database import db, dispose, with_driver
from app.policy import views
from tests.stage import DATABASE_URL

KEPT = sorted((Path(__file__).parent.parent / "fixtures" / "databases").glob("*.sql.gz"))
LARGEST = 300_000
OURS = {"alembic_version", "sqlite_sequence"}


def loaded(kept: Path, target: Path) -> Engine:
    """The kept database, as SQLite reads it."""
    with sqlite3.connect(target) as connection:
        connection.executescript(gzip.decompress(kept.read_bytes()).decode())
    return create_engine(f"sqlite:///{target}")


def counts(engine: Engine, tables: set[str]) -> dict[str, int]:
    with engine.connect() as connection:
        return {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in sorted(tables)}


def names(engine: Engine) -> set[str]:
    tables = MetaData()
    tables.reflect(engine)
    return set(tables.tables) - OURS


@pytest.fixture(params=KEPT, ids=lambda path: path.name.partition(".")[0])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    return loaded(request.param, tmp_path / "kept.sqlite")


@pytest.fixture
def older(kept: Engine, settings: Settings, tmp_path: Path, worker_id: str) -> Iterator[Flask]:
    """An application on a copy of the kept database, in whichever kind of database the tests run on."""
    name = f"shop_test_{worker_id}_older"
    url = f"{DATABASE_URL.rpartition('/')[0]}/{name}" if DATABASE_URL else ""
    if not url:
        Path(str(kept.url.database)).rename(tmp_path / "shop.sqlite")
        kept.dispose()
    else:
        _remake(name)
    app = create_app(replace(settings, instance=tmp_path, database_url=url))
    with app.app_context():
        if url:
            _fill(kept)
        upgrade()
        yield app
        db.session.remove()
        dispose()


def _remake(name: str) -> None:
    admin = create_engine(with_driver(DATABASE_URL), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()


def _fill(kept: Engine) -> None:
    """The tables as their migrations made them at the time, and the kept rows."""
    with kept.connect() as source:
        upgrade(revision=source.scalar(text("SELECT version_num FROM alembic_version")))
        tables = MetaData()
        tables.reflect(db.engine)
        with db.engine.begin() as target:
            # A copy asks neither triggers nor foreign keys: both stand again once it is done.
            target.execute(text("SET LOCAL session_replication_role = replica"))
            for table in tables.tables.values():
                if table.name not in OURS:
                    _copy(source, target, table)


def _copy(source: Connection, target: Connection, table: Table) -> None:
    rows = source.execute(text(f'SELECT * FROM "{table.name}"')).mappings().all()
    if rows:
        target.execute(table.insert(), [{key: _typed(table, key, value) for key, value in row.items()} for row in rows])
    for column in table.primary_key:
        counter = target.scalar(text("SELECT pg_get_serial_sequence(:t, :c)"), {"t": table.name, "c": column.name})
        if counter and rows:
            target.execute(select(func.setval(counter, max(row[column.name] for row in rows))))


def _typed(table: Table, name: str, value: Any) -> Any:
    """The value as the column wants it; SQLite keeps moments and structures as text, and no truth values."""
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    if isinstance(kind, Date):
        return datetime.fromisoformat(value).date()
    if isinstance(kind, JSON):
        return json.loads(value)
    return bool(value) if isinstance(kind, Boolean) else value


def test_every_kept_database_is_small() -> None:
    assert KEPT
    assert [path.name for path in KEPT if path.stat().st_size > LARGEST] == []


@pytest.fixture
def before(kept: Engine) -> dict[str, int]:
    """How many rows each table had."""
    return counts(kept, names(kept))


def test_every_row_comes_along(before: dict[str, int], older: Flask) -> None:
    assert before["policy_clause"] > 100
    assert counts(db.engine, set(before)) == before


def test_old_versions_of_the_policy_stay_readable(older: Flask) -> None:
    posted = {line.no: line for line in views.history()}
    assert {1, 2, 3} <= set(posted)
    assert [posted[no].state for no in (1, 2, 3)] == ["superseded", "published", "scheduled"]
    assert views.draft().saved
    first = views.published(1)
    assert first is not None
    assert first.clauses[0].heading == "The short version"
    assert {clause.anchor for clause in first.clauses} >= {"log-fields", "security-measures", "contact"}


def test_the_chain_of_the_record_still_holds(older: Flask, act: Act) -> None:
    verdict = audit.verify(act)
    assert verdict.sealed > 100
    assert [sentence for sentence in verdict.breaks if "wait for their seal" not in sentence] == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE policy_version SET body_md = 'changed' WHERE no = 1",
        "DELETE FROM policy_clause WHERE version_id = (SELECT id FROM policy_version WHERE no = 2)",
        "UPDATE policy_version SET body_md = 'changed' WHERE no = 3",
        "DELETE FROM audit_entry",
    ],
)
def test_what_is_permanent_stays_permanent(older: Flask, change: str) -> None:
    with pytest.raises(DBAPIError, match=r"permanent|never"), db.engine.begin() as connection:
        connection.execute(text(change))
