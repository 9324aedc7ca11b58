"""How and when the shop is told: events, and the plan of their deliveries."""

from __future__ import annotations

import json
import secrets
import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from practice_processor.settings import Settings


class Notice(StrEnum):
    """The choice on the payment page."""

    AT_ONCE = "at-once"
    AFTER_RETURN = "after-return"
    TWICE = "twice"
    OUT_OF_ORDER = "out-of-order"
    LATE = "late"
    NEVER = "never"


@dataclass(frozen=True)
class Moment:
    """One transaction at one time (unix seconds)."""

    db: sqlite3.Connection
    settings: Settings
    now: float


SENTENCES = {
    Notice.AT_ONCE: "at once, before I am back at the shop",
    Notice.AFTER_RETURN: "a little after I am back at the shop",
    Notice.TWICE: "twice",
    Notice.OUT_OF_ORDER: "in the wrong order, the last event first",
    Notice.LATE: "ten seconds late",
    Notice.NEVER: "not at all, until I say so",
}


def tell(moment: Moment, session_id: str, news: list[tuple[str, dict[str, Any]]], notice: Notice) -> None:
    """Write one event for each (type, object) of the news and queue its deliveries as the notice says."""
    events = [_write(moment, session_id, kind, thing) for kind, thing in news]
    if notice is Notice.OUT_OF_ORDER:
        _queue_reversed(moment, session_id, events)
        return
    due = {
        Notice.AFTER_RETURN: moment.now + moment.settings.after_return_seconds,
        Notice.LATE: moment.now + moment.settings.late_seconds,
        Notice.NEVER: None,
    }.get(notice, moment.now)
    for event in events:
        first = _queue(moment.db, event, due)
        if notice is Notice.TWICE:
            _queue(moment.db, event, due, after=first)


def release(db: sqlite3.Connection, session_id: str, now: float) -> None:
    """Make every delivery of a session that still waits due now."""
    db.execute(
        "UPDATE delivery SET due_at = ? WHERE delivered_at IS NULL AND (due_at IS NULL OR due_at > ?)"
        " AND event_id IN (SELECT id FROM event WHERE session_id = ?)",
        (now, now, session_id),
    )


def waiting(db: sqlite3.Connection, session_id: str) -> int:
    """How many deliveries of a session the shop has not yet accepted."""
    row = db.execute(
        "SELECT count(*) FROM delivery JOIN event ON event.id = event_id WHERE session_id = ? AND delivered_at IS NULL",
        (session_id,),
    ).fetchone()
    return int(row[0])


def untried(db: sqlite3.Connection, session_id: str, now: float) -> bool:
    """Whether a delivery of a session is due and untried, and not stuck behind one that failed."""
    row = db.execute(
        "SELECT 1 FROM delivery JOIN event ON event.id = delivery.event_id"
        " LEFT JOIN delivery AS before ON before.id = delivery.after_delivery"
        " WHERE session_id = ? AND delivery.delivered_at IS NULL AND delivery.attempts = 0"
        " AND delivery.due_at <= ? AND NOT coalesce(before.delivered_at IS NULL AND before.attempts > 0, 0)",
        (session_id, now),
    ).fetchone()
    return row is not None


def _write(moment: Moment, session_id: str, kind: str, thing: dict[str, Any]) -> str:
    event_id = f"evt_{secrets.token_hex(12)}"
    event = {
        "id": event_id,
        "object": "event",
        "type": kind,
        "created": int(moment.now),
        "livemode": False,
        "data": {"object": thing},
    }
    moment.db.execute("INSERT INTO event VALUES (?, ?, ?, ?)", (event_id, session_id, kind, json.dumps(event)))
    return event_id


def _queue(db: sqlite3.Connection, event_id: str, due: float | None, after: int | None = None) -> int:
    cursor = db.execute(
        "INSERT INTO delivery (event_id, due_at, after_delivery) VALUES (?, ?, ?)", (event_id, due, after)
    )
    return int(cursor.lastrowid or 0)


def _queue_reversed(moment: Moment, session_id: str, events: list[str]) -> None:
    """Newest first, each held until the one before it has arrived; what still waited goes last of all.

    A lone event (a declined card) is held for a while, so that a payment made meanwhile overtakes it.
    """
    older = moment.db.execute(
        "SELECT delivery.id FROM delivery JOIN event ON event.id = event_id"
        " WHERE session_id = ? AND delivered_at IS NULL ORDER BY delivery.id",
        (session_id,),
    ).fetchall()
    previous: int | None = None
    for event in reversed(events):
        due = moment.now if len(events) > 1 else moment.now + moment.settings.failure_held_seconds
        previous = _queue(moment.db, event, due, after=previous)
    for row in older if len(events) > 1 else ():
        moment.db.execute(
            "UPDATE delivery SET due_at = ?, after_delivery = ? WHERE id = ?", (moment.now, previous, row["id"])
        )
