"""What the pages of the table editor show, put together for their templates."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts import service as accounts
from app.baskets import views as baskets
from app.foundation.versions import Entry
from app.quotes import views as quotes
from app.tables import service
from app.tables.desks import Desk
from app.tables.differences import Change, changes
from app.tables.sections import Section
from app.tables.service import Checked, Draft


@dataclass(frozen=True)
class VersionLine:
    """A version in the history, with names in place of ids."""

    version: int
    effective_at: datetime
    by: str
    made_at: datetime
    reason: str
    standing: str
    kind: str
    """The colour of its tag."""
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_why: str


@dataclass(frozen=True)
class DeskPage:
    """One table: its versions, its draft, and its sections in their groups."""

    desk: Desk
    versions: list[VersionLine]
    in_force: int
    draft: Draft | None
    draft_by: str
    groups: dict[str, list[Section]]
    changed: int
    check: Checked | None


def desk_page(desk: Desk, at: datetime) -> DeskPage:
    """The front page of a table."""
    draft, in_force = service.draft_of(desk), desk.versions.number_in_force(at)
    body = draft.body if draft else body_of(desk, in_force)
    groups: dict[str, list[Section]] = {}
    for section in desk.sections(body):
        groups.setdefault(section.group, []).append(section)
    changed = len(changes(desk, body_of(desk, draft.based_on), body)) if draft else 0
    by = named([draft.changed_by])[draft.changed_by] if draft else ""
    check = service.last_check(desk) if desk.wants_check else None
    return DeskPage(desk, history(desk, at), in_force, draft, by, groups, changed, check)


@dataclass(frozen=True)
class Held:
    """How many prices are held whatever is published: jobs in baskets, and quotes that are open."""

    basket_jobs: int
    quotes: int


def held_prices(at: datetime) -> Held:
    """What no change touches; two counts."""
    return Held(baskets.count_of_all(), quotes.count_of_open(at))


def body_of(desk: Desk, version: int) -> dict[str, Any]:
    """The body of a version as plain data."""
    found: dict[str, Any] = json.loads(desk.versions.body_of(version))
    return found


def history(desk: Desk, at: datetime) -> list[VersionLine]:
    """Every version, the newest first."""
    entries, in_force = desk.versions.history(), desk.versions.number_in_force(at)
    names = named(ref for entry in entries for ref in (entry.loaded_by, entry.withdrawn_by))
    return [_line(entry, in_force, at, names) for entry in entries]


def _line(entry: Entry, in_force: int, at: datetime, names: dict[str, str]) -> VersionLine:
    standing, kind = "over", "neutral"
    if entry.withdrawn_at is not None:
        standing, kind = "withdrawn", "bad"
    elif entry.version == in_force:
        standing, kind = "in force", "good"
    elif entry.effective_at > at:
        standing, kind = "scheduled", "waiting"
    return VersionLine(
        entry.version,
        entry.effective_at,
        names[entry.loaded_by],
        entry.loaded_at,
        entry.reason or "Loaded from the files of the shop",
        standing,
        kind,
        entry.withdrawn_at,
        names[entry.withdrawn_by],
        entry.withdrawn_why,
    )


def named(refs: Iterable[str]) -> dict[str, str]:
    """The names behind `staff:12`; the others in words."""
    refs = set(refs)
    ids = sorted(int(ref.partition(":")[2]) for ref in refs if ref.startswith("staff:"))
    names = accounts.staff_names(ids)
    return {
        ref: names.get(int(ref.partition(":")[2]), ref) if ref.startswith("staff:") else ref.replace(":", " ")
        for ref in refs
    }


@dataclass(frozen=True)
class VersionPage:
    """One version, and what it changed against the one before it."""

    line: VersionLine
    before: int | None
    changes: list[Change]


def version_page(desk: Desk, number: int, at: datetime) -> VersionPage | None:
    """One version; None when there is no such."""
    lines = history(desk, at)
    line = next((line for line in lines if line.version == number), None)
    if line is None:
        return None
    older = [other.version for other in lines if other.version < number and other.standing != "withdrawn"]
    before = older[0] if older else None
    found = changes(desk, body_of(desk, before), body_of(desk, number)) if before else []
    return VersionPage(line, before, found)
