"""Tables of data kept as whole versions: prices, carrier rates, tax rates.

A version is one body of JSON text with an effective time. It is never changed: a new one is loaded beside
it, and anything frozen under an older version can still be read with it. A version that has not begun can be
withdrawn: it stays, and never begins.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from flask import current_app
from sqlalchemy import Select, String, Text, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.acts import Act
from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, not_personal
from app.foundation.retention import Keep

Tables = TypeVar("Tables")
FRESH_FOR = 5.0
"""Seconds that a process may trust its list of versions."""

SHELF = "shop.versions"
MADE, WITHDRAWN = "made", "withdrawn"
BY_STAFF = not_personal("the id of a member of staff, without a name")


class NotLoaded(Exception):
    """No version is in force yet: the shop has not been set up."""


class VersionedBody:
    """Columns of a table whose rows are whole versions."""

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, info=KEY)
    effective_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, info=STAMP)
    body: Mapped[str] = mapped_column(Text, info=not_personal("prices and rates of the house"))
    sha256: Mapped[str] = mapped_column(String(64), info=not_personal("digest of the body"))
    loaded_by: Mapped[str] = mapped_column(String(80), info=BY_STAFF)
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


class VersionStep(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Why a version of some table was made, or that it was withdrawn before it began; rows are only added."""

    __tablename__ = "version_step"
    __retention__ = Keep("the history of prices and rates is evidence")
    __person__ = "nobody: steps of the price lists of the house"

    table_name: Mapped[str] = mapped_column(String(40), primary_key=True, info=not_personal("the name of a table"))
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, info=KEY)
    step: Mapped[str] = mapped_column(String(20), primary_key=True, info=not_personal("made or withdrawn"))
    reason: Mapped[str] = mapped_column(String(300), default="", info=not_personal("why prices or rates changed"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    by: Mapped[str] = mapped_column(String(80), info=BY_STAFF)


@dataclass(frozen=True)
class Head:
    """A version without its body."""

    version: int
    effective_at: datetime
    sha256: str
    withdrawn: bool


@dataclass(frozen=True)
class Entry:
    """A version in the history: who loaded it and why, and who withdrew it, by their ids."""

    version: int
    effective_at: datetime
    loaded_by: str
    loaded_at: datetime
    reason: str
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_why: str = ""


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
        return self.of(self.number_in_force(at))

    def number_in_force(self, at: datetime) -> int:
        """The version in force at that time.

        Raises:
            NotLoaded: none is.
        """
        for head in reversed(self._heads()):
            if head.effective_at <= at and not head.withdrawn:
                return head.version
        raise NotLoaded(self.model.__tablename__)

    def coming(self, at: datetime) -> list[Head]:
        """The versions that begin after that time, the first one first."""
        return [head for head in self._heads() if head.effective_at > at and not head.withdrawn]

    def of(self, version: int) -> Tables:
        """The tables of that version.

        Raises:
            NotLoaded: there is no such version.
        """
        for head in self._heads():
            if head.version == version:
                return self._tables(version, head.sha256)
        raise NotLoaded(self.model.__tablename__)

    def body_of(self, version: int) -> str:
        """The JSON text of that version.

        Raises:
            NotLoaded: there is no such version.
        """
        body = db.session.scalar(select(self.model.body).where(self.model.version == version))
        if body is None:
            raise NotLoaded(self.model.__tablename__)
        return str(body)

    def history(self) -> list[Entry]:
        """Every version, the newest first; two queries."""
        model = self.model
        columns = (model.version, model.effective_at, model.loaded_by, model.loaded_at)
        rows = db.session.execute(select(*columns).order_by(model.version.desc())).all()
        steps = db.session.scalars(select(VersionStep).where(VersionStep.table_name == model.__tablename__)).all()
        by_step = {(step.version, step.step): step for step in steps}
        return [_entry(row, by_step) for row in rows]

    def load(self, act: Act, body: str, effective_at: datetime) -> int | None:
        """Add the body as the next version and give its number.

        None when the newest that was not withdrawn holds the same already, and when staff have made a version
        since and it is not staff who load: what they changed on the site is never overwritten by a file.

        Raises:
            ValueError: the body cannot be parsed, so nothing is stored.
        """
        digest = digest_of(body)
        newest = db.session.execute(self._newest()).first()
        standing = db.session.execute(self._newest().where(~self._withdrawn())).first()
        if standing is not None and (standing.sha256 == digest or self._is_kept(standing.loaded_by, act)):
            return None
        version = int(newest.version) + 1 if newest is not None else 1
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

    def note(self, act: Act, version: int, step: str, reason: str) -> None:
        """Record why a version was made (`MADE`), or that it never begins (`WITHDRAWN`)."""
        name = self.model.__tablename__
        row = VersionStep(table_name=name, version=version, step=step, reason=reason, at=act.at, by=str(act.actor))
        db.session.add(row)
        db.session.flush()
        self.forget()

    def forget(self) -> None:
        """Drop this process's list of versions, so that the next reading asks the database."""
        current_app.extensions.get(SHELF, {}).pop(self.model.__tablename__, None)

    def _is_kept(self, loaded_by: str, act: Act) -> bool:
        return loaded_by.startswith("staff:") and act.actor.kind != "staff"

    def _newest(self) -> Select[Any]:
        columns = (self.model.version, self.model.sha256, self.model.loaded_by)
        return select(*columns).order_by(self.model.version.desc()).limit(1)

    def _withdrawn(self) -> Any:
        """Whether the version of a row was withdrawn."""
        same = (VersionStep.table_name == self.model.__tablename__) & (VersionStep.version == self.model.version)
        return exists().where(same, VersionStep.step == WITHDRAWN)

    def _heads(self) -> list[Head]:
        shelf = current_app.extensions.setdefault(SHELF, {})
        kept = shelf.get(self.model.__tablename__)
        if kept is None or time.monotonic() - kept[0] > FRESH_FOR:
            columns = (self.model.version, self.model.effective_at, self.model.sha256, self._withdrawn())
            query = select(*columns).order_by(self.model.effective_at, self.model.version)
            found = [Head(row[0], row[1], row[2], bool(row[3])) for row in db.session.execute(query)]
            kept = shelf[self.model.__tablename__] = (time.monotonic(), found)
        heads: list[Head] = kept[1]
        return heads

    def _tables(self, version: int, digest: str) -> Tables:
        if (version, digest) not in self._parsed:
            body = db.session.execute(select(self.model.body).where(self.model.version == version)).scalar_one()
            self._parsed[version, digest] = self.parse(body, version)
        return self._parsed[version, digest]


def _entry(row: Any, steps: dict[tuple[int, str], VersionStep]) -> Entry:
    made, gone = steps.get((row.version, MADE)), steps.get((row.version, WITHDRAWN))
    return Entry(
        row.version,
        row.effective_at,
        row.loaded_by,
        row.loaded_at,
        made.reason if made else "",
        gone.by if gone else "",
        gone.at if gone else None,
        gone.reason if gone else "",
    )


def forget() -> None:
    """Drop this process's lists of versions of every table."""
    current_app.extensions.pop(SHELF, None)


def digest_of(body: str) -> str:
    """The SHA-256 of the body's text, in hexadecimal."""
    return hashlib.sha256(body.encode()).hexdigest()
