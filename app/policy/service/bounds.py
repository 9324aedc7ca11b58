"""What only an agreement has: purposes that it rules out for its area, and people who agreed to its very words."""

from collections.abc import Iterable, Sequence

from app.foundation.inventory import PURPOSES
from app.policy import meaning, views
from app.policy.rendering import Rendered

REFUSABLE = ("site_update", "marketing", "survey", "personalise", "improve", "hygiene", "understand", "prospect")
"""Purposes that a person may refuse: only such a use can be new, and only such a one can be ruled out."""


def differences(before: Iterable[str], after: Iterable[str]) -> list[tuple[str, str]]:
    """What a change of the purposes ruled out does at least (a class), and why, in sentences."""
    was, now = set(before), set(after)
    back = [
        ("widens", f"“{PURPOSES[code]}” is no longer ruled out, so this change widens.") for code in _sorted(was - now)
    ]
    gone = [("narrows", f"“{PURPOSES[code]}” is ruled out from now on: that narrows.") for code in _sorted(now - was)]
    return back + gone


def reworded(base: views.PublishedVersion, rendered: Rendered) -> list[tuple[str, str]]:
    """Of an agreement every changed word is more than a typo: people agreed to it, and must be asked again."""
    after = {clause.anchor: clause for clause in rendered.clauses}
    return [
        ("clarify", f"A word of “{clause.heading}” changes, to which people have agreed: that is more than a typo.")
        for clause in base.clauses
        if base.line.slug != views.PRIVACY and clause.anchor in after and meaning.reworded(clause, after[clause.anchor])
    ]


def told(not_for: Sequence[str]) -> list[str]:
    """The sentences for the page that says what a version will do."""
    if not not_for:
        return []
    named = "; ".join(PURPOSES[code] for code in not_for)
    return [
        f"What is gathered in the area is kept out of these uses: {named}. "
        "The gate refuses them for everybody who agrees, whichever of their details a use would draw on."
    ]


def _sorted(codes: set[str]) -> list[str]:
    return [code for code in PURPOSES if code in codes]
