"""The key store's own database: wrapped keys, each with its owner and the master key that wraps it."""

import base64
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Column, Engine, MetaData, String, Table, create_engine, event, func, insert, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError, SQLAlchemyError

from app.foundation import clock
from app.foundation.database import UtcDateTime, with_driver
from app.foundation.masters import LENGTH, MasterMissing, Masters

BATCH = 500

metadata = MetaData()
ENVELOPE = Table(
    "envelope",
    metadata,
    Column("owner", String(120), primary_key=True),
    Column("wrapped_key", String(200)),
    Column("master_id", String(40), nullable=False, index=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("destroyed_at", UtcDateTime),
)


class KeysUnavailable(Exception):
    """The key store does not answer, or is not the one that belongs here; the message says which."""


@dataclass(frozen=True)
class Rotation:
    """What a rotation did: the master key that wraps now, how many keys were wrapped anew, older masters in use."""

    master_id: str
    rewrapped: int
    older: list[str]


class Envelopes:
    """The store at `url`; the owners in `always` have a key from its first opening on."""

    def __init__(self, url: str, masters: Masters, always: tuple[str, ...]) -> None:
        self._url, self._masters, self._always = with_driver(url), masters, always
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    def read(self, owner: str) -> bytes | None:
        """The owner's key, unwrapped; None when it was destroyed.

        Raises:
            KeysUnavailable: the store does not answer, or knows no such owner.
        """
        query = select(ENVELOPE.c.master_id, ENVELOPE.c.wrapped_key).where(ENVELOPE.c.owner == owner)
        with self.answering() as engine, engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise KeysUnavailable(f"The key store has no key of {owner}. Restore the store that belongs here.")
        return None if row.wrapped_key is None else self._unwrap(owner, row.master_id, row.wrapped_key)

    def add(self, owner: str) -> None:
        """Make the owner's key unless there is one; of several makers at once, one wins and all use its key."""
        with self.answering() as engine:
            self._add(engine, owner)

    def destroy(self, owner: str, at: datetime) -> bool:
        """Wipe the owner's key; False when there was none."""
        change = update(ENVELOPE).where(ENVELOPE.c.owner == owner, ENVELOPE.c.wrapped_key.is_not(None))
        with self.answering() as engine:
            with engine.begin() as connection:
                gone = connection.execute(change.values(wrapped_key=None, destroyed_at=at)).rowcount
            if engine.dialect.name == "sqlite":
                # The old page must not rest in the log beside the file.
                with engine.connect() as connection:
                    connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        return gone > 0

    def rotate(self) -> Rotation:
        """Wrap every key by the newest master key, in batches; may be stopped and run again.

        Where the shop makes its own master keys, a new one is made first.
        """
        master_id = self._masters.newest() if self._masters.given else self._masters.add()
        rewrapped = 0
        while batch := self._outdated(master_id):
            rewrapped += sum(self._rewrap(owner, old_id, wrapped, master_id) for owner, old_id, wrapped in batch)
        query = select(ENVELOPE.c.master_id).distinct().where(ENVELOPE.c.wrapped_key.is_not(None))
        with self.answering() as engine, engine.connect() as connection:
            return Rotation(
                master_id, rewrapped, sorted(connection.scalars(query.where(ENVELOPE.c.master_id != master_id)))
            )

    def count(self) -> int:
        """How many owners have a key, those in `always` not counted."""
        held = (ENVELOPE.c.wrapped_key.is_not(None), ENVELOPE.c.owner.not_in(self._always))
        with self.answering() as engine, engine.connect() as connection:
            return connection.scalar(select(func.count()).where(*held)) or 0

    def close(self) -> None:
        """Close the connections; the next use opens them again."""
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.dispose()

    @contextmanager
    def answering(self) -> Iterator[Engine]:
        """The store's engine; whatever keeps it from answering becomes `KeysUnavailable`."""
        try:
            engine = self._engine or self._open()
            if (path := _path(engine)) is not None and not path.exists():
                raise KeysUnavailable(f"The key store's file is gone: {path.name}. Restore it.")
            yield engine
        except MasterMissing as missing:
            raise KeysUnavailable(str(missing)) from None
        except (SQLAlchemyError, OSError) as error:
            raise KeysUnavailable(f"The key store does not answer ({type(error).__name__}).") from error

    def _open(self) -> Engine:
        with self._lock:
            if self._engine is None:
                engine = _connected(self._url)
                try:
                    _with_tables(engine)
                    for owner in self._always:
                        self._add(engine, owner)
                except BaseException:
                    engine.dispose()
                    raise
                self._engine = engine
            return self._engine

    def _add(self, engine: Engine, owner: str) -> None:
        with engine.connect() as connection:
            if connection.execute(select(ENVELOPE.c.owner).where(ENVELOPE.c.owner == owner)).first():
                return
        master_id = self._masters.newest()
        wrapped = self._wrap(owner, master_id, secrets.token_bytes(LENGTH))
        row = {"owner": owner, "wrapped_key": wrapped, "master_id": master_id, "made_at": clock.now()}
        try:
            with engine.begin() as connection:
                connection.execute(insert(ENVELOPE).values(**row))
        except IntegrityError:
            pass  # another process was faster: its key is the one

    def _outdated(self, master_id: str) -> list[Any]:
        query = select(ENVELOPE.c.owner, ENVELOPE.c.master_id, ENVELOPE.c.wrapped_key)
        older = query.where(ENVELOPE.c.master_id != master_id, ENVELOPE.c.wrapped_key.is_not(None))
        with self.answering() as engine, engine.connect() as connection:
            return list(connection.execute(older.limit(BATCH)))

    def _rewrap(self, owner: str, old_id: str, wrapped: str, master_id: str) -> int:
        secret = self._unwrap(owner, old_id, wrapped)
        # A key destroyed meanwhile stays destroyed.
        same = (ENVELOPE.c.owner == owner, ENVELOPE.c.wrapped_key == wrapped)
        with self.answering() as engine, engine.begin() as connection:
            values = {"wrapped_key": self._wrap(owner, master_id, secret), "master_id": master_id}
            return connection.execute(update(ENVELOPE).where(*same).values(**values)).rowcount

    def _wrap(self, owner: str, master_id: str, secret: bytes) -> str:
        nonce = secrets.token_bytes(12)
        sealed = self._masters.cipher(master_id).encrypt(nonce, secret, _bound(owner, master_id))
        return base64.b64encode(nonce + sealed).decode()

    def _unwrap(self, owner: str, master_id: str, wrapped: str) -> bytes:
        raw = base64.b64decode(wrapped)
        try:
            return self._masters.cipher(master_id).decrypt(raw[:12], raw[12:], _bound(owner, master_id))
        except MasterMissing as missing:
            raise KeysUnavailable(str(missing)) from None
        except InvalidTag:
            raise KeysUnavailable(
                f"The key of {owner} cannot be unwrapped: it was changed, or master key {master_id} is another one."
            ) from None


def _bound(owner: str, master_id: str) -> bytes:
    return f"envelope\x1f{owner}\x1f{master_id}".encode()


def _path(engine: Engine) -> Path | None:
    """The file of a store on SQLite."""
    return Path(str(engine.url.database)) if engine.dialect.name == "sqlite" else None


def _connected(url: str) -> Engine:
    engine = create_engine(make_url(url), hide_parameters=True, pool_pre_ping=not url.startswith("sqlite"))
    if (path := _path(engine)) is None:
        return engine
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        for pragma in ("busy_timeout=15000", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    return engine


def _with_tables(engine: Engine) -> None:
    try:
        metadata.create_all(engine)
    except (IntegrityError, OperationalError, ProgrammingError):
        # Two processes made them at once: the second look finds them, or names the real trouble.
        metadata.create_all(engine)
