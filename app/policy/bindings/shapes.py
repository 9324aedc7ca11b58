"""What a binding says: how one clause is kept, and by which objects of the program."""

from dataclasses import dataclass
from enum import StrEnum


class Keeping(StrEnum):
    """How a clause is kept. An `EVIDENCED` one has a check; a `PROCEDURAL` one is the work of people."""

    ENFORCED = "enforced"
    EVIDENCED = "evidenced"
    PROCEDURAL = "procedural"
    STANCE = "stance"


WORDS = {
    Keeping.ENFORCED: "Kept by our software, which refuses to do otherwise.",
    Keeping.EVIDENCED: "Shown by what a program finds when it looks.",
    Keeping.PROCEDURAL: "Kept by people.",
    Keeping.STANCE: "A statement of what we think; there is nothing to measure in it.",
}


@dataclass(frozen=True, slots=True)
class Binding:
    """What keeps one clause.

    `promises` are numbers of the specification's list. `words` say in a sentence how it is kept beyond the checks.
    `checks`, house `rules`, `tables` and gate `purposes` are names of objects that exist. `who` and `when` belong to
    a procedural clause: the role, never a person, and on which occasion or how often.
    """

    kind: Keeping
    promises: tuple[int, ...] = ()
    words: str = ""
    checks: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    who: str = ""
    when: str = ""

    @property
    def objects(self) -> tuple[str, ...]:
        """Everything that it names."""
        return (*self.checks, *self.rules, *self.tables, *self.purposes)


def bound(
    kind: Keeping,
    *promises: int,
    words: str = "",
    checks: str = "",
    rules: str = "",
    tables: str = "",
    purposes: str = "",
    who: str = "",
    when: str = "",
) -> Binding:
    """A binding; names are parted by spaces."""
    return Binding(
        kind,
        tuple(sorted(promises)),
        words,
        tuple(checks.split()),
        tuple(rules.split()),
        tuple(tables.split()),
        tuple(purposes.split()),
        who,
        when,
    )


ENFORCED, EVIDENCED = Keeping.ENFORCED, Keeping.EVIDENCED
PROCEDURAL, STANCE = Keeping.PROCEDURAL, Keeping.STANCE
