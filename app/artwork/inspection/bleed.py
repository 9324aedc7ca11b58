"""Does the artwork go on beyond the cut wherever ink reaches it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from .boxes import TOLERANCE, Rect
from .findings import Finding, Mark, Severity
from .programs import recipe
from .request import Needs
from .sizes import EDGES, Fit, wanted_words
from .words import POINTS, at_start, inches, page_list, verb

# The knife may stray by this much; less bleed than this shows white for certain now and then.
CUTTING_TOLERANCE = POINTS / 16
_RING = 6.0

Ink = Mapping[int, frozenset[str]]


def short_edges(found: Fit, needs: Needs) -> frozenset[str]:
    """The edges beyond which the page ends too soon."""
    wanted = needs.bleed_in * POINTS - TOLERANCE
    return frozenset(edge for edge in EDGES if found.beyond[edge] < wanted)


def judge_bleed(fits: Mapping[int, Fit], needs: Needs, ink: Ink, program: str) -> list[Finding]:
    """``ink`` holds, for each page that was drawn, the edges that ink reaches."""
    if not needs.bleed_in:
        return []
    unknown: list[int] = []
    failing: dict[tuple[tuple[str, ...], float], list[int]] = defaultdict(list)
    clear: list[int] = []
    for number, found in fits.items():
        short = short_edges(found, needs)
        if not short:
            continue
        if number not in ink:
            unknown.append(number)
        elif touched := tuple(edge for edge in EDGES if edge in short & ink[number]):
            failing[touched, min(found.beyond[edge] for edge in touched)].append(number)
        else:
            clear.append(number)
    findings = [
        _too_short(edges, {number: fits[number] for number in pages}, needs, program)
        for (edges, _), pages in failing.items()
    ]
    if unknown:
        findings.append(_unknown(unknown))
    if not findings and fits:
        findings.append(_enough(clear, needs))
    return findings


def _too_short(
    edges: tuple[str, ...],
    short: Mapping[int, Fit],
    needs: Needs,
    program: str,
) -> Finding:
    pages = tuple(short)
    measured = min(short[pages[0]].beyond[edge] for edge in edges)
    place = "on all four edges" if len(edges) == 4 else f"on the {_joined(edges)}"
    amount = "no bleed" if measured < 0.01 * POINTS else f"only {inches(measured)} inches of bleed"
    sentence = (
        f"{at_start(page_list(pages))} {verb(pages, 'has', 'have')} {amount} {place}, but color or pictures "
        f"reach the edge there. Cutting can stray by 1/16 inch, and would leave a white sliver. "
        f"Let the artwork run {needs.bleed_in:g} inches past the cut."
    )
    return Finding(
        "bleed",
        Severity.MAY_PROCEED if measured >= CUTTING_TOLERANCE - TOLERANCE else Severity.MUST_FIX,
        sentence,
        recipe("bleed", program, wanted_words(needs)),
        pages=pages,
        marks=tuple(
            Mark(number, _strip(short[number].trim, edge).as_tuple()) for number in pages[:20] for edge in edges
        ),
        measured=f"{inches(measured)} inches",
        limit=f"{needs.bleed_in:g} inches",
    )


def _unknown(pages: list[int]) -> Finding:
    return Finding(
        "bleed",
        Severity.NOT_CHECKED,
        f"{at_start(page_list(pages))} {verb(pages, 'ends', 'end')} at the cut. We did not draw "
        f"{verb(pages, 'it', 'them')}, so we cannot say whether color reaches the edge.",
        "Look at the edges yourself: if anything touches them, add bleed.",
        pages=tuple(pages),
    )


def _enough(clear: list[int], needs: Needs) -> Finding:
    if clear:
        said = f"{at_start(page_list(clear))} {verb(clear, 'ends', 'end')} at the cut, and nothing touches the edge"
        return Finding("bleed", Severity.PASS, f"{said}: no bleed is needed.", pages=tuple(clear))
    limit = f"{needs.bleed_in:g} inches"
    return Finding("bleed", Severity.PASS, "There is enough bleed on every edge.", limit=limit)


def _strip(trim: Rect, edge: str) -> Rect:
    return {
        "left": Rect(trim.x0, trim.y0, trim.x0 + _RING, trim.y1),
        "top": Rect(trim.x0, trim.y0, trim.x1, trim.y0 + _RING),
        "right": Rect(trim.x1 - _RING, trim.y0, trim.x1, trim.y1),
        "bottom": Rect(trim.x0, trim.y1 - _RING, trim.x1, trim.y1),
    }[edge]


def _joined(edges: tuple[str, ...]) -> str:
    if len(edges) == 1:
        return f"{edges[0]} edge"
    return f"{', '.join(edges[:-1])} and {edges[-1]} edges"
