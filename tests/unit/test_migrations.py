"""The migrations make exactly what the models say, triggers included, on whichever database runs the tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, text

from app.foundation.database import Base, db

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname",
}
FUNCTIONS = (
    "SELECT proname, prosrc FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace "
    "WHERE nspname = 'public' ORDER BY proname"
)


def statements(connection: Connection) -> list[tuple[str, str]]:
    """Name and text of every trigger and trigger function, white space folded."""
    found = connection.execute(text(TRIGGERS[connection.dialect.name])).all()
    if connection.dialect.name == "postgresql":
        found = [*found, *connection.execute(text(FUNCTIONS)).all()]
    return [(name, " ".join(sql.split())) for name, sql in found]


@pytest.fixture
def from_models(app: Flask, tmp_path: Path) -> Iterator[Engine]:
    """A database made straight from the models."""
    if db.engine.dialect.name == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'models.sqlite'}")
        Base.metadata.create_all(engine)
        yield engine
        engine.dispose()
        return
    name = f"{db.engine.url.database}_models"
    admin = create_engine(db.engine.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = create_engine(db.engine.url.set(database=name))
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.mark.usefixtures("app")
def test_the_migrated_tables_are_those_of_the_models() -> None:
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_migrated_triggers_are_those_of_the_models(from_models: Engine) -> None:
    with db.engine.connect() as migrated, from_models.connect() as modelled:
        assert statements(modelled)
        assert statements(migrated) == statements(modelled)
