"""Bringing two texts together that grew out of one: clause by clause, so that nothing is lost.

A clause that only one side changed is taken from that side; one that both changed differently is a clash, which a
person decides.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.policy import views
from app.policy.anchors import written_mark
from app.policy.rendering import tidy

Side = Literal["same", "mine", "theirs", "clash"]
Choice = Literal["mine", "theirs", "both"]
HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*)")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
OPENING = "(before the first heading)"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines up to the next heading. `key` is its anchor, or its words where it has none."""

    key: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One clause of both texts; a text is empty where that side does not have the clause."""

    key: str
    heading: str
    side: Side
    mine: str
    theirs: str

    @property
    def taken(self) -> str:
        """The text that is taken without asking anybody; of a clash, both."""
        if self.side == "clash":
            return "\n\n".join(text for text in (self.mine, self.theirs) if text)
        return self.theirs if self.side == "theirs" else self.mine


@dataclass(frozen=True, slots=True)
class Merge:
    """Two texts brought together, in the order of the result."""

    parts: tuple[Part, ...]

    @property
    def clashes(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.side == "clash")

    def of(self, side: Side) -> tuple[Part, ...]:
        """The clauses that were taken from one side."""
        return tuple(part for part in self.parts if part.side == side)

    def text(self, choices: Mapping[str, str] | None = None) -> str:
        """The result; `choices` decide the clashes by key: mine, theirs or both (also where nothing is said)."""
        found = ((part, (choices or {}).get(part.key, "both")) for part in self.parts)
        return tidy("\n\n".join(text for text in (_chosen(part, choice) for part, choice in found) if text))


def ancestor(token: str, slug: str = views.PRIVACY) -> str:
    """The text on which somebody built who read the state that `token` names (`views.Draft.token`).

    Where that very saving was folded into a later one of its author, the nearest one before it.
    """
    number, _dot, state = token.partition(".")
    version, _dash, saving = state.partition("-")
    kept = [*_savings(version), *views.savings(views.draft(slug).id)]
    for found in sorted(kept, key=lambda one: -one.number):
        if saving and found.number <= _number(saving):
            return found.body_md
    began = views.published(_number(number), slug) or views.newest(slug)
    return began.body_md if began else ""


def _savings(version: str) -> tuple[views.Saving, ...]:
    return views.savings(_number(version)) if _number(version) else ()


def _number(typed: str) -> int:
    """The number in a part of a token; 0 for anything else, and for what no column could hold."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Bring `mine` and `theirs` together, which both began as `base`."""
    before, left, right = (_by_key(text) for text in (base, mine, theirs))
    return Merge(tuple(_part(key, before, left, right) for key in _order(before, left, right)))


def sections(source: str) -> tuple[Section, ...]:
    """The clauses of a Markdown text, as its lines stand; every key stands once."""
    found: list[Section] = []
    seen: dict[str, int] = {}
    for heading, lines in _blocks(tidy(source).split("\n")):
        words, anchor = written_mark(heading) if heading else (OPENING, "")
        key = anchor or words
        seen[key] = seen.get(key, 0) + 1
        key = key if seen[key] == 1 else f"{key} ({seen[key]})"
        found.append(Section(key, words, "\n".join(lines).strip("\n")))
    return tuple(section for section in found if section.text)


def _blocks(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    heading, block, fence = "", list[str](), ""
    for line in lines:
        mark = FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        opened = None if fence else HEADING.fullmatch(line)
        if opened:
            yield heading, block
            heading, block = opened[1].strip(), []
        block.append(line)
    yield heading, block


def _by_key(source: str) -> dict[str, Section]:
    return {section.key: section for section in sections(source)}


def _part(key: str, before: Mapping[str, Section], left: Mapping[str, Section], right: Mapping[str, Section]) -> Part:
    was, mine, theirs = (side[key].text if key in side else "" for side in (before, left, right))
    heading = next(side[key].heading for side in (left, right, before) if key in side)
    if mine == theirs:
        side: Side = "same"
    elif mine == was:
        side = "theirs"
    elif theirs == was:
        side = "mine"
    else:
        side = "clash"
    return Part(key, heading, side, mine, theirs)


def _order(before: Mapping[str, Section], left: Mapping[str, Section], right: Mapping[str, Section]) -> list[str]:
    """The keys of the result: as in mine, or as in theirs when only they moved clauses; the others in between."""
    lead, other = (right, left) if _moved(before, right) and not _moved(before, left) else (left, right)
    order = list(lead)
    after = ""
    following: dict[str, list[str]] = {}
    for key in other:
        if key in lead:
            after = key
        else:
            following.setdefault(after, []).append(key)
    return following.get("", []) + [found for key in order for found in (key, *following.get(key, []))]


def _moved(before: Mapping[str, Section], after: Mapping[str, Section]) -> bool:
    return [key for key in before if key in after] != [key for key in after if key in before]


def _chosen(part: Part, choice: str) -> str:
    if part.side != "clash" or choice not in ("mine", "theirs"):
        return part.taken
    return part.mine if choice == "mine" else part.theirs
