"""The newest rows of tables that grow for ever: no look at data reads more than these; and what a look says of them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, inspect, select

from app.foundation import clock, rules
from app.foundation.checks import Result, verdict

for _rule in (
    rules.Rule("evidence.days", 90, "days", "How far back the checks of our promises look"),
    rules.Rule("evidence.rows", 5_000, "rows", "How many rows of one table a check looks at, the newest ones"),
):
    rules.declare(_rule)


def days() -> int:
    """How far back a look reaches."""
    return rules.whole("evidence.days")


def since() -> datetime:
    """The instant before which a look sees nothing."""
    return clock.now() - timedelta(days=days())


def newest(model: Any, at: Any, most: int = 0) -> ColumnElement[bool]:
    """Whether a row of the mapped class (or an alias of it) is one of the newest; `at` is its time.

    Counted by the key, which only grows: the condition costs one step into an index, however many rows there are.
    """
    mapper = inspect(model).mapper
    (key,) = mapper.primary_key
    last = select(func.max(key.table.alias().c[key.name])).scalar_subquery()
    own_key = getattr(model, mapper.get_property_by_column(key).key)
    wanted: ColumnElement[bool] = (own_key > last - (most or rules.whole("evidence.rows"))) & (at > since())
    return wanted


def counted(number: int, one: str) -> str:
    """`1 stop`, `2 stops`."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def judged(seen: str, wrong: int, fault: str) -> Result:
    """Kept when nothing is wrong: what was seen, and how much of it (`none`) has the fault."""
    return verdict(not wrong, f"{seen}; {f'{wrong:,}' if wrong else 'none'} {fault}.")
