"""A shop that sells, and what it asks of its database."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from app.foundation.database import db
from tests.ordering import open_shop

KEPT = ("house_rule", "policy_", "_table.")
"""What each process keeps for some seconds and then reads anew, whatever the page."""


@pytest.fixture(autouse=True)
def opened(app: Flask) -> None:
    """The tables are loaded."""
    open_shop()


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """The statements of all connections since the test began, but for what is kept anyway."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("PRAGMA") and not any(table in statement for table in KEPT):
            found.append(" ".join(statement.split()))

    engines = list(db.engines.values())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield found
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
