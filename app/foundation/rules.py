"""House rules: periods, windows, caps, rates and texts that staff may change.

Each rule is declared by its room with its first value; changed values are rows with an effective time, so
any rule can be read as of a date.
"""

import time
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import JSON, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import clock
from app.foundation.acts import Act
from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, not_personal
from app.foundation.retention import Keep, read_rules_with

Value = int | str | bool | list[Any] | dict[str, Any]
FRESH_FOR = 5.0
"""Seconds that a process may trust its copy of the rules."""


@dataclass(frozen=True)
class Rule:
    """One house rule: `unit` is days, minutes, cents, text ...; `title` says what it governs.

    A whole number lies between `least` and `most`; a text, and each line of a list, must be one of
    `choices`, where there are any.
    """

    name: str
    default: Value
    unit: str
    title: str
    least: int = 1
    most: int = 999_999
    choices: tuple[str, ...] = ()


RULES: dict[str, Rule] = {}


class HouseRule(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A value of a rule from `effective_at` on."""

    __tablename__ = "house_rule"
    __retention__ = Keep("the history of the rules is evidence")
    __person__ = "nobody: a setting of the house"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    name: Mapped[str] = mapped_column(String(80), index=True, info=not_personal("the name of a rule"))
    value: Mapped[Any] = mapped_column(JSON, info=not_personal("a period, cap, rate or text of the house"))
    effective_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    set_by: Mapped[str] = mapped_column(String(80), info=not_personal("the id of a member of staff, without a name"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    reason: Mapped[str] = mapped_column(Text, default="", info=not_personal("why the rule changed"))
    withdraws: Mapped[int | None] = mapped_column(info=KEY)
    """The row whose coming value this one takes back; it gives none of its own."""


def declare(rule: Rule) -> None:
    """Add a rule; a room does this where it is imported."""
    if RULES.get(rule.name, rule) != rule:
        raise ValueError(f"The rule {rule.name} is declared twice.")
    RULES[rule.name] = rule


def value(name: str, at: datetime | None = None) -> Value:
    """The rule's value at that time (now when None).

    Raises:
        KeyError: no room declares the rule.
    """
    rule = RULES[name]
    at = at or clock.now()
    current = [row for row in _copy().rows if row[0] == name and row[1] <= at]
    found: Value = current[-1][2] if current else rule.default
    return found


def whole(name: str, at: datetime | None = None) -> int:
    """A rule that is a whole number: days, minutes, cents."""
    found = value(name, at)
    if not isinstance(found, int):
        raise TypeError(f"The rule {name} is no whole number.")
    return found


def text(name: str, at: datetime | None = None) -> str:
    """A rule that is a text."""
    return str(value(name, at))


def unit_of(name: str) -> str:
    """The unit of a rule; empty where nobody declares it."""
    return RULES[name].unit if name in RULES else ""


read_rules_with(whole, unit_of)


def set_value(act: Act, name: str, new: Value, effective_at: datetime, reason: str) -> int:
    """Give the rule a new value from `effective_at` on; gives the row's id."""
    if name not in RULES:
        raise KeyError(name)
    return _write(act, name, new, effective_at, reason, None)


def withdraw(act: Act, row_id: int, reason: str) -> bool:
    """Take back a value that has not begun; both rows stay as history. False when it has begun or is taken back.

    Raises:
        KeyError: there is no such row.
    """
    row = db.session.get(HouseRule, row_id)
    if row is None:
        raise KeyError(row_id)
    back = db.session.scalar(select(HouseRule.id).where(HouseRule.withdraws == row_id))
    if back is not None or row.withdraws is not None or row.effective_at <= act.at:
        return False
    _write(act, row.name, row.value, row.effective_at, reason, row_id)
    return True


def _write(act: Act, name: str, new: Value, effective_at: datetime, reason: str, withdraws: int | None) -> int:
    row = HouseRule(name=name, value=new, effective_at=effective_at, set_by=str(act.actor), set_at=act.at)
    row.reason, row.withdraws = reason, withdraws
    db.session.add(row)
    db.session.flush()
    forget()
    return row.id


def in_words(found: Value) -> str:
    """A value as it is written: a list has a line for each entry."""
    if isinstance(found, bool):
        return "yes" if found else "no"
    return "\n".join(str(entry) for entry in found) if isinstance(found, list) else str(found)


@dataclass(frozen=True)
class Setting:
    """One value that a rule was given; `withdrawn` is one that was taken back before it began."""

    name: str
    value: Value
    effective_at: datetime
    set_by: str
    set_at: datetime
    reason: str
    id: int = 0
    withdrawn: bool = False


def settings(name: str = "") -> list[Setting]:
    """Every value that the rule (or any rule) was given, newest effect first; those taken back, too."""
    query = select(HouseRule).order_by(HouseRule.effective_at.desc(), HouseRule.id.desc())
    rows = db.session.scalars(query.where(HouseRule.name == name) if name else query).all()
    gone = {row.withdraws for row in rows}
    return [
        Setting(row.name, row.value, row.effective_at, row.set_by, row.set_at, row.reason, row.id, row.id in gone)
        for row in rows
        if row.withdraws is None
    ]


def version() -> tuple[int, int]:
    """What changes whenever any rule's value does: for the keys of kept pages. Costs no query while it is fresh."""
    copy = _copy()
    return copy.number, bisect_right(copy.starts, clock.now())


def forget() -> None:
    """Drop this process's copy, so that the next reading asks the database."""
    kept: _Copy | None = current_app.extensions.get(KEPT)
    if kept is not None:
        current_app.extensions[KEPT] = replace(kept, read_at=-FRESH_FOR)


KEPT = "shop.rules"


@dataclass(frozen=True)
class _Copy:
    """A process's copy of the rows: `number` grows when it is found changed, `starts` are the effective times."""

    read_at: float
    number: int
    rows: list[tuple[str, datetime, Any]]
    starts: list[datetime]


def _copy() -> _Copy:
    kept: _Copy | None = current_app.extensions.get(KEPT)
    if kept is not None and time.monotonic() - kept.read_at <= FRESH_FOR:
        return kept
    columns = (HouseRule.name, HouseRule.effective_at, HouseRule.value, HouseRule.id, HouseRule.withdraws)
    found = db.session.execute(select(*columns).order_by(HouseRule.effective_at, HouseRule.id)).all()
    gone = {row.withdraws for row in found}
    rows = [(row.name, row.effective_at, row.value) for row in found if row.withdraws is None and row.id not in gone]
    number = 0 if kept is None else kept.number + (rows != kept.rows)
    fresh = current_app.extensions[KEPT] = _Copy(time.monotonic(), number, rows, [row[1] for row in rows])
    return fresh
