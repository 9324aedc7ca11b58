"""Until when a row stays, as a date: what its own rule says, or that of the row which it goes with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table

from app.foundation.database import Base
from app.foundation.inventory import retention_of
from app.foundation.retention import BEGAN, After, Swept, With, applies, parts, period
from app.rights.service.ageing import began_of


def clock_of(table: Table) -> ColumnElement[Any] | None:
    """When the time of each row began, under the label by which `until` finds it; None where no calendar says it."""
    began = began_of(table)
    return began.label(BEGAN) if began is not None else None


def until(table: Table, row: Mapping[str, Any]) -> datetime | None:
    """When the row goes; None while its time does not run, or where no date can be told."""
    began, rule = row.get(BEGAN), _rule(table, row)
    return period(rule).after(began) if rule and isinstance(began, datetime) else None


def _rule(table: Table, row: Mapping[str, Any]) -> str:
    """The house rule that says how long this row stays; empty where several might."""
    for part in parts(retention_of(table)):
        if isinstance(part, After | Swept) and _removes(part) and applies(part, row):
            return part.rule
        if isinstance(part, With):
            return _rule_above(Base.metadata.tables[part.parent])
    return ""


def _rule_above(parent: Table) -> str:
    above = parts(retention_of(parent))
    found = {part.rule for part in above if isinstance(part, After | Swept) and _removes(part)}
    if not found and (further := [part for part in above if isinstance(part, With)]):
        return _rule_above(Base.metadata.tables[further[0].parent])
    return found.pop() if len(found) == 1 else ""


def _removes(part: After | Swept) -> bool:
    return bool(part.rule) and not getattr(part, "masks", ())
