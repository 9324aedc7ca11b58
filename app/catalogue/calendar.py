"""The shop's calendar: business days, when a proof is due and when a job ships (print.md section 1).

All clocks are those of Chanhassen: aware instants come in, Central dates and instants go out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from app.foundation.clock import CENTRAL

PRODUCTION_STARTS = time(9, 0)
"""Proofs approved by this minute are printed the same business day."""
PROOFING_OPENS, PROOFING_CLOSES = time(8, 0), time(17, 0)


@dataclass(frozen=True)
class Holiday:
    """A closed day: a `date`, or `month` with `day`, or `month` with the `nth` `weekday` (Monday is 1), `plus` days."""

    name: str
    on: date | None = None
    month: int = 0
    day: int = 0
    weekday: int = 0
    nth: int = 0
    plus: int = 0

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Holiday":
        """A row of holidays.toml, or the same from JSON."""
        fixed = date.fromisoformat(str(row["date"])) if "date" in row else None
        numbers = {name: int(row.get(name, 0)) for name in ("month", "day", "weekday", "nth", "plus")}
        return cls(str(row["name"]), fixed, **numbers)

    def in_year(self, year: int) -> date | None:
        """Its date in that year, if it has one."""
        if self.on is not None:
            return self.on if self.on.year == year else None
        if self.day:
            return date(year, self.month, self.day)
        return _nth_weekday(year, self.month, self.weekday, self.nth) + timedelta(days=self.plus)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    if nth < 0:
        following = date(year + month // 12, month % 12 + 1, 1)
        last = following - timedelta(days=1)
        return last - timedelta(days=(last.isoweekday() - weekday) % 7, weeks=-nth - 1)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7, weeks=nth - 1)


def is_business_day(day: date, holidays: Sequence[Holiday]) -> bool:
    """Monday to Friday and no holiday."""
    return day.isoweekday() <= 5 and all(holiday.in_year(day.year) != day for holiday in holidays)


def on_or_after(day: date, holidays: Sequence[Holiday]) -> date:
    """That day if the shop is open, else the next business day."""
    while not is_business_day(day, holidays):
        day += timedelta(days=1)
    return day


def add_business_days(day: date, count: int, holidays: Sequence[Holiday]) -> date:
    """The `count`-th business day after `day`; with 0 the day itself, or the next business day."""
    day = on_or_after(day, holidays)
    for _ in range(count):
        day = on_or_after(day + timedelta(days=1), holidays)
    return day


def start_day(approved_at: datetime, holidays: Sequence[Holiday]) -> date:
    """The first business day whose 9:00 a.m. is at or after the approval."""
    local = approved_at.astimezone(CENTRAL)
    missed = local.time() > PRODUCTION_STARTS
    return on_or_after(local.date() + timedelta(days=missed), holidays)


def ship_date(approved_at: datetime, business_days: int, holidays: Sequence[Holiday]) -> date:
    """The day by whose end a job of that many business days ships; for an order, pass its longest."""
    return add_business_days(start_day(approved_at, holidays), business_days - 1, holidays)


def last_approval(approved_at: datetime, holidays: Sequence[Holiday]) -> datetime:
    """The last instant at which an approval still starts the same day as one at `approved_at`."""
    day = start_day(approved_at, holidays)
    return datetime.combine(day, PRODUCTION_STARTS, CENTRAL).astimezone(UTC)


def proof_due(files_in_at: datetime, holidays: Sequence[Holiday]) -> datetime:
    """One business day after the files came: the same clock time on the next business day, in proofing hours."""
    local = files_in_at.astimezone(CENTRAL)
    came = max(local.time(), PROOFING_OPENS)
    day = local.date()
    if came > PROOFING_CLOSES or not is_business_day(day, holidays):
        came, day = PROOFING_OPENS, on_or_after(day + timedelta(days=1), holidays)
    due = add_business_days(day, 1, holidays)
    return datetime.combine(due, came.replace(tzinfo=None), CENTRAL).astimezone(UTC)
