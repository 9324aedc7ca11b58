"""Where the policy states a house rule: the clauses that show its value."""

import re
from collections.abc import Iterator

from app.policy import live_values, views
from app.policy.comparison import Touched
from app.policy.markdown import SLOT

HEADING = re.compile(r"#{1,6}[ \t].*\{#([^{}]*)\}[ \t]*")


def stating(rule: str) -> tuple[Touched, ...]:
    """The clauses of the newest posted text that show the rule, in the order of the text."""
    newest, wanted = views.newest(), set(live_values.slots_of(rule))
    if newest is None or not wanted:
        return ()
    anchors = {anchor for anchor, slot in _shown(newest.body_md) if slot in wanted}
    return tuple(Touched(clause.anchor, clause.heading) for clause in newest.clauses if clause.anchor in anchors)


def _shown(source: str) -> Iterator[tuple[str, str]]:
    """Each slot of a text with the anchor of its clause."""
    anchor = ""
    for line in source.splitlines():
        if found := HEADING.fullmatch(line):
            anchor = found[1]
        for slot in SLOT.finditer(line):
            yield anchor, slot[1]
