"""Whether every binding names objects that exist, and every clause of a kept kind is kept by something."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from app.policy.bindings.shapes import Binding, Keeping


@dataclass(frozen=True)
class House:
    """The names of what the program has: checks, house rules, tables, purposes of the gate."""

    checks: Collection[str]
    rules: Collection[str]
    tables: Collection[str]
    purposes: Collection[str]


def gaps(bindings: Mapping[str, Binding], house: House) -> list[str]:
    """What does not fit, one sentence each."""
    found = [gap for anchor, binding in bindings.items() for gap in _of_clause(anchor, binding, house)]
    bound = {name for binding in bindings.values() for name in binding.checks}
    found += [f"Check {name} keeps no clause of the policy." for name in sorted(set(house.checks) - bound)]
    return found


def _of_clause(anchor: str, binding: Binding, house: House) -> Iterator[str]:
    named = (
        ("check", binding.checks, house.checks),
        ("house rule", binding.rules, house.rules),
        ("table", binding.tables, house.tables),
        ("purpose", binding.purposes, house.purposes),
    )
    for word, names, known in named:
        for name in names:
            if name not in known:
                yield f"The clause “{anchor}” is bound to the {word} {name}, which does not exist."
    if not binding.words:
        yield f"The clause “{anchor}” does not say in words how it is kept."
    if binding.kind == Keeping.EVIDENCED and not binding.checks:
        yield f"The clause “{anchor}” is said to be evidenced, and no check looks at it."
    if binding.kind == Keeping.ENFORCED and not binding.objects:
        yield f"The clause “{anchor}” is said to be enforced, and nothing of the program keeps it."
    if binding.kind == Keeping.PROCEDURAL and not (binding.who and binding.when):
        yield f"The clause “{anchor}” is kept by people, and nobody says by whom and when."
    if binding.kind == Keeping.STANCE and binding.objects:
        yield f"The clause “{anchor}” is a stance, and yet something keeps it."
