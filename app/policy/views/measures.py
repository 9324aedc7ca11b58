"""The register of security measures for reading: how each stands on a day, and who looked at it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from app.foundation import clock, rules
from app.foundation.database import db
from app.policy.models import Measure, MeasureCheck

KINDS = {"online": "Online", "physical": "In our buildings", "people": "People"}
"""Kinds of measure, in words."""
WARNING_DAYS = "measures.warning-days"
LOOKS = 50


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure with the newest look at it; `done_on` and `in_place` are None before the first."""

    id: int
    title: str
    words: str
    kind: str
    clause: str
    owner: str
    every_days: int
    added_at: datetime
    ended_at: datetime | None
    version: int
    done_on: date | None
    in_place: bool | None

    @property
    def kind_words(self) -> str:
        return KINDS.get(self.kind, self.kind)

    @property
    def due_on(self) -> date:
        """The day of the next look; the first one is due when the days of warning are over."""
        if self.done_on is not None:
            return self.done_on + timedelta(days=self.every_days)
        return clock.central(self.added_at).date() + timedelta(days=rules.whole(WARNING_DAYS))

    def standing(self, today: date) -> str:
        """missing (found not in place), overdue, new (nobody has looked yet), soon, or good."""
        if self.in_place is False:
            return "missing"
        if self.due_on < today:
            return "overdue"
        if self.done_on is None:
            return "new"
        return "soon" if self.due_on <= today + timedelta(days=rules.whole(WARNING_DAYS)) else "good"


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look at a measure: the day, what was found, and by whom."""

    done_on: date
    in_place: bool
    note: str
    evidence: str
    recorded_at: datetime
    actor_name: str


def measures(*, ended: bool = False) -> tuple[MeasureLine, ...]:
    """Every measure that is in service (or those that have ended), by kind and title."""
    query = _lines().where(Measure.ended_at.is_not(None) if ended else Measure.ended_at.is_(None))
    return tuple(MeasureLine(*row) for row in db.session.execute(query.order_by(Measure.kind, Measure.title)))


def measures_of(anchor: str) -> tuple[MeasureLine, ...]:
    """The measures in service that keep the clause."""
    return tuple(line for line in measures() if line.clause == anchor)


def measure(measure_id: int) -> MeasureLine | None:
    """One measure, ended or not."""
    row = db.session.execute(_lines().where(Measure.id == min(measure_id, 2**31 - 1))).one_or_none()
    return MeasureLine(*row) if row is not None else None


def looks(measure_id: int) -> tuple[LookLine, ...]:
    """The newest looks at a measure, newest first."""
    columns = [getattr(MeasureCheck, name) for name in LookLine.__dataclass_fields__]
    query = select(*columns).where(MeasureCheck.measure_id == measure_id)
    rows = db.session.execute(query.order_by(MeasureCheck.done_on.desc(), MeasureCheck.id.desc()).limit(LOOKS))
    return tuple(LookLine(*row) for row in rows)


def today() -> date:
    """The day by which measures are due: the day in Chanhassen."""
    return clock.central(clock.now()).date()


def _lines() -> Select[Any]:
    """Each measure beside its newest look: that of the latest day, and of one day the one recorded last."""
    place = func.row_number().over(
        partition_by=MeasureCheck.measure_id, order_by=(MeasureCheck.done_on.desc(), MeasureCheck.id.desc())
    )
    ranked = select(MeasureCheck, place.label("place")).subquery()
    newest = aliased(MeasureCheck, ranked)
    names = tuple(MeasureLine.__dataclass_fields__)
    columns = [getattr(newest if name in {"done_on", "in_place"} else Measure, name) for name in names]
    return select(*columns).outerjoin(newest, (newest.measure_id == Measure.id) & (ranked.c.place == 1))
