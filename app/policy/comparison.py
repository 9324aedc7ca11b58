"""Which clauses differ between two versions of a text: for the list of changes and the editor's warnings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Compared(Protocol):
    """A clause, of a rendered text or of a published version."""

    @property
    def anchor(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Touched:
    """A clause that a change concerns."""

    anchor: str
    heading: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the clauses from one version to the next, each group in the order of its text."""

    added: tuple[Touched, ...]
    changed: tuple[Touched, ...]
    removed: tuple[Touched, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def compare(before: Sequence[Compared], after: Sequence[Compared]) -> Changes:
    """The changes that lead from one list of clauses to the other; a clause that only moved is not changed."""
    old = {clause.anchor: clause for clause in before}
    new = {clause.anchor for clause in after}
    return Changes(
        added=_touched([clause for clause in after if clause.anchor not in old]),
        changed=_touched([c for c in after if c.anchor in old and old[c.anchor].sha256 != c.sha256]),
        removed=_touched([clause for clause in before if clause.anchor not in new]),
    )


def _touched(clauses: Sequence[Compared]) -> tuple[Touched, ...]:
    return tuple(Touched(clause.anchor, clause.heading) for clause in clauses)
