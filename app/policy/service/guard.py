"""The publish guard: whoever rewords a clause that something keeps says what the new words need."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.policy import meaning, views
from app.policy.clauses import Clause
from app.policy.rendering import Rendered, render
from app.policy.service import kinds
from app.policy.service.drafts import Wording
from app.policy.slots import Live, from_json

SAME, SETTING, CODE = "same-meaning", "setting-changes", "code-needs-work"
ANSWERS: Mapping[str, str] = {
    SAME: "The meaning stays, so what keeps it stays",
    SETTING: "A setting changes with it",
    CODE: "The program must be changed first",
}
"""What an editor may answer, in words; the last keeps the text from being sent on."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """A changed or removed clause that something keeps, how it was kept, and the answer given, or "".

    Where only a live value changed (`by_value`), the answer is given by that.
    """

    anchor: str
    heading: str
    kind: str
    answer: str
    removed: bool = False
    by_value: bool = False


def guarded(
    base: views.PublishedVersion | None, rendered: Rendered, wording: Wording, live: Live, slug: str
) -> tuple[Guarded, ...]:
    """The clauses of `base` that something keeps and whose words differ now, in the order of `base`."""
    if base is None:
        return ()
    after = {clause.anchor: clause for clause in rendered.clauses}
    touched = [
        clause
        for clause in base.clauses
        if kinds.bound(kinds.kind_of(clause, base.kinds, slug))
        and (clause.anchor not in after or meaning.reworded(clause, after[clause.anchor]))
    ]
    own = _by_words(base, touched, wording, live)
    return tuple(
        Guarded(
            clause.anchor,
            clause.heading,
            kinds.kind_of(clause, base.kinds, slug),
            _answer(wording.guard.get(clause.anchor, ""), clause.anchor in own),
            removed=clause.anchor not in after,
            by_value=clause.anchor not in own,
        )
        for clause in touched
    )


def _by_words(base: views.PublishedVersion, touched: list[Clause], wording: Wording, live: Live) -> frozenset[str]:
    """Which of the clauses somebody reworded: they differ even with the live values of the version before."""
    if not touched:
        return frozenset()
    old_values = {**live.values, **from_json(base.slots)}
    then = {clause.anchor: clause for clause in render(wording.body_md, old_values, own_hosts=live.own_hosts).clauses}
    return frozenset(
        clause.anchor
        for clause in touched
        if clause.anchor not in then or meaning.reworded(clause, then[clause.anchor])
    )


def _answer(typed: str, by_words: bool) -> str:
    if not by_words:
        return SETTING
    return typed if typed in ANSWERS else ""
