"""How long each table and store keeps what it holds, declared beside it (privacy.md section 13).

    __retention__ = After("retention.ledger-years", since="at")
    __retention__ = With("print_order")
    __retention__ = Keep("the register of suppliers is evidence")
    __retention__ = Swept("sweep-sign-ins", "without use", rule="account.session-days", since="last_seen_at")

`str()` of a declaration is what the page of what we hold says, with the live values of the house rules; its words may
name further ones in braces. The engine that carries the declarations out, and measures what is left, is
`rights.service.keeping`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

BEGAN = "retention_began"
"""The label under which a row may bring along when its period began, where other tables say so."""
UNITS = ("minutes", "hours", "days", "months", "years")


@dataclass(frozen=True)
class Period:
    """A number of minutes, hours, days, months or years on the calendar."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count} {self.unit if self.count != 1 else self.unit.removesuffix('s')}"

    def before(self, at: datetime) -> datetime:
        """The instant from which the period has just run out at `at`."""
        return self._moved(at, -self.count)

    def after(self, began: datetime) -> datetime:
        """When the period runs out."""
        return self._moved(began, self.count)

    def _moved(self, at: datetime, count: int) -> datetime:
        if self.unit not in ("months", "years"):
            return at + timedelta(**{self.unit: count})
        months = at.year * 12 + at.month - 1 + (count * 12 if self.unit == "years" else count)
        year, month = divmod(months, 12)
        # The last day of a shorter month stands for the days that it lacks.
        for day in (at.day, 30, 29, 28):
            try:
                return at.replace(year=year, month=month + 1, day=min(day, at.day))
            except ValueError:
                continue
        raise AssertionError("every month has 28 days")


_rules: dict[str, tuple[Callable[[str], int], Callable[[str], str]]] = {}


def read_rules_with(read: Callable[[str], int], unit_of: Callable[[str], str]) -> None:
    """`foundation.rules` tells how a house rule is read and what its unit is (empty where nobody declares it)."""
    _rules["by"] = (read, unit_of)


def period(rule: str) -> Period:
    """The live value of a house rule that is a period."""
    read, unit_of = _rules["by"]
    return Period(read(rule), unit_of(rule))


def _is_period(rule: str) -> bool:
    return _rules["by"][1](rule) in UNITS


NAMED = re.compile(r"\{([a-z.-]+)\}")


def _filled(words: str) -> str:
    return NAMED.sub(lambda found: str(period(found[1])), words)


@dataclass(frozen=True)
class Keep:
    """Kept for good, because of `reason`; or, with `how_long`, as long as that says and never by the calendar."""

    reason: str
    how_long: str = ""

    def __str__(self) -> str:
        return self.how_long or f"for good: {self.reason}"


@dataclass(frozen=True)
class After:
    """Goes when the rule's period is over since the instant in `since`.

    `since` is a column; with several the first that is set counts. `child_table.column` is the newest among a row's
    children, `parent_table.column` that of its parent. A row with none set has not begun to age; `until` says what it
    waits for ("until it is decided"). With `masks` the row stays and only those columns go, which `left` says in
    words. `only` narrows to rows whose column has one of the values, `but` to rows where it has none of them; `which`
    says those rows in words. `then` are words that stand at the end.
    """

    rule: str
    since: str | tuple[str, ...]
    until: str = ""
    which: str = ""
    then: str = ""
    masks: tuple[str, ...] = ()
    left: str = ""
    only: tuple[str | None, ...] = ()
    but: tuple[str | None, ...] = ()

    @property
    def clocks(self) -> tuple[str, ...]:
        """The columns of `since`."""
        return (self.since,) if isinstance(self.since, str) else self.since

    def __str__(self) -> str:
        lasts = " ".join(part for part in (self.which, str(period(self.rule)), self.then) if part)
        masked = f", then {self.left}" if self.left else ""
        return _filled(f"{self.until}{lasts}{masked}")


@dataclass(frozen=True)
class With:
    """Goes with the row of `parent` that it hangs on: by the one foreign key, or by column `by`.

    `prefix` stands before the parent's key in that column (`order:10002`).
    """

    parent: str
    words: str = ""
    by: str = ""
    prefix: str = ""

    def __str__(self) -> str:
        return _filled(self.words) or f"with its {self.parent.replace('_', ' ')}"


@dataclass(frozen=True)
class Swept:
    """A job of its own room removes it. Where a rule and `since` say when, what is left is measured all the same.

    `words` stand after the rule's period, or alone without one.
    """

    job: str
    words: str = ""
    rule: str = ""
    since: str = ""

    @property
    def clocks(self) -> tuple[str, ...]:
        """The column of `since`, where there is one."""
        return (self.since,) if self.since else ()

    def __str__(self) -> str:
        return _filled(" ".join(part for part in (str(period(self.rule)) if self.rule else "", self.words) if part))


@dataclass(frozen=True)
class Lasting:
    """Lasts until something is done (an account is closed, a cookie ends, a folder is emptied): no job counts days."""

    words: str

    def __str__(self) -> str:
        return _filled(self.words)


Single = Keep | After | With | Swept | Lasting


@dataclass(frozen=True)
class Both:
    """Parts of a table's rows, or of their columns, go at different times."""

    parts: tuple[After | With, ...]
    words: str = ""

    def __str__(self) -> str:
        return _filled(self.words) or "; ".join(str(part) for part in self.parts)


Retention = Single | Both
KINDS = (Keep, After, With, Swept, Lasting, Both)


def parts(declared: Retention) -> tuple[Single, ...]:
    """A declaration's single parts."""
    return declared.parts if isinstance(declared, Both) else (declared,)


def applies(part: Single, row: Mapping[str, Any]) -> bool:
    """Whether the part of a declaration is about this row."""
    for names, wanted in ((getattr(part, "only", ()), True), (getattr(part, "but", ()), False)):
        if names and (row.get(names[0]) in names[1:]) is not wanted:
            return False
    return True


def troubles(name: str, declared: object, tables: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the declaration of a table or store, as sentences; `tables` maps names to SQLAlchemy's tables.

    A store is no table of theirs: its columns are not looked for.
    """
    if not isinstance(declared, KINDS):
        yield f"{name} says how long its rows stay in a way that nothing can carry out (`__retention__`)."
        return
    if isinstance(declared, Keep) and not declared.reason:
        yield f"{name} is kept for good without a reason (`__retention__`)."
    for part in parts(declared):
        yield from _troubles(name, part, tables)


def _troubles(name: str, part: Single, tables: Mapping[str, Any]) -> Iterator[str]:
    rule = getattr(part, "rule", "")
    for named in (*((rule,) if rule or isinstance(part, After) else ()), *NAMED.findall(getattr(part, "words", ""))):
        if not _is_period(named):
            yield f"{name} names the house rule “{named}” for its retention, and nobody declares it as a period."
    if isinstance(part, With) and part.parent not in tables:
        yield f"{name} goes with the table “{part.parent}”, which does not exist (`__retention__`)."
    for column in _columns(part):
        table, _, own = column.rpartition(".")
        found = tables.get(table or name)
        if name in tables and (found is None or own not in found.columns):
            yield f"{name} counts its time by the column “{column}”, which does not exist (`__retention__`)."


def _columns(part: Single) -> tuple[str, ...]:
    """Every column that a declaration names."""
    named: tuple[str | None, ...] = ()
    if isinstance(part, With):
        named = (part.by,)
    elif isinstance(part, After):
        named = (*part.clocks, *part.masks, *part.only[:1], *part.but[:1])
    elif isinstance(part, Swept):
        named = part.clocks
    return tuple(column for column in named if column)
