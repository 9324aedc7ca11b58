"""What is left under each retention rule, read from the data now; how its last run went, and what the next would do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from app.foundation import rules
from app.foundation.database import db
from app.foundation.inventory import words_of
from app.foundation.retention import After, Period
from app.rights.models import RetentionRun
from app.rights.service import ageing, batches, holds, keeping
from app.rights.service.ageing import Line
from app.rights.service.places import PLACES, Place


@dataclass(frozen=True)
class Measured:
    """The oldest under one rule: it should not be older than `bound`. `held` rows are past it because of a hold."""

    name: str
    words: str
    bound: datetime
    oldest: datetime | None
    held: int = 0


@dataclass(frozen=True)
class Run:
    """A run of a rule."""

    started_at: datetime
    examined: int
    removed: int
    held: int
    oldest_left: datetime | None


@dataclass(frozen=True)
class RuleLine:
    """One rule as staff see it; `ours` says that this engine removes, `going` is what it would remove today."""

    name: str
    words: str
    part: str
    period: Period
    measured: Measured
    run: Run | None
    next_at: datetime
    going: int
    ours: bool
    late: bool


def measured(at: datetime, own: Path) -> list[Measured]:
    """Every rule with the oldest that is left, in tables and in the files of the folder `own`."""
    held = holds.held_keys(at)
    found = []
    for line in ageing.lines():
        rows = holds.held_rows(line.table, held)
        count = keeping.count_held(line, at, rows) if held else 0
        found.append(Measured(line.name, said(line), line.period.before(at), line.oldest(at, rows), count))
    return found + [Measured(place.name, _place(place), place.period.before(at), place.oldest(own)) for place in PLACES]


def said(line: Line) -> str:
    """What a line is about in plain words."""
    part = line.part
    which = part.which if isinstance(part, After) else ""
    return f"“{words_of(line.table.name).title}”{f' ({which})' if which else ''}"


def _place(place: Place) -> str:
    return f"“{place.store}”{f' ({place.only})' if place.only else ''}"


def names() -> list[str]:
    """The names of all rules."""
    return [line.name for line in ageing.lines()] + [place.name for place in PLACES]


def last_runs() -> dict[str, datetime]:
    """When the last run of each rule came to its end."""
    query = select(RetentionRun.rule, func.max(RetentionRun.ended_at)).where(RetentionRun.ended_at.is_not(None))
    rows = db.session.execute(query.group_by(RetentionRun.rule))
    return {rule: at for rule, at in rows if at is not None}


def newest_runs() -> dict[str, Run]:
    """The last run of each rule that came to its end."""
    newest = select(func.max(RetentionRun.id)).where(RetentionRun.ended_at.is_not(None)).group_by(RetentionRun.rule)
    names = ("started_at", "examined", "removed", "held", "oldest_left")
    columns = (getattr(RetentionRun, name) for name in names)
    rows = db.session.execute(select(RetentionRun.rule, *columns).where(RetentionRun.id.in_(newest)))
    return {row[0]: Run(*row[1:]) for row in rows}


def rule_lines(at: datetime, own: Path, slack: timedelta) -> Iterator[RuleLine]:
    """Every rule with its period, its last run, its next, and what would go today."""
    runs, held, every = newest_runs(), holds.held_keys(at), timedelta(hours=rules.whole(keeping.EVERY))
    by_name = {each.name: each for each in measured(at, own)}
    known: list[Line | Place] = [*ageing.lines(), *PLACES]
    for one in known:
        mine, run = by_name[one.name], runs.get(one.name)
        going, ours, part = 0, False, getattr(one, "only", "")
        if isinstance(one, Line):
            ours = batches.acts_on(one)
            going = keeping.count_going(one, at, holds.held_rows(one.table, held)) if ours else 0
            part = "masked" if one.masks else "deleted"
        late = mine.oldest is not None and mine.oldest < mine.bound - slack
        next_at = run.started_at + every if run else at
        yield RuleLine(one.name, mine.words, part, one.period, mine, run, next_at, going, ours, late)
