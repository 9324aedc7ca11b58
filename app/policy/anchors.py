"""Anchors: the stable name of a clause, written at the end of its heading as ``{#opt-out-mail}``."""

import re
from collections.abc import Collection

from markdown_it.token import Token

LONGEST = 60
SHAPE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
MARK = re.compile(r"[ \t]*\{#([^{}]*)\}[ \t]*$")
STAND_IN = "unnamed-section"


def take_mark(children: list[Token]) -> str | None:
    """Take ``{#anchor}`` off the end of a heading's words; None when there is no such mark."""
    if not children or children[-1].type != "text":
        return None
    found = MARK.search(children[-1].content)
    if found is None:
        return None
    children[-1].content = children[-1].content[: found.start()]
    return found[1]


def written_mark(heading: str) -> tuple[str, str]:
    """The heading's words without the mark at their end, and the anchor in it; empty where none can be read."""
    found = MARK.search(heading)
    if found is None:
        return heading, ""
    return heading[: found.start()], found[1] if SHAPE.fullmatch(found[1]) and len(found[1]) <= LONGEST else ""


def marks(source: str) -> frozenset[str]:
    """Everything that stands in the source like an anchor, at the end of any line."""
    return frozenset(found[1] for line in source.splitlines() if (found := MARK.search(line)))


def propose(heading: str, taken: Collection[str]) -> str:
    """An anchor in the heading's words that is not taken yet."""
    words = re.findall(r"[a-z0-9]+", heading.lower().replace("’", "").replace("'", ""))
    slug = "-".join(words)[:40].strip("-") or "section"
    slug = slug if slug[0].isalpha() else f"section-{slug}"
    proposal, number = slug, 2
    while proposal in taken:
        proposal, number = f"{slug}-{number}", number + 1
    return proposal


class Anchors:
    """The anchors of one text. `reserved` ones may not be used: the page's own ids, and those of gone clauses."""

    def __init__(self, reserved: frozenset[str]) -> None:
        self.reserved = reserved
        self.lines: dict[str, int] = {}

    def give(self, mark: str | None, heading: str, line: int) -> tuple[str, str | None]:
        """The clause's anchor and None; or a stand-in that keeps the preview's ids unique, and what is wrong."""
        fault = self._fault(mark, heading)
        if fault is None and mark is not None:
            self.lines[mark] = line
            return mark, None
        number = len(self.lines) + 1
        while (stand_in := f"{STAND_IN}-{number}") in self.lines:
            number += 1
        self.lines[stand_in] = line
        return stand_in, fault

    def _fault(self, mark: str | None, heading: str) -> str | None:
        if mark is None:
            return (
                f"The section “{heading}” has no anchor. Write {{#{self._proposal(heading)}}} "
                "at the end of its heading."
            )
        if not SHAPE.fullmatch(mark) or len(mark) > LONGEST or mark.startswith(STAND_IN):
            return (
                f"“{mark}” cannot be an anchor. Use small letters, digits and single hyphens, "
                f"such as {{#{self._proposal(heading)}}}."
            )
        if mark in self.lines:
            return f"The anchor “{mark}” already stands on line {self.lines[mark]}. Give this section one of its own."
        if mark in self.reserved:
            return (
                f"The anchor “{mark}” is taken by the page or was used by a clause that is gone. "
                "Old links must not lead to new words: choose another."
            )
        return None

    def _proposal(self, heading: str) -> str:
        return propose(heading, self.lines.keys() | self.reserved)
