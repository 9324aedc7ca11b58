"""Which clause of the privacy policy makes which promise, and what keeps it (privacy.md section 16, item 1).

Numbers are those of the specification's list of promises, P1 to P88. A binding names objects that exist: `gaps` are
asked for when the program starts, so whoever deletes a check, a house rule or a table hears which clause it kept.
"""

from collections.abc import Mapping

from app.policy.bindings import choosing, collecting, keeping, sharing, using
from app.policy.bindings.gaps import House, gaps
from app.policy.bindings.shapes import WORDS, Binding, Keeping

PRIVACY_POLICY: Mapping[str, Binding] = {
    **collecting.BINDINGS,
    **using.BINDINGS,
    **sharing.BINDINGS,
    **choosing.BINDINGS,
    **keeping.BINDINGS,
}
"""Anchor to binding."""


def binding_of(anchor: str) -> Binding | None:
    """What keeps the clause; None for one that the program does not know."""
    return PRIVACY_POLICY.get(anchor)


def clause_of(promise: int) -> str:
    """The anchor of the clause that first makes the promise; an unknown number raises ``KeyError``."""
    for anchor, binding in PRIVACY_POLICY.items():
        if promise in binding.promises:
            return anchor
    raise KeyError(f"P{promise}")


def clauses_of_check(name: str) -> tuple[str, ...]:
    """The anchors of the clauses that the check keeps."""
    return tuple(anchor for anchor, binding in PRIVACY_POLICY.items() if name in binding.checks)


__all__ = [
    "PRIVACY_POLICY",
    "WORDS",
    "Binding",
    "House",
    "Keeping",
    "binding_of",
    "clause_of",
    "clauses_of_check",
    "gaps",
]
