"""What the staff's page of evidence shows: checks by room, what nobody covers, and clauses with their keepers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from app.foundation import clock
from app.foundation.checks import Check, State
from app.policy import service
from app.policy.bindings import Binding, binding_of, clauses_of_check
from app.policy.service.evidence import stale_after
from app.policy.views import evidence as views
from app.policy.views.evidence import CheckLine, DelayLine

ALARM = "undisclosed-practices"
"""The check that looks for what no clause covers."""
ORDER = (State.FAILING, State.UNCHECKED, State.KEPT)


@dataclass(frozen=True)
class Line:
    """One check as staff see it, with nothing held back."""

    check: Check
    room: str
    state: State
    measured: str
    at: datetime | None
    since: datetime | None
    clauses: tuple[str, ...]
    delay: DelayLine | None

    @property
    def name(self) -> str:
        return self.check.name


@dataclass(frozen=True)
class ClauseLine:
    """One clause of the text in force and what keeps it; no binding means that the program does not know it."""

    anchor: str
    heading: str
    mark: str
    binding: Binding | None


@dataclass(frozen=True)
class Page:
    """The whole page."""

    lines: tuple[Line, ...]
    alarm: Line | None
    clauses: tuple[ClauseLine, ...]
    delays: tuple[DelayLine, ...]

    def count(self, state: str) -> int:
        return sum(line.state == state for line in self.lines)


def page(checks: Mapping[str, Check]) -> Page:
    """Every check, failing ones first, then by room."""
    states, held = views.check_states(), views.delays(clock.now())
    lines = [line(check, states, held) for check in checks.values()]
    lines.sort(key=lambda found: (ORDER.index(found.state), found.room, found.name))
    alarm = next((found for found in lines if found.name == ALARM and found.state == State.FAILING), None)
    return Page(tuple(lines), alarm, _clauses(), views.newest_delays())


def line(check: Check, states: Mapping[str, CheckLine], held: Mapping[str, DelayLine]) -> Line:
    """One check; a result that is too old counts as not looked at."""
    found, clauses = states.get(check.name), clauses_of_check(check.name)
    room, delay = room_of(check), held.get(check.name)
    if found is None:
        return Line(check, room, State.UNCHECKED, "Nobody has looked yet.", None, None, clauses, delay)
    stale = clock.now() - found.checked_at > stale_after(check)
    state = State.UNCHECKED if stale else State(found.state)
    return Line(check, room, state, found.measured, found.checked_at, found.since, clauses, delay)


def room_of(check: Check) -> str:
    """The room that brought the check."""
    run = check.run
    while isinstance(run, partial):
        run = run.func
    return run.__module__.split(".")[1]


def _clauses() -> tuple[ClauseLine, ...]:
    number = service.version_in_force()
    shown = service.published(number) if number is not None else None
    if shown is None:
        return ()
    return tuple(
        ClauseLine(clause.anchor, clause.heading, shown.kinds.get(clause.anchor, ""), binding_of(clause.anchor))
        for clause in shown.clauses
        if clause.text
    )
