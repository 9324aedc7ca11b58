"""The table of promises, drawn from the bindings, the checks and the marked tests.

``python -m tests.promises.table`` writes ``docs/promises.md`` anew; with ``--check`` it only says whether it is stale.
"""

import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from flask import Flask

from app.policy.bindings import PRIVACY_POLICY, Binding, Keeping
from tests.promises.words import PROMISES

HERE = Path(__file__).parent
TARGET = HERE.parent.parent / "docs" / "promises.md"
MARK = re.compile(r"mark\.promise\(([^)]*)\)")
HEAD = """# The promises and what keeps them

This table is generated (`python -m tests.promises.table`); `make check` fails when it is stale. A promise is

- **proven** when a check looks at it in the running shop, or a test drives the served site through it. Every such
  check and every such test is shown to turn red once the promise's keeper is disabled (`tests/evidence/breaches*.py`,
  `tests/promises/*breaches.py`);
- **procedural** when people keep it, with who and when said in the policy's own disclosure;
- a **stance** when there is nothing in it to measure;
- **in words** when the shop keeps it and neither a check nor a promise test proves that yet.

{counts}

| no. | promise | clause | kind | keepers | check | tests | state |
|---|---|---|---|---|---|---|---|
"""


def tests_by_promise() -> dict[int, dict[str, int]]:
    """How many tests of which file are marked with a promise."""
    found: dict[int, dict[str, int]] = {}
    for path in sorted(HERE.glob("test_*.py")):
        for mark in MARK.findall(path.read_text(encoding="utf-8")):
            for number in re.findall(r"P(\d+)", mark):
                files = found.setdefault(int(number), {})
                files[path.name] = files.get(path.name, 0) + 1
    return found


def checks_by_promise(app: Flask) -> dict[int, list[str]]:
    """The checks that look at a promise."""
    found: dict[int, list[str]] = {}
    for check in app.extensions["shop.checks"].values():
        for number in check.promises:
            found.setdefault(number, []).append(check.name)
    return found


def state_of(number: int, bindings: Iterable[Binding], checks: list[str], tests: dict[str, int]) -> str:
    """How far the promise is proven; `bindings` are those of the clauses that make it."""
    if checks or tests:
        return "proven"
    kinds = [binding.kind for binding in bindings]
    if Keeping.PROCEDURAL in kinds:
        return "procedural"
    return "stance" if set(kinds) == {Keeping.STANCE} else "in words"


def table(app: Flask) -> str:
    """The whole document."""
    tests, checks = tests_by_promise(), checks_by_promise(app)
    rows, states = [], []
    for number, words in PROMISES.items():
        made = {anchor: binding for anchor, binding in PRIVACY_POLICY.items() if number in binding.promises}
        state = state_of(number, made.values(), checks.get(number, []), tests.get(number, {}))
        states.append(state)
        cells = (
            f"P{number}",
            words,
            ", ".join(made),
            ", ".join(dict.fromkeys(binding.kind for binding in made.values())),
            _keepers(made.values()),
            ", ".join(sorted(checks.get(number, []))),
            ", ".join(f"{name} ({count})" for name, count in tests.get(number, {}).items()),
            state,
        )
        rows.append(f"| {' | '.join(cells)} |")
    by_check = len(checks)
    counts = ", ".join(f"{states.count(state)} {state}" for state in ("proven", "procedural", "stance", "in words"))
    told = f"Of {len(PROMISES)} promises: {counts}. {by_check} have a running check, {len(tests)} a marked test."
    return HEAD.format(counts=told) + "\n".join(rows) + "\n"


def _keepers(bindings: Iterable[Binding]) -> str:
    """Tables, settings and gate purposes of all clauses that make a promise, and who does what by hand."""
    found: dict[str, None] = {}
    for binding in bindings:
        found |= dict.fromkeys(f"`{name}`" for name in (*binding.tables, *binding.rules, *binding.purposes))
        if binding.who:
            found[f"{binding.who}, {binding.when}"] = None
    return ", ".join(found)


def main() -> int:
    from app import create_app
    from app.config import load_settings

    with tempfile.TemporaryDirectory() as folder:
        text = table(create_app(load_settings({}, instance=Path(folder), env="test")))
    if "--check" in sys.argv:
        stale = text != TARGET.read_text(encoding="utf-8")
        if stale:
            print("docs/promises.md is stale: run python -m tests.promises.table")
        return int(stale)
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
