"""Facts of reading: appended to files like the log, folded into tables by a job each minute.

A GET never writes to the database; what it must tell (a staff member read a customer's page, a device was
seen) is one line here, on disk before the page is answered.
"""

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock, rules
from app.foundation.acts import Act
from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, Store, declare_store, personal
from app.foundation.jobs import Job
from app.foundation.retention import After, Lasting

Fact = dict[str, Any]
Fold = Callable[[Act, list[Fact]], None]

rules.declare(rules.Rule("retention.fact-file-days", 2, "days", "The name of a file of facts that was folded"))
FACT_FILES = declare_store(
    Store(
        "files",
        "instance/facts",
        "who read what and which device was seen, until the next minute's fold",
        Lasting("a few minutes"),
        personal("technical", clause="what-we-log", purposes="account enforce", origins="system")["inventory"],
    )
)


class FactFile(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A file whose facts have been folded: a second folding does nothing."""

    __tablename__ = "fact_file"
    __retention__ = After("retention.fact-file-days", since="folded_at")
    __person__ = "nobody: the name of a file that was read"

    name: Mapped[str] = mapped_column(String(80), primary_key=True, info=KEY)
    folded_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


def append(kind: str, **values: Any) -> None:
    """Write one fact; durable before this returns, as far as one `write` of the operating system is."""
    at = clock.now()
    line = json.dumps({"kind": kind, "at": at.isoformat(), **values}, separators=(",", ":")) + "\n"
    folder = _folder()
    handle = os.open(folder / f"{at:%Y%m%d%H%M}.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)


def _folder() -> Path:
    folder = Path(current_app.instance_path) / "facts"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def waiting_since() -> datetime | None:
    """The minute of the oldest fact that waits for its folding; None when none waits."""
    names = sorted(path.stem for path in _folder().glob("*.jsonl"))
    return datetime.strptime(names[0], "%Y%m%d%H%M").replace(tzinfo=UTC) if names else None


def fold(act: Act) -> Iterator[None]:
    """Hand each finished minute's facts to the rooms, one commit a file, then remove the file."""
    for path in sorted(_folder().glob("*.jsonl")):
        if path.stem >= f"{act.at - timedelta(seconds=5):%Y%m%d%H%M}":
            continue
        if db.session.scalar(select(FactFile.name).where(FactFile.name == path.name)) is None:
            _fold_one(act, path)
            yield
        path.unlink()


def _fold_one(act: Act, path: Path) -> None:
    by_kind: dict[str, list[Fact]] = {}
    for line in path.read_text().splitlines():
        fact = json.loads(line)
        by_kind.setdefault(fact["kind"], []).append(fact)
    folds: dict[str, Fold] = current_app.extensions["shop.folds"]
    for kind, facts in by_kind.items():
        folds[kind](act, facts)
    db.session.add(FactFile(name=path.name, folded_at=act.at))
    db.session.flush()


FOLD = Job(
    "fold-facts",
    fold,
    1,
    "Fold what reading left behind into the tables",
    purposes="account enforce improve policy_notice",
    clause="what-we-log",
)
