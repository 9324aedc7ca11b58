"""What must stand in the record exactly once: each room says what it did, the record is counted against it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.foundation.database import db

MOST = 2_000
"""So many of the newest doings of a kind are looked at."""
Done = tuple[str, datetime]
"""A reference, as the record has it, and when it was done."""


@dataclass(frozen=True)
class Recorded:
    """Something that a room does: `words` name many of them, `kinds` are those of its entries.

    `done` gives the newest ones (at most so many) from a moment on. The record knows each by its subject, or by that
    number of the payload.
    """

    words: str
    kinds: tuple[str, ...]
    done: Callable[[datetime, int], Iterable[Done]]
    number: str = ""


@dataclass(frozen=True)
class Count:
    """How many were done; how many of them the record lacks or has twice, and how many only the record knows."""

    words: str
    done: int
    lacking: int
    double: int
    stray: int

    @property
    def good(self) -> bool:
        return not (self.lacking or self.double or self.stray)


def count(recorded: Recorded, since: datetime) -> Count:
    """Compare what was done with the record, one by one."""
    done = list(recorded.done(since, MOST))
    if len(done) >= MOST:
        # What was done together with the last one is cut off with it: it cannot be told whole.
        since = min(at for _, at in done) + timedelta(microseconds=1)
        done = [item for item in done if item[1] >= since]
    wanted = Counter(ref for ref, _ in done)
    found = Counter(_refs(recorded, since))
    lacking, double = wanted - found, found - wanted
    stray = sum(number for ref, number in double.items() if ref not in wanted)
    return Count(recorded.words, len(done), lacking.total(), double.total() - stray, stray)


def _refs(recorded: Recorded, since: datetime) -> Iterable[str]:
    query = select(AuditEntry.subject_ref, AuditEntry.payload).where(
        AuditEntry.kind.in_(recorded.kinds), AuditEntry.at >= since
    )
    for subject, payload in db.session.execute(query):
        yield str((payload or {}).get(recorded.number)) if recorded.number else subject
