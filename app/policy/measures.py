"""How the measures stand, without a query on each page: a copy of the register kept for a second."""

import time
from dataclasses import dataclass
from datetime import date

from flask import current_app

from app.policy.views import measures as views
from app.policy.views.measures import MeasureLine

FRESH_FOR = 1.0
KEPT = "shop.measures"
LATE = frozenset({"overdue", "missing"})


@dataclass(frozen=True)
class Register:
    """The measures in service as they stand on a day."""

    day: date
    lines: tuple[MeasureLine, ...]

    def standing(self, line: MeasureLine) -> str:
        return line.standing(self.day)


def register() -> Register:
    """The register, at most a second old."""
    kept: tuple[float, tuple[MeasureLine, ...]] | None = current_app.extensions.get(KEPT)
    if kept is None or time.monotonic() - kept[0] > FRESH_FOR:
        kept = current_app.extensions[KEPT] = (time.monotonic(), views.measures())
    return Register(views.today(), kept[1])


def forget() -> None:
    """Drop this process's copy."""
    current_app.extensions.pop(KEPT, None)


def stamp() -> int:
    """What changes whenever a page that tells of the measures would."""
    return hash(register().lines) ^ hash(views.today())


def of_clause(anchor: str) -> tuple[str, ...]:
    """What the register says of a clause, in sentences; none where no measure keeps it."""
    found = register()
    lines = [line for line in found.lines if line.clause == anchor]
    if not lines:
        return ()
    late = [line for line in lines if found.standing(line) in LATE]
    days = [line.done_on for line in lines if line.done_on is not None]
    last = f", the last look was on {spoken(max(days))}" if days else ""
    counted = "1 measure" if len(lines) == 1 else f"{len(lines)} measures"
    new = sum(line.done_on is None for line in lines)
    told = [f"The register has {counted} for this{last}."]
    told += [f"Nobody has looked at {new} of them yet."] if new else []
    return (*told, *(_late(line, found) for line in late))


def _late(line: MeasureLine, found: Register) -> str:
    if found.standing(line) == "missing":
        return f"Not in place: {line.title}."
    return f"Overdue since {spoken(line.due_on)}: {line.title}."


def spoken(day: date) -> str:
    """A day as a person says it."""
    return f"{day:%B} {day.day}, {day.year}"


def sentence() -> str:
    """How the whole register stands, for checks and for staff."""
    found = register()
    kinds = dict.fromkeys(("good", "soon", "new", "overdue", "missing"), 0)
    for line in found.lines:
        kinds[found.standing(line)] += 1
    return (
        f"{len(found.lines)} measures as of {spoken(found.day)}: {kinds['good'] + kinds['soon']} looked at in time, "
        f"{kinds['new']} not looked at yet, {kinds['overdue']} overdue, {kinds['missing']} not in place"
    )
