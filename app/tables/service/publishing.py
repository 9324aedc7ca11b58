"""Publishing a draft as the next version, withdrawing one that has not begun, noting who checked a table."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.clock import spoken
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal, Stale
from app.foundation.versions import MADE, WITHDRAWN
from app.tables.desks import Desk
from app.tables.models import TableCheck
from app.tables.service.drafts import locked
from app.tables.service.outlook import Outlook, outlook

FURTHEST = timedelta(days=730)


@dataclass(frozen=True)
class Publication:
    """How a draft shall be published: `starts` None is at once; `sure` says that large moves are meant."""

    drawn: int
    starts: datetime | None
    reason: str
    sure: bool = False


def publish(act: Act, desk: Desk, wanted: Publication) -> int:
    """Make the draft the next version; gives its number.

    Raises:
        Missing: there is no draft.
        Stale: somebody changed the draft since it was looked at.
        Refusal: beside its field; the time is over, a version is scheduled already, a large move is not confirmed.
    """
    row = locked(desk)
    if row.version != wanted.drawn:
        raise Stale({"version": str(row.version)})
    starts = _start(act, desk, wanted)
    seen = outlook(desk, json.loads(row.body), row.based_on, starts)
    _check(seen, wanted.sure)
    version = desk.load(act, starts, row.body)
    if version is None:
        raise Refusal("This is what holds already, so there is nothing to publish.")
    desk.versions.note(act, version, MADE, wanted.reason)
    db.session.delete(row)
    db.session.flush()
    audit.record(act, "table.published", f"table:{desk.code}", version=version, begins=starts.isoformat())
    return version


def _start(act: Act, desk: Desk, wanted: Publication) -> datetime:
    if coming := desk.versions.coming(act.at):
        first = coming[0]
        raise Refusal(
            f"Version {first.version} is scheduled to begin on {spoken(first.effective_at)}, and knows nothing of this "
            "change. Withdraw it first, or wait until it has begun."
        )
    if wanted.starts is not None and not act.at < wanted.starts <= act.at + FURTHEST:
        raise Refusal("Please choose a time ahead, within two years.", "at")
    return wanted.starts or act.at


def _check(seen: Outlook, sure: bool) -> None:
    if not seen.changes:
        raise Refusal("This is what holds already, so there is nothing to publish.")
    if seen.dangers and not sure:
        raise Refusal(f"Please confirm that this is meant: {seen.dangers[0]}", "sure")


def withdraw(act: Act, desk: Desk, version: int, reason: str) -> None:
    """Take back a version that has not begun; it stays in the history.

    Raises:
        Missing: there is no such version.
        Refusal: it has begun, or is withdrawn already.
    """
    if version not in {entry.version for entry in desk.versions.history()}:
        raise Missing
    if version not in {head.version for head in desk.versions.coming(act.at)}:
        raise Refusal("Only a version that has not begun can be withdrawn. Return to an older one instead.")
    desk.versions.note(act, version, WITHDRAWN, reason)
    audit.record(act, "table.withdrawn", f"table:{desk.code}", version=version)


@dataclass(frozen=True)
class Checked:
    """Who checked which version, on which day."""

    version: int
    by: str
    on: date


def note_check(act: Act, desk: Desk, by: str, on: date) -> None:
    """Note who checked the version in force, and when.

    Raises:
        Refusal: the day has not come yet.
    """
    if on > (act.at + timedelta(days=1)).date():
        raise Refusal("Please give a day that has come already.", "on")
    version = desk.versions.number_in_force(act.at)
    row = TableCheck(desk=desk.code, version=version, checked_by=by, checked_on=on)
    row.noted_at, row.noted_by = act.at, str(act.actor)
    db.session.add(row)
    db.session.flush()
    audit.record(act, "table.checked", f"table:{desk.code}", version=version)


def last_check(desk: Desk) -> Checked | None:
    """Who checked the table last."""
    newest = select(TableCheck).where(TableCheck.desk == desk.code).order_by(TableCheck.id.desc()).limit(1)
    row = db.session.scalar(newest)
    return Checked(row.version, row.checked_by, row.checked_on) if row is not None else None
