"""Tables of data kept as whole versions: prices, carrier rates, tax rates.

A version is one body of JSON text with an effective time. It is never changed: a new one is loaded beside
it, and anything frozen under an older version can still be read with it.
"""

import hashlib
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar

from flask import current_app
from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.acts import Act
from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, not_personal

Tables = TypeVar("Tables")
FRESH_FOR = 5.0
"""Seconds that a process may trust its list of versions."""

SHELF = "shop.versions"


class NotLoaded(Exception):
    """No version is in force yet: the shop has not been set up."""


class VersionedBody:
    """Columns of a table whose rows are whole versions."""

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, info=KEY)
    effective_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, info=STAMP)
    body: Mapped[str] = mapped_column(Text, info=not_personal("prices and rates of the house"))
    sha256: Mapped[str] = mapped_column(String(64), info=not_personal("digest of the body"))
    loaded_by: Mapped[str] = mapped_column(String(80), info=not_personal("the id of a member of staff, without a name"))
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


class Versions(Generic[Tables]):
    """The versions of one table, parsed once in each process. `parse(body, version)` makes the tables."""

    def __init__(self, model: Any, parse: Callable[[str, int], Tables]) -> None:
        self.model, self.parse = model, parse
        self._parsed: dict[tuple[int, str], Tables] = {}

    def in_force(self, at: datetime) -> Tables:
        """The tables in force at that time.

        Raises:
            NotLoaded: none are.
        """
        for version, effective_at, digest in reversed(self._heads()):
            if effective_at <= at:
                return self._tables(version, digest)
        raise NotLoaded(self.model.__tablename__)

    def of(self, version: int) -> Tables:
        """The tables of that version.

        Raises:
            NotLoaded: there is no such version.
        """
        for number, _, digest in self._heads():
            if number == version:
                return self._tables(version, digest)
        raise NotLoaded(self.model.__tablename__)

    def load(self, act: Act, body: str, effective_at: datetime) -> int | None:
        """Add the body as the next version and give its number; None when it is the newest already.

        Raises:
            ValueError: the body cannot be parsed, so nothing is stored.
        """
        digest = digest_of(body)
        columns = (self.model.version, self.model.sha256)
        row = db.session.execute(select(*columns).order_by(self.model.version.desc()).limit(1)).first()
        if row is not None and row.sha256 == digest:
            return None
        version = int(row.version) + 1 if row is not None else 1
        self.parse(body, version)
        db.session.add(
            self.model(
                version=version,
                effective_at=effective_at,
                body=body,
                sha256=digest,
                loaded_by=str(act.actor),
                loaded_at=act.at,
            )
        )
        db.session.flush()
        self.forget()
        return version

    def forget(self) -> None:
        """Drop this process's list of versions, so that the next reading asks the database."""
        current_app.extensions.get(SHELF, {}).pop(self.model.__tablename__, None)

    def _heads(self) -> list[tuple[int, datetime, str]]:
        shelf = current_app.extensions.setdefault(SHELF, {})
        kept = shelf.get(self.model.__tablename__)
        if kept is None or time.monotonic() - kept[0] > FRESH_FOR:
            columns = (self.model.version, self.model.effective_at, self.model.sha256)
            query = select(*columns).order_by(self.model.effective_at, self.model.version)
            kept = (time.monotonic(), [(row[0], row[1], row[2]) for row in db.session.execute(query)])
            shelf[self.model.__tablename__] = kept
        heads: list[tuple[int, datetime, str]] = kept[1]
        return heads

    def _tables(self, version: int, digest: str) -> Tables:
        if (version, digest) not in self._parsed:
            body = db.session.execute(select(self.model.body).where(self.model.version == version)).scalar_one()
            self._parsed[version, digest] = self.parse(body, version)
        return self._parsed[version, digest]


def forget() -> None:
    """Drop this process's lists of versions of every table."""
    current_app.extensions.pop(SHELF, None)


def digest_of(body: str) -> str:
    """The SHA-256 of the body's text, in hexadecimal."""
    return hashlib.sha256(body.encode()).hexdigest()
