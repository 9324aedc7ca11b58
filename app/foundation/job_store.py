"""Huey's storage on PostgreSQL: tables of its own, each task taken by one worker (`FOR UPDATE SKIP LOCKED`).

It is the counterpart of Huey's own SQLite storage, so that a cluster needs no further server. The tables hold names
of jobs, nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from huey.constants import EmptyData
from huey.storage import BaseSqlStorage

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS huey_task (id bigserial PRIMARY KEY, queue text NOT NULL, data bytea NOT NULL,"
    " priority double precision NOT NULL DEFAULT 0)",
    "CREATE INDEX IF NOT EXISTS huey_task_order ON huey_task (queue, priority DESC, id)",
    "CREATE TABLE IF NOT EXISTS huey_schedule (id bigserial PRIMARY KEY, queue text NOT NULL, data bytea NOT NULL,"
    " due timestamp NOT NULL)",
    "CREATE INDEX IF NOT EXISTS huey_schedule_order ON huey_schedule (queue, due)",
    "CREATE TABLE IF NOT EXISTS huey_kv (queue text NOT NULL, key text NOT NULL, value bytea NOT NULL,"
    " PRIMARY KEY (queue, key))",
)
MAKING = 0x40E7
"""The advisory lock under which the tables are made: two workers may start at once."""


class PostgresStorage(BaseSqlStorage):  # type: ignore[misc]  # huey has no types
    """What Huey asks of a storage, on one connection that is opened anew when the server ended it."""

    def __init__(self, name: str = "huey", url: str = "", **settings: Any) -> None:
        self.url, self.made = url, False
        self._conn: psycopg.Connection[Any] | None = None
        # The tables are made at the first use: a shop starts although this server is away.
        super().__init__(name, create_tables=False, **settings)

    def _create_connection(self) -> psycopg.Connection[Any]:
        connection = psycopg.connect(self.url, autocommit=True, connect_timeout=5)
        if not self.made:
            with connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock(%s)", (MAKING,))
                for statement in SCHEMA:
                    connection.execute(statement)
            self.made = True
        return connection

    @contextmanager
    def db(self, commit: bool = False, close: bool = False) -> Iterator[psycopg.Cursor[Any]]:
        """A cursor; with `commit` everything in it is one transaction."""
        with self.lock:
            if self._conn is not None and self._conn.closed:
                self._conn = None
            try:
                if commit:
                    with self.conn.transaction(), self.conn.cursor() as cursor:
                        yield cursor
                else:
                    with self.conn.cursor() as cursor:
                        yield cursor
            finally:
                if close and self._conn is not None:
                    self._conn.close()
                    self._conn = None

    def _one(self, query: str, *params: Any) -> Any:
        with self.db() as cursor:
            row = cursor.execute(query, params).fetchone()
            return None if row is None else row[0]

    def _all(self, query: str, *params: Any) -> list[bytes]:
        with self.db() as cursor:
            return [bytes(row[0]) for row in cursor.execute(query, params).fetchall()]

    def enqueue(self, data: bytes, priority: float | None = None) -> None:
        query = "INSERT INTO huey_task (queue, data, priority) VALUES (%s, %s, %s)"
        self.sql(query, (self.name, data, priority or 0))

    def dequeue(self) -> bytes | None:
        found = self._all(
            "DELETE FROM huey_task WHERE id = (SELECT id FROM huey_task WHERE queue = %s"
            " ORDER BY priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING data",
            self.name,
        )
        return found[0] if found else None

    def queue_size(self) -> int:
        return int(self._one("SELECT count(*) FROM huey_task WHERE queue = %s", self.name))

    def enqueued_items(self, limit: int | None = None) -> list[bytes]:
        query = "SELECT data FROM huey_task WHERE queue = %s ORDER BY priority DESC, id LIMIT %s"
        return self._all(query, self.name, limit)

    def flush_queue(self) -> None:
        self.sql("DELETE FROM huey_task WHERE queue = %s", (self.name,))

    def add_to_schedule(self, data: bytes, ts: datetime) -> None:
        self.sql("INSERT INTO huey_schedule (queue, data, due) VALUES (%s, %s, %s)", (self.name, data, ts))

    def read_schedule(self, ts: datetime) -> list[bytes]:
        return self._all(
            "DELETE FROM huey_schedule WHERE id IN (SELECT id FROM huey_schedule WHERE queue = %s AND due <= %s"
            " ORDER BY due, id FOR UPDATE SKIP LOCKED) RETURNING data",
            self.name,
            ts,
        )

    def schedule_size(self) -> int:
        return int(self._one("SELECT count(*) FROM huey_schedule WHERE queue = %s", self.name))

    def scheduled_items(self, limit: int | None = None) -> list[bytes]:
        return self._all("SELECT data FROM huey_schedule WHERE queue = %s ORDER BY due LIMIT %s", self.name, limit)

    def flush_schedule(self) -> None:
        self.sql("DELETE FROM huey_schedule WHERE queue = %s", (self.name,))

    def put_data(self, key: str, value: bytes, is_result: bool = False) -> None:
        query = (
            "INSERT INTO huey_kv (queue, key, value) VALUES (%s, %s, %s)"
            " ON CONFLICT (queue, key) DO UPDATE SET value = EXCLUDED.value"
        )
        self.sql(query, (self.name, key, value))

    def peek_data(self, key: str) -> Any:
        found = self._all("SELECT value FROM huey_kv WHERE queue = %s AND key = %s", self.name, key)
        return found[0] if found else EmptyData

    def pop_data(self, key: str) -> Any:
        found = self._all("DELETE FROM huey_kv WHERE queue = %s AND key = %s RETURNING value", self.name, key)
        return found[0] if found else EmptyData

    def has_data_for_key(self, key: str) -> bool:
        return self.peek_data(key) is not EmptyData

    def flush_results(self) -> None:
        self.sql("DELETE FROM huey_kv WHERE queue = %s", (self.name,))

    def flush_counters(self) -> None:
        """There are none: the shop counts in its own tables."""
