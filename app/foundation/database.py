"""The database: one writing engine, one reading engine that cannot write, portable types.

A safe request (GET, HEAD, OPTIONS) reads on a connection in autocommit that the database itself keeps
read-only; everything else works in one transaction that `foundation.work` ends.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask import Flask, g, has_request_context
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import BigInteger, DateTime, Dialect, Engine, Executable, Integer, MetaData, Row, event
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


Serial = BigInteger().with_variant(Integer, "sqlite")
"""A key for tables that grow for ever; SQLite's own counter needs its plain integer."""


class Base(DeclarativeBase):
    """Every table's base; `info["inventory"]` on each column is its declaration (`foundation.inventory`)."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC on both databases; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without its zone cannot be stored.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def reading_only() -> bool:
    """Whether the request in hand may only read."""
    return has_request_context() and bool(g.get("reading_only", False))


_looking: ContextVar[bool] = ContextVar("looking", default=False)


class ShopSession(FlaskSession):
    """Sends the statements of a safe request, and of `looking`, to the reading engine."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Any:
        if reading_only() or _looking.get():
            return db.engines["reader"]
        return super().get_bind(*args, **kwargs)


db = SQLAlchemy(model_class=Base, session_options={"class_": ShopSession, "expire_on_commit": False})


def rows(query: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
    """The rows of selected columns: a reading request asks the reading engine itself, all else the work in hand.

    A session would cost such a request half as much again, and knows nothing that the database does not.
    """
    if not (reading_only() or _looking.get()):
        return db.session.execute(query, values).all()
    with db.engines["reader"].connect() as connection:
        return connection.execute(query, values).all()


def bind(app: Flask, url: str) -> None:
    """Connect the application to the database at `url` with a writing and a reading engine."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url = with_driver(url)
    sqlite = url.startswith("sqlite")
    # What a statement was given may be personal: it stands in no error message and so in no log.
    reader: dict[str, Any] = {"url": url, "isolation_level": "AUTOCOMMIT", "hide_parameters": True}
    if sqlite:
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"connect_args": {"timeout": 15}, "hide_parameters": True}
    else:
        reader["connect_args"] = {"options": "-c default_transaction_read_only=on"}
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_pre_ping": True, "hide_parameters": True}
        reader["pool_pre_ping"] = True
    app.config["SQLALCHEMY_BINDS"] = {"reader": reader}
    db.init_app(app)
    with app.app_context():
        if sqlite:
            _tune_sqlite(db.engines[None], writes=True)
            _tune_sqlite(db.engines["reader"], writes=False)


def with_driver(url: str) -> str:
    """The address with the name of our PostgreSQL driver in it."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _tune_sqlite(engine: Engine, writes: bool) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        # The driver's own transactions start too late (at the first write): we say BEGIN ourselves.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=15000")
        cursor.execute("PRAGMA foreign_keys=ON")
        if writes:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
            # What is deleted or overwritten is gone from the file, not only from the tables.
            cursor.execute("PRAGMA secure_delete=ON")
        else:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    if writes:

        @event.listens_for(engine, "begin")
        def begin(connection: Any) -> None:
            # IMMEDIATE: two writers wait for each other instead of one failing at its first write.
            connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def looking() -> Iterator[None]:
    """Read outside a request on the reading engine: nobody who writes waits for a long look. Also a decorator."""
    db.session.rollback()
    mark = _looking.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        _looking.reset(mark)


@contextmanager
def writing() -> Iterator[None]:
    """Let a safe request write: only for the exchange of a remember token (see `foundation.work`)."""
    before = g.get("reading_only", False)
    db.session.remove()
    g.reading_only = False
    try:
        yield
    finally:
        db.session.remove()
        g.reading_only = before


def empty_log() -> bool:
    """Leave nothing of removed rows in SQLite's files; False while somebody else needs them, then try again.

    For after an erasure: `secure_delete` blanks what is removed, but a page that was laid out anew may keep a copy in
    its gaps, and old pages rest in the log. So the file is written anew and the log emptied. Call it with no
    transaction open. On PostgreSQL the server removes old rows and old segments by itself.
    """
    engine = db.engines[None]
    if engine.dialect.name != "sqlite":
        return True
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("VACUUM")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.close()
    except sqlite3.OperationalError:
        return False
    finally:
        raw.close()
    return not busy


def dispose() -> None:
    """Close every pooled connection of the current application."""
    for engine in db.engines.values():
        engine.dispose()


__all__ = [
    "Base",
    "Serial",
    "UtcDateTime",
    "bind",
    "db",
    "dispose",
    "empty_log",
    "reading_only",
    "rows",
    "with_driver",
    "writing",
]
