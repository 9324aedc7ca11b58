"""Two texts word by word: what stayed, what went and what came, found with a bounded amount of work.

A run is ``["=", words]``, ``["-", words]`` or ``["+", words]``; the texts are put together again from their runs.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, zip_longest

Run = list[str]
Stretch = tuple[str, Sequence[str], Sequence[str]]
KEPT, GONE, NEW = "=", "-", "+"

TOKEN = re.compile(r"\s+|\w+(?:[-'’.@/]\w+)*|[^\w\s]")
ISLAND = re.compile(r"\W*(?:\w{1,3}\W*)?")
WORK = 3_000_000
"""Steps that one comparison of two whole texts may cost."""
WORK_ON_ONE = 400_000
"""Steps that one passage of it may cost."""


class TooDear(Exception):
    """Matching these words would take more steps than there are left."""


class Budget:
    """The steps that are left; a passage that needs more is shown as replaced, not compared."""

    def __init__(self, steps: int = WORK) -> None:
        self.left, self.spent = steps, 0

    def spend(self, steps: int) -> None:
        """Take steps away.

        Raises:
            TooDear: not so many are left.
        """
        if steps > self.left:
            raise TooDear
        self.left -= steps
        self.spent += steps


class _Matcher(SequenceMatcher[str]):
    """The standard matcher, which asks for its steps before it takes them."""

    def __init__(self, before: Sequence[str], after: Sequence[str], budget: Budget) -> None:
        super().__init__(None, before, after, autojunk=False)
        self.budget, self.allowed = budget, WORK_ON_ONE
        # The matcher looks at every place in `after` of each token of `before`; so many are they up to each token.
        places = Counter(after)
        self.pairs = [0, *accumulate(1 + places[token] for token in before)]

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None):  # type: ignore[no-untyped-def]  # difflib's own signature
        steps = self.pairs[-1 if ahi is None else ahi] - self.pairs[alo]
        if steps > self.allowed:
            raise TooDear
        self.allowed -= steps
        self.budget.spend(steps)
        return super().find_longest_match(alo, ahi, blo, bhi)


def runs(before: str, after: str, budget: Budget) -> list[Run]:
    """The runs that lead from one text to the other: paragraphs first, then the words of those that differ."""
    if before == after:
        return [[KEPT, before]] if before else []
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Run] = []
    for kind, gone, come in _paragraphs(old, new, budget):
        if kind == KEPT:
            found.append([KEPT, "".join(gone)])
        else:
            found += _passage(gone, come, budget)
    return _joined(_without_islands(_joined(found)))


def _passage(gone: Sequence[str], come: Sequence[str], budget: Budget) -> Iterator[Run]:
    """The words of paragraphs that differ: together; or, where that is too dear, each with its neighbour in order."""
    try:
        yield from _words("".join(gone), "".join(come), budget)
    except TooDear:
        for one, other in zip_longest(gone, come, fillvalue=""):
            try:
                yield from _words(one, other, budget)
            except TooDear:
                yield from _replaced(one, other)


def _words(before: str, after: str, budget: Budget) -> list[Run]:
    found: list[Run] = []
    for kind, gone, come in _aligned(TOKEN.findall(before), TOKEN.findall(after), budget):
        found += [[KEPT, "".join(gone)]] if kind == KEPT else _replaced("".join(gone), "".join(come))
    return found


def _replaced(gone: str, come: str) -> Iterator[Run]:
    if gone:
        yield [GONE, gone]
    if come:
        yield [NEW, come]


def _paragraphs(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[Stretch]:
    try:
        return _aligned(old, new, budget)
    except TooDear:
        return [(GONE, old, new)]


def _aligned(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[Stretch]:
    """Kept and replaced stretches in order. The same beginning and end cost one look each and no matching.

    Raises:
        TooDear: what is between would take too many steps.
    """
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    found: list[Stretch] = [(KEPT, old[:start], new[:start])] if start else []
    if middle_old and middle_new:
        found += _matched(middle_old, middle_new, budget)
    elif middle_old or middle_new:
        found.append((GONE, middle_old, middle_new))
    return [*found, (KEPT, old[len(old) - end :], new[len(new) - end :])] if end else found


def _same(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens are the same from the beginning on."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _matched(old: Sequence[str], new: Sequence[str], budget: Budget) -> Iterator[Stretch]:
    for tag, a, b, c, d in _Matcher(old, new, budget).get_opcodes():
        yield (KEPT if tag == "equal" else GONE), old[a:b], new[c:d]


def _without_islands(found: list[Run]) -> Iterator[Run]:
    """The runs, where a space, a comma or one short word between two changes belongs to the change.

    Whoever hears the text read would else hear "removed, added, the, removed, added".
    """
    for at, (kind, words) in enumerate(found):
        inner = 0 < at < len(found) - 1 and "\n" not in words
        if kind == KEPT and inner and ISLAND.fullmatch(words):
            yield [GONE, words]
            yield [NEW, words]
        else:
            yield [kind, words]


def _joined(found: "Iterator[Run] | list[Run]") -> list[Run]:
    """Neighbours of one kind as one run; of a change, what went stands before what came."""
    joined: list[Run] = []
    gone, come = "", ""
    for kind, words in found:
        if kind == KEPT:
            joined += _replaced(gone, come)
            gone = come = ""
            if joined and joined[-1][0] == KEPT:
                joined[-1][1] += words
            else:
                joined.append([KEPT, words])
        else:
            gone, come = (gone + words, come) if kind == GONE else (gone, come + words)
    return [*joined, *_replaced(gone, come)]
