"""Folding the counts of pages into their tables, reading them, and keeping the log's files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import desc, func, select

from app.audit import service as audit
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.visits import log_keeping
from app.visits.models import BrowserDay, PageDay, RefDay
from app.visits.tallies import BROWSERS, PAGES, REFERRERS

FULL_DAYS = rules.Rule("visits.log-full-days", 30, "days", "How long the access log keeps whole lines")
MONTHS = rules.Rule("visits.log-months", 13, "months", "How long the access log keeps shortened lines")
SMALLEST = rules.Rule("visits.smallest-count", 5, "visits", "The smallest page count shown as a number")
for _rule in (FULL_DAYS, MONTHS, SMALLEST):
    rules.declare(_rule)

LONGEST_LIST = 100
_NAMES: dict[str, Any] = {PAGES: PageDay.path_template, REFERRERS: RefDay.host, BROWSERS: BrowserDay.family}


@dataclass(frozen=True)
class Line:
    """A name and its count in words: a small one is only “<5”, so that nobody stands out."""

    name: str
    shown: str


@dataclass(frozen=True)
class Counts:
    """What was visited between two days, both included; the most visited first."""

    since: date
    until: date
    pages: list[Line]
    referrers: list[Line]
    browsers: list[Line]


def fold(act: Act, facts: list[dict[str, Any]]) -> None:
    """Add the handed-over totals of one kind to its table. Each fact is `kind` and `totals`: day to name to count."""
    sums: dict[tuple[str, str, str], int] = {}
    for fact in facts:
        for day, names in fact["totals"].items():
            for name, count in names.items():
                key = (fact["kind"], day, name)
                sums[key] = sums.get(key, 0) + count
    for (kind, day, name), count in sorted(sums.items()):
        _add(kind, date.fromisoformat(day), name, count)
    db.session.flush()


def _add(kind: str, day: date, name: str, count: int) -> None:
    column = _NAMES[kind]
    table = column.class_
    row = db.session.get(table, {"day": day, column.key: name}, with_for_update=True)
    if row is None:
        db.session.add(table(day=day, count=count, **{column.key: name}))
    else:
        row.count += count


def counts(until: date, days: int) -> Counts:
    """The totals of that many days, of which `until` is the last."""
    since = until - timedelta(days=days - 1)
    pages, referrers, browsers = (_lines(kind, since, until) for kind in (PAGES, REFERRERS, BROWSERS))
    return Counts(since, until, pages, referrers, browsers)


def _lines(kind: str, since: date, until: date) -> list[Line]:
    column = _NAMES[kind]
    table = column.class_
    total = func.sum(table.count)
    query = (
        select(column, total)
        .where(table.day >= since, table.day <= until)
        .group_by(column)
        .order_by(desc(total), column)
        .limit(LONGEST_LIST)
    )
    smallest = rules.whole(SMALLEST.name)
    rows = [(str(name), int(count)) for name, count in db.session.execute(query)]
    # Within the small ones the order would tell the counts apart: they stand by name.
    rows.sort(key=lambda row: (-max(row[1], smallest - 1), row[0]))
    return [Line(name, str(count) if count >= smallest else f"<{smallest}") for name, count in rows]


def keep_log(act: Act, folder: Path) -> Iterator[None]:
    """Close, shorten and delete the files that are due; each is one audited step with its own commit."""
    for closed in log_keeping.close_due(folder, act.at):
        audit.record(act, "access-log.closed", f"access-log:{closed.day}", sha256=closed.sha256)
        yield
    for cut in log_keeping.cut_due(folder, act.at, rules.whole(FULL_DAYS.name)):
        audit.record(
            act,
            "access-log.cut",
            f"access-log:{cut.day}",
            sha256=cut.sha256,
            full_sha256=cut.full_sha256,
            intact=cut.intact,
            lines_left_out=cut.left_out,
        )
        yield
    for day in log_keeping.delete_due(folder, act.at, rules.whole(MONTHS.name)):
        audit.record(act, "access-log.deleted", f"access-log:{day}")
        yield
