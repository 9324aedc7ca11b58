"""Rows put into any table as they would stand there after years, with whatever they need to point to."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Integer, Table, Text, insert, type_coerce

from app.foundation.database import UtcDateTime, db
from app.foundation.sealed import Sealed

_numbers = count(700_000)
FITTING: dict[str, Any] = {"disclosure.ground": "ship", "disclosure.count": 1, "vendor.role": "ship"}
"""What the database itself asks of a column."""
STORED = "v1.shop.cGxhbnRlZA=="
"""How a sealed value looks at rest; nobody could open this one."""
AT = datetime(2026, 1, 1, tzinfo=UTC)


def plant(table: Table, full: tuple[str, ...] = (), **values: Any) -> Any:
    """Put one row into the table, with `values`; columns of `full` hold something. Gives its key."""
    row = {column.name: _value(column, full) for column in table.columns if _needed(column, full)} | values
    statement = insert(table).values(row)
    db.session.execute(statement)
    keys = [row.get(column.name) for column in table.primary_key.columns]
    return keys[0]


def _needed(column: Column[Any], full: tuple[str, ...]) -> bool:
    return column.primary_key or not column.nullable or column.name in full


def _value(column: Column[Any], full: tuple[str, ...]) -> Any:
    fitting = FITTING.get(f"{column.table.name}.{column.name}")
    if fitting is not None:
        return fitting
    for key in column.foreign_keys:
        return plant(key.column.table)
    if isinstance(column.type, Sealed):
        return type_coerce(STORED, Text) if column.name in full else type_coerce("", Text)
    return _plain(column)


def _plain(column: Column[Any]) -> Any:
    kind, number = column.type, next(_numbers)
    if isinstance(kind, UtcDateTime):
        return AT
    if isinstance(kind, Date):
        return date(2026, 1, 1)
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, JSON):
        return {"planted": number}
    if isinstance(kind, Integer) or kind.python_type is int:
        return number
    return str(number)[-(getattr(kind, "length", None) or 80) :]
