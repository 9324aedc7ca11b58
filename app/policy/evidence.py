"""How every clause stands, without a query on each page: a copy of the newest results, kept for a second.

What is shown is told by a stamp that changes only when a page would: kept pages carry it in their key.
"""

import hashlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import Flask, current_app

from app.foundation import clock, work
from app.foundation.checks import Check, State
from app.policy import measures, news
from app.policy.bindings import PRIVACY_POLICY, WORDS, Keeping, binding_of
from app.policy.service import evidence as service
from app.policy.views import PublishedVersion
from app.policy.views import evidence as views
from app.policy.views.evidence import CheckLine, DelayLine

FRESH_FOR = 1.0
"""Seconds for which a process trusts its copy."""
KEPT = "shop.evidence"
NEVER = "Nobody has looked yet."


@dataclass(frozen=True, slots=True)
class Shown:
    """One check as the public sees it now. `at` is when somebody looked, None for never."""

    name: str
    sentence: str
    yourself: str
    state: State
    measured: str
    at: datetime | None
    promises: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How one clause is kept, in words, and what its checks say; `state` is None where no check looks at it."""

    anchor: str
    kind: Keeping
    words: tuple[str, ...]
    checks: tuple[Shown, ...] = ()
    state: State | None = None
    measures: tuple[str, ...] = ()

    @property
    def failing(self) -> bool:
        return self.state == State.FAILING


@dataclass(frozen=True, slots=True)
class Tally:
    """How many promises there are, and how many of them checks look at, by how they stand."""

    all: int
    kept: int
    failing: int
    unchecked: int

    @property
    def looked_at(self) -> int:
        return self.kept + self.failing + self.unchecked


@dataclass(frozen=True)
class _Copy:
    """The newest results as one process knows them; `until` is when the next one grows old or comes out."""

    read_at: float
    until: datetime
    stamp: str
    lines: Mapping[str, CheckLine]
    delays: Mapping[str, DelayLine]


def bind(_app: Flask) -> None:
    """See results at once in the process that keeps them."""
    news.evidence_changed.connect(_changed)


def stamp() -> str:
    """What changes whenever a page with evidence would."""
    return _copy().stamp


def shown(name: str) -> Shown:
    """How that check stands; one that the program does not have counts as never looked at."""
    check: Check | None = current_app.extensions["shop.checks"].get(name)
    if check is None:
        return Shown(name, "A check that is not made yet.", "", State.UNCHECKED, NEVER, None)
    now, copy = clock.now(), _copy()
    at_first = Shown(name, check.sentence, check.yourself, State.UNCHECKED, NEVER, None, check.promises)
    line = copy.lines.get(name)
    if line is None:
        return at_first
    if now - line.checked_at > service.stale_after(check):
        return replace(at_first, measured=f"Nobody has looked since {clock.spoken(line.checked_at)}.")
    delayed = copy.delays.get(name)
    if delayed is not None and line.state == State.FAILING and now < delayed.until:
        words = f"Somebody here looks into it since {clock.spoken(delayed.at)}. The result is shown within the hour."
        return replace(at_first, measured=words, at=line.checked_at)
    return replace(at_first, state=State(line.state), measured=line.measured, at=line.checked_at)


def of_clause(anchor: str, mark: str = "") -> Standing | None:
    """How the clause stands; None where nothing says how it is kept.

    `mark` is what staff said of a clause that the program does not know: a kind, and after a colon who and when.
    """
    binding = binding_of(anchor)
    if binding is None:
        kind, _, how = mark.partition(":")
        return Standing(anchor, Keeping(kind), _told(Keeping(kind), how.strip())) if kind else None
    checks = tuple(shown(name) for name in binding.checks)
    who = f"{binding.who}, {binding.when}." if binding.who else ""
    words = _told(binding.kind, who, binding.words)
    return Standing(anchor, binding.kind, words, checks, worst(checks), measures.of_clause(anchor))


def of_version(shown: PublishedVersion) -> dict[str, Standing]:
    """How each clause of a version stands, by anchor; without those of which nothing is said."""
    found = (of_clause(clause.anchor, shown.kinds.get(clause.anchor, "")) for clause in shown.clauses)
    return {standing.anchor: standing for standing in found if standing is not None}


def _told(kind: Keeping, *more: str) -> tuple[str, ...]:
    return (WORDS[kind], *(words for words in more if words))


def worst(checks: Iterable[Shown]) -> State | None:
    """Failing before not looked at, before kept; None for no checks."""
    states = {check.state for check in checks}
    order = (State.FAILING, State.UNCHECKED, State.KEPT)
    return next((state for state in order if state in states), None)


def tally() -> Tally:
    """How many of the promises are looked at, and how they stand now."""
    of: dict[int, list[Shown]] = {}
    for name in current_app.extensions["shop.checks"]:
        found = shown(name)
        for promise in found.promises:
            of.setdefault(promise, []).append(found)
    states = [worst(checks) for checks in of.values()]
    promises = {number for binding in PRIVACY_POLICY.values() for number in binding.promises}
    return Tally(len(promises), *(states.count(state) for state in (State.KEPT, State.FAILING, State.UNCHECKED)))


@dataclass(frozen=True, slots=True)
class Doubted:
    """What somebody doubted, and what the clause's checks found when they were run for it."""

    version_no: int
    anchor: str
    at: datetime
    results: tuple[Shown, ...]
    waiting: bool


def doubt(case_number: int) -> Doubted | None:
    """The doubt about a clause that opened the case; None for a case about something else."""
    found = views.concern_of(case_number)
    if found is None:
        return None
    results = tuple(
        replace(
            shown(line["name"]),
            state=State(line["state"]),
            measured=line["measured"],
            at=datetime.fromisoformat(line["at"]),
            yourself="",
        )
        for line in found.results
    )
    return Doubted(found.version_no, found.anchor, found.at, results, found.waiting)


def forget() -> None:
    """Drop this process's copies."""
    measures.forget()
    current_app.extensions.pop(KEPT, None)


def _changed(_act: object, **_news: object) -> None:
    forget()
    work.afterwards(forget)


def _copy() -> _Copy:
    extensions = current_app.extensions
    kept: _Copy | None = extensions.get(KEPT)
    if kept is None or time.monotonic() - kept.read_at > FRESH_FOR or clock.now() >= kept.until:
        kept = extensions[KEPT] = _read(extensions["shop.checks"])
    return kept


def _read(checks: Mapping[str, Check]) -> _Copy:
    now, lines = clock.now(), views.check_states()
    delays = views.delays(now)
    turns = [line.checked_at + service.stale_after(checks[name]) for name, line in lines.items() if name in checks]
    turns += [delay.until for delay in delays.values()]
    ahead = [turn for turn in turns if turn > now]
    # Times are shown to the minute: a run that found the same within it changes no page.
    seen = [
        (line.name, line.state, line.measured, line.checked_at.replace(second=0, microsecond=0))
        for line in lines.values()
    ]
    told = repr((seen, sorted(delays), sorted(checks), len(ahead), measures.stamp()))
    until = min(ahead, default=now + timedelta(days=1))
    return _Copy(time.monotonic(), until, hashlib.sha256(told.encode()).hexdigest()[:16], lines, delays)
