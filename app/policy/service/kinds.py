"""How each clause is kept: as the program says, or as staff mark a clause that the program does not know."""

from collections.abc import Iterable, Mapping

from app.policy import bindings, views
from app.policy.clauses import Clause

STANCE, PROCEDURAL = "stance", "procedural"


def known_kind(anchor: str, slug: str = views.PRIVACY) -> str:
    """The kind that the program's bindings give a clause; "" for one that they do not know."""
    binding = bindings.binding_of(anchor) if slug == views.PRIVACY else None
    return binding.kind.value if binding else ""


def read_mark(mark: str) -> str:
    """The kind in a mark of staff: `stance`, or `procedural: who does it, and when`; "" for anything else."""
    kind, _colon, how = mark.partition(":")
    if kind == STANCE:
        return STANCE
    return PROCEDURAL if kind == PROCEDURAL and how.strip() else ""


def marks(
    clauses: Iterable[Clause], typed: Mapping[str, str], base: views.PublishedVersion | None, slug: str
) -> dict[str, str]:
    """The marks of clauses that the program does not know: those typed now, else those of the version before."""
    earlier = base.kinds if base else {}
    found = {clause.anchor: typed.get(clause.anchor) or earlier.get(clause.anchor, "") for clause in clauses}
    return {anchor: mark for anchor, mark in found.items() if read_mark(mark) and not known_kind(anchor, slug)}


def kind_of(clause: Clause, marked: Mapping[str, str], slug: str) -> str:
    """How a clause is kept; "" for a bare heading, and for a clause that nobody has said anything about."""
    if not clause.text:
        return ""
    return known_kind(clause.anchor, slug) or read_mark(marked.get(clause.anchor, "")) or clause.kind


def bound(kind: str) -> bool:
    """Whether something keeps the clause, so that its words may not change without a thought."""
    return kind not in {"", STANCE}
