"""Driving every address of the shop as somebody, and watching what the database is told meanwhile."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.routing import Rule

from app.foundation.database import db
from tests.pages import BASE, Browser

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\s+(?:INTO\s+|FROM\s+)?\"?(\w+)", re.IGNORECASE)
ARGUMENT = re.compile(r"<(?:([a-z]+)(?:\([^)]*\))?:)?([a-z_]+)>")
SAMPLES = {"int": "1", "slug": "business-cards", "token": "t" * 24, "path": "a/b", "uuid": "0" * 32, "string": "a"}
NOT_PAGES = ("/static/",)
CHOICE = {"product": "business-cards", "quantity": "250"}
"""The query of a page that shows a price."""


def sample_path(rule: str, known: dict[str, str]) -> str:
    """A path of the rule; known gives real values by the names of its arguments."""
    if "/pages/" in rule:
        known = known | {"number": "1"}
    return ARGUMENT.sub(lambda found: known.get(found[2], SAMPLES[found[1] or "string"]), rule)


def rules(app: Flask) -> list[Rule]:
    """The rules of the shop's own pages, sorted by address."""
    found = [rule for rule in app.url_map.iter_rules() if not rule.rule.startswith(NOT_PAGES)]
    return sorted(found, key=lambda rule: rule.rule)


def ask(browser: Browser, method: str, path: str, **rest: Any) -> int:
    """The status of one plain request, as this browser sends it."""
    query = CHOICE if method in ("GET", "HEAD") else {}
    return browser.client.open(
        path, method=method, base_url=BASE, buffered=True, query_string=query, **rest
    ).status_code


@dataclass
class Watch:
    """What the writing connection was asked to do."""

    begun: int = 0
    pending: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    """Tables whose change was committed."""


@contextmanager
def watched(engine: Engine | None = None) -> Iterator[Watch]:
    """Watch the writing engine: transactions begun, and tables changed by committed ones."""
    engine = engine or db.engines[None]
    watch = Watch()

    def begin(_connection: Any) -> None:
        watch.begun += 1
        watch.pending.clear()

    def execute(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if found := WRITES.match(statement):
            watch.pending.append(found[2])

    def commit(_connection: Any) -> None:
        watch.written += watch.pending
        watch.pending.clear()

    def rollback(_connection: Any) -> None:
        watch.pending.clear()

    listeners = (("begin", begin), ("before_cursor_execute", execute), ("commit", commit), ("rollback", rollback))
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        yield watch
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)


@contextmanager
def instead(app: Flask, endpoint: str, view: Any) -> Iterator[None]:
    """Put another view in the place of an endpoint's own, with its access mark."""
    kept = app.view_functions[endpoint]
    view.access_mark = kept.access_mark  # type: ignore[attr-defined]  # functions carry attributes
    app.view_functions[endpoint] = view
    try:
        yield
    finally:
        app.view_functions[endpoint] = kept
