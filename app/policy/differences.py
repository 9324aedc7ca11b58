"""What a version changed against another, clause by clause and word by word: computed once, kept as JSON.

The shape: ``{"format": 1, "clauses": [entry, ...]}``, in the order of the newer text, clauses that went standing
where they stood. An entry has ``anchor``, ``heading`` and ``state``: ``unchanged``, ``reworded``, ``new``,
``removed``, ``moved`` or ``moved-reworded``. Where words differ it has ``runs`` (see `word_runs`) of the body, and
``heading_runs`` where the heading differs; ``links`` are the addresses that went and came; a moved one has
``was_after`` and ``now_after``, the headings before it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any, Protocol

from app.policy.word_runs import GONE, NEW, Budget, Run, runs

FORMAT = 1
UNCHANGED, REWORDED, ADDED, REMOVED = "unchanged", "reworded", "new", "removed"
MOVED, MOVED_REWORDED = "moved", "moved-reworded"
HREF = re.compile(r'href="([^"]*)"')
Entry = dict[str, Any]


class Worded(Protocol):
    """A clause, of a rendered text or of a posted version."""

    @property
    def anchor(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def sha256(self) -> str: ...


def compute(before: Sequence[Worded], after: Sequence[Worded], budget: Budget | None = None) -> dict[str, Any]:
    """What leads from one list of clauses to the other, fit for a JSON column."""
    budget = budget or Budget()
    old = {clause.anchor: clause for clause in before}
    stayed = _stayed([clause.anchor for clause in before], [clause.anchor for clause in after])
    was, now = _after(before), _after(after)
    entries: list[Entry] = []
    gone = _gone(before, {clause.anchor for clause in after})
    entries += gone.get("", [])
    for clause in after:
        entry = _entry(old.get(clause.anchor), clause, budget)
        if clause.anchor in old and clause.anchor not in stayed:
            entry["state"] = MOVED if entry["state"] == UNCHANGED else MOVED_REWORDED
            entry |= {"was_after": was[clause.anchor], "now_after": now[clause.anchor]}
        entries.append(entry)
        entries += gone.get(clause.anchor, [])
    return {"format": FORMAT, "clauses": entries}


def note(body: Mapping[str, Any]) -> str:
    """What changed, in one sentence: ``2 clauses reworded, 1 new.``"""
    states = [str(entry["state"]) for entry in body["clauses"]]
    counts = (
        ("reworded", states.count(REWORDED)),
        ("moved", states.count(MOVED)),
        ("moved and reworded", states.count(MOVED_REWORDED)),
        ("new", states.count(ADDED)),
        ("removed", states.count(REMOVED)),
    )
    told = [(count, word) for word, count in counts if count]
    if not told:
        return "No word of any clause changed."
    count, word = told[0]
    first = f"{count} {'clause' if count == 1 else 'clauses'} {word}"
    return ", ".join([first, *(f"{count} {word}" for count, word in told[1:])]) + "."


def _entry(before: Worded | None, after: Worded, budget: Budget) -> Entry:
    entry: Entry = {"anchor": after.anchor, "heading": after.heading}
    if before is None:
        return entry | {"state": ADDED, "runs": _whole(NEW, after.text)}
    if before.sha256 == after.sha256:
        return entry | {"state": UNCHANGED}
    entry |= {"state": REWORDED, "runs": runs(before.text, after.text, budget)}
    if before.heading != after.heading:
        entry["heading_runs"] = runs(before.heading, after.heading, budget)
    old, new = _links(before), _links(after)
    if links := [[GONE, href] for href in old if href not in new] + [[NEW, href] for href in new if href not in old]:
        entry["links"] = links
    return entry


def _whole(kind: str, text: str) -> list[Run]:
    return [[kind, text]] if text else []


def _links(clause: Worded) -> dict[str, None]:
    return dict.fromkeys(unescape(href) for href in HREF.findall(clause.html))


def _gone(before: Sequence[Worded], kept: set[str]) -> dict[str, list[Entry]]:
    """The clauses that went, by the anchor of the clause that stayed before them."""
    found: dict[str, list[Entry]] = {}
    last = ""
    for clause in before:
        if clause.anchor in kept:
            last = clause.anchor
        else:
            entry = {"anchor": clause.anchor, "heading": clause.heading, "state": REMOVED}
            found.setdefault(last, []).append(entry | {"runs": _whole(GONE, clause.text)})
    return found


def _after(clauses: Sequence[Worded]) -> dict[str, str]:
    """The heading that stands before each clause."""
    headings = ["", *(clause.heading for clause in clauses)]
    return {clause.anchor: heading for clause, heading in zip(clauses, headings, strict=False)}


def _stayed(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The most anchors that follow each other in both texts alike; the others were moved."""
    place = {anchor: at for at, anchor in enumerate(before)}
    common = [anchor for anchor in after if anchor in place]
    ends: list[int] = []
    last: list[str] = []
    came_from: dict[str, str] = {}
    for anchor in common:
        at = bisect_left(ends, place[anchor])
        if at == len(ends):
            ends.append(place[anchor])
            last.append(anchor)
        else:
            ends[at], last[at] = place[anchor], anchor
        if at:
            came_from[anchor] = last[at - 1]
    return set(_chain(last[-1], came_from)) if last else set()


def _chain(anchor: str | None, came_from: Mapping[str, str]) -> Iterator[str]:
    while anchor is not None:
        yield anchor
        anchor = came_from.get(anchor)
