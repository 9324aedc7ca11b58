"""One person's choices as they see them: each purpose by each way, whether it is on, since when and from where."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from app.foundation import inventory
from app.foundation.acts import Act
from app.foundation.database import db
from app.permissions.models import Cause, PermissionEvent, Suppression
from app.permissions.purposes import ANY, PURPOSES, Cell
from app.permissions.reasons import SOURCES
from app.permissions.service.overview import CellState, PurposeState, state
from app.permissions.subjects import Subject

WAYS = {"email": "By e-mail", "post": "By post", "phone": "By telephone", "internal": "In our own work"}
NEEDS = {
    "no-cause": "only if you ask us for it",
    "cause-closed": "not any more: what you asked for is done",
    "cause-expired": "not any more: what you asked for is too long ago",
    "customers-only": "for customers only",
    "new-use": "a new use: it waits for your word",
    "cap": "on, but you heard from us often enough lately",
}
"""The gate's reasons as the person reads them; others read as they do for staff."""
WHY_NOT = {
    "order": "Without it we cannot make and send what you order. It ends with the order.",
    "account": "It keeps your account safe, such as a new password or a sign-in from a new place.",
    "billing": "It belongs to an order that has to be paid. It ends with the order.",
    "policy_notice": "We promised to tell you when this policy changes.",
    "enforce": "It happens only when somebody misuses the site, and is written down.",
    "legal": "It happens only when the law asks for it, and is written down.",
}
"""Why each purpose that nobody can stop goes on."""


@dataclass(frozen=True)
class ChoiceCell:
    """One purpose by one way. `wish` is what the person may say: `stop`, `allow`, or nothing where it never happens."""

    channel: str
    way: str
    on: bool
    words: str
    since: datetime | None
    source: str
    wish: str


@dataclass(frozen=True)
class ChoiceLine:
    """One purpose that can be stopped."""

    code: str
    title: str
    clause: str
    cells: list[ChoiceCell]

    @property
    def reaches(self) -> bool:
        """Whether it is about reaching the person, and not only about our own work."""
        return any(cell.channel != "internal" for cell in self.cells)


@dataclass(frozen=True)
class Goes:
    """A purpose that goes on whatever is stopped, and why."""

    title: str
    clause: str
    why: str


def goes_on() -> list[Goes]:
    """What no stop reaches."""
    return [Goes(inventory.PURPOSES[code], PURPOSES[code].clause, why) for code, why in WHY_NOT.items()]


def choices_of(act: Act, subject: Subject) -> list[ChoiceLine]:
    """How everything stands that the subject can stop; nothing is stored."""
    began = _customer_since(subject)
    lines = [_line(subject, found, began) for found in state(act, subject) if PURPOSES[found.code].stoppable]
    return [line for line in lines if line.cells]


def arose(subject_key: str, purpose: str, at: datetime) -> tuple[datetime, str] | None:
    """When and from what the permission to write for that purpose arose, as it stood then; None where it needs none."""
    said = select(PermissionEvent.at, PermissionEvent.source).where(
        PermissionEvent.subject_key == subject_key,
        PermissionEvent.effect == "allow",
        PermissionEvent.own.is_(True),
        PermissionEvent.purpose.in_([ANY, purpose]),
        PermissionEvent.channel.in_([ANY, "email"]),
        PermissionEvent.at <= at,
    )
    row = db.session.execute(said.order_by(PermissionEvent.id.desc()).limit(1)).one_or_none()
    if row is not None:
        return row.at, f"your own choice, by {SOURCES[row.source]}"
    if not PURPOSES[purpose].email.customers:
        return None
    began = select(func.min(Cause.opened_at)).where(Cause.subject_key == subject_key, Cause.kind == "customer")
    first = db.session.scalar(began.where(Cause.opened_at <= at))
    return (first, "an account was opened: our customers get such mail until they stop it") if first else None


def _line(subject: Subject, found: PurposeState, began: datetime | None) -> ChoiceLine:
    return ChoiceLine(found.code, found.title, found.clause, list(_cells(subject, found, began)))


def _cells(subject: Subject, found: PurposeState, began: datetime | None) -> Iterator[ChoiceCell]:
    for cell in found.cells:
        rule = PURPOSES[found.code].cell(cell.channel)  # type: ignore[arg-type]  # a channel of the table
        if not rule.open or (rule.switch and not cell.allowed):
            continue
        if cell.allowed or cell.reason == "cap":
            yield _on(subject, found.code, cell, began)
        else:
            yield _off(subject, found.code, cell, rule)


def _on(subject: Subject, code: str, cell: CellState, began: datetime | None) -> ChoiceCell:
    said = _newest(subject, code, cell.channel, PermissionEvent.effect == "allow", PermissionEvent.own.is_(True))
    since, source = began, "you became our customer" if began else ""
    if said is not None:
        since, source = said.at, SOURCES[said.source]
    words = NEEDS["cap"] if cell.reason == "cap" else "on"
    return ChoiceCell(cell.channel, WAYS[cell.channel], True, words, since, source, "stop")


def _off(subject: Subject, code: str, cell: CellState, rule: Cell) -> ChoiceCell:
    way = WAYS[cell.channel]
    if cell.reason == "suppressed":
        row = db.session.execute(
            select(Suppression.since, Suppression.source)
            .where(Suppression.address_key == subject.address, Suppression.purpose.in_([ANY, code]))
            .order_by(Suppression.since)
            .limit(1)
        ).one()
        return ChoiceCell(cell.channel, way, False, "stopped", row.since, SOURCES[row.source], "allow")
    if cell.event:
        event = db.session.get_one(PermissionEvent, cell.event)
        return ChoiceCell(cell.channel, way, False, "stopped", event.at, SOURCES[event.source], "allow")
    # What needs the person's own request is off until they ask; they may stop even that.
    words = NEEDS.get(cell.reason, cell.words)
    return ChoiceCell(cell.channel, way, False, words, None, "", "stop" if rule.cause else "")


def _newest(subject: Subject, code: str, channel: str, *where: ColumnElement[bool]) -> PermissionEvent | None:
    query = select(PermissionEvent).where(
        PermissionEvent.subject_key.in_(subject.keys),
        PermissionEvent.purpose.in_([ANY, code]),
        PermissionEvent.channel.in_([ANY, channel]),
        *where,
    )
    found: PermissionEvent | None = db.session.scalar(query.order_by(PermissionEvent.id.desc()).limit(1))
    return found


def _customer_since(subject: Subject) -> datetime | None:
    query = select(func.min(Cause.opened_at)).where(Cause.subject_key.in_(subject.keys), Cause.kind == "customer")
    found: datetime | None = db.session.scalar(query)
    return found
