"""The database of one test process: each test begins with the schema and nothing else."""

import os
import shutil
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

from app.foundation.database import dispose

DATABASE_URL = os.environ.get("DATABASE_URL", "")
SWEEPS = 150
"""After so many sweeps the database is made anew: deleted rows stay on disk until somebody tidies up."""
SHAPE = text("""
    SELECT md5(concat_ws('|',
      (SELECT string_agg(concat_ws(',', oid, relname, relkind), ';' ORDER BY oid) FROM pg_class
       WHERE relnamespace = 'public'::regnamespace),
      (SELECT string_agg(concat_ws(',', t.oid, tgenabled), ';' ORDER BY t.oid) FROM pg_trigger t
       JOIN pg_class c ON c.oid = t.tgrelid WHERE relnamespace = 'public'::regnamespace),
      (SELECT string_agg(concat_ws(',', oid, convalidated), ';' ORDER BY oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace),
      (SELECT string_agg(concat_ws(',', p.oid, prosrc), ';' ORDER BY p.oid) FROM pg_proc p
       WHERE pronamespace = 'public'::regnamespace),
      (SELECT count(*) || ',' || sum(atttypid::bigint + attnotnull::int) FROM pg_attribute a
       JOIN pg_class c ON c.oid = a.attrelid WHERE relnamespace = 'public'::regnamespace)))
""")
"""What a test may have altered beside rows: tables, columns, indexes, triggers, constraints, functions."""


def driver(url: str) -> str:
    """The address as SQLAlchemy wants it."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


class Stage:
    """A template made once; SQLite's file is copied, PostgreSQL's rows are swept, when a test has written."""

    def __init__(self, instance: Path, worker: str) -> None:
        self.instance, self.dirty = instance, True
        self.name = f"shop_test_{worker}"
        self.url = f"{DATABASE_URL.rpartition('/')[0]}/{self.name}" if DATABASE_URL else ""
        self.template = instance / "template.sqlite"
        self.swept, self.shape = SWEEPS, ""
        self.sweeper: Connection | None = None
        if self.url:
            self._remake(self.name, "template1")

    def keep_template(self) -> None:
        """Keep the database as it is now: every test begins with it."""
        dispose()
        if self.url:
            with self._connected() as connection:
                _write_sweep(connection)
                self.shape = str(connection.scalar(SHAPE))
            self._remake(f"{self.name}_template", self.name)
            self.swept = 0
        else:
            with create_engine(f"sqlite:///{self.instance / 'shop.sqlite'}").connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            shutil.copy(self.instance / "shop.sqlite", self.template)

    def reset(self) -> None:
        """Back to the template, if something was written."""
        if not self.dirty:
            return
        if not self.url:
            dispose()
            for ending in ("", "-wal", "-shm"):
                (self.instance / f"shop.sqlite{ending}").unlink(missing_ok=True)
            shutil.copy(self.template, self.instance / "shop.sqlite")
        elif not self._sweep():
            self.end()
            self._remake(self.name, f"{self.name}_template")
            self.swept = 0
        self.dirty = False

    def end(self) -> None:
        """Close every connection."""
        dispose()
        self._let_go()

    def _connected(self) -> Connection:
        return create_engine(driver(self.url), isolation_level="AUTOCOMMIT", poolclass=NullPool).connect()

    def _remake(self, name: str, template: str) -> None:
        engine = create_engine(driver(DATABASE_URL), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))

    def _sweep(self) -> bool:
        """Delete what was written, which is much quicker than a new database; False when only that will do."""
        self.swept += 1
        if self.swept > SWEEPS:
            return False
        try:
            if self.sweeper is None:
                self.sweeper = self._connected()
                self.sweeper.execute(text("SET lock_timeout = '2s'"))
            if self.sweeper.scalar(SHAPE) != self.shape:
                return False
            self.sweeper.execute(text("SELECT kept.sweep()"))
        except (OperationalError, ProgrammingError):
            # Somebody still holds a row, or took the schema away.
            return False
        return True

    def _let_go(self) -> None:
        if self.sweeper is not None:
            self.sweeper.close()
            self.sweeper = None


def _write_sweep(connection: Connection) -> None:
    """A function in the database itself that empties every table, puts the template's rows back and counts from 1."""
    connection.execute(text("CREATE SCHEMA kept"))
    lines = ["SET LOCAL session_replication_role = replica;"]
    for table in connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")):
        lines.append(f'IF EXISTS (SELECT FROM public."{table}") THEN DELETE FROM public."{table}"; END IF;')
        if connection.scalar(text(f'SELECT EXISTS (SELECT FROM public."{table}")')):
            connection.execute(text(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"'))
            lines.append(f'INSERT INTO public."{table}" OVERRIDING SYSTEM VALUE TABLE kept."{table}";')
    counters = text("SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL "
                    "FROM pg_sequences WHERE schemaname = 'public'")  # fmt: skip
    for name, value, called in connection.execute(counters).all():
        asked = f'SELECT is_called OR last_value <> {value} FROM public."{name}"' if not called else "SELECT true"
        lines.append(f"IF ({asked}) THEN PERFORM setval('public.\"{name}\"', {value}, {called}); END IF;")
    body = "\n".join(lines)
    connection.execute(text(f"CREATE FUNCTION kept.sweep() RETURNS void LANGUAGE plpgsql AS $$ BEGIN\n{body}\nEND $$"))
