"""How PostgreSQL would find the rows of each page among many accounts: whether it reads a large table from end to end.

`python -m bench.scale.plans` prints JSON: for each page how many statements it sent, and those of them that would scan.
Each page is really asked for; its statements are heard at the engine and explained as they were sent. The last page is
a planted one that must scan.
"""

import json
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, event, func, select, text

from app.accounts.models import Account
from app.foundation.database import db
from bench.scale.filling import fill, place
from bench.scale.pages import Pages

LARGE = 20_000
"""Rows from which on a table may not be read from end to end."""
EXPLAINED = ("SELECT", "UPDATE", "DELETE", "WITH")
PLANTED = "planted: a name that contains"
Sent = list[tuple[str, Any]]


def main() -> None:
    """Fill a shop and print what its pages would scan."""
    server = os.environ.get("SCALE_SERVER", "postgresql://postgres@127.0.0.1:5432/postgres")
    accounts = int(os.environ.get("SCALE_ACCOUNTS", "100000"))
    with place(server, f"shop_plans_{os.getpid()}") as where:
        fill(where, accounts)
        app = where.shop()
        try:
            print(json.dumps(_explained(app, Pages(app, accounts))))
        finally:
            with app.app_context():
                for engine in db.engines.values():
                    engine.dispose()


def _explained(app: Flask, pages: Pages) -> dict[str, dict[str, Any]]:
    with app.app_context():
        engines, engine = list(db.engines.values()), db.engine
    found = {}
    for name, ask in pages.asked.items():
        with _heard(engines) as sent:
            ask(random.Random(1))
        found[name] = _report(engine, sent)
    with _heard([engine]) as sent, engine.connect() as connection:
        connection.execute(select(Account.id).where(func.lower(Account.name).contains("mit")))
    return found | {PLANTED: _report(engine, sent)}


@contextmanager
def _heard(engines: list[Engine]) -> Iterator[Sent]:
    """Every statement that is sent meanwhile, with its values."""
    sent: Sent = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        sent.append((statement, values))

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def _report(engine: Engine, sent: Sent) -> dict[str, Any]:
    with engine.connect() as connection:
        large = _large(connection)
        explained = [(statement, values) for statement, values in sent if statement.lstrip().startswith(EXPLAINED)]
        scans = [
            f"{scan}: {statement}" for statement, values in explained for scan in _scans(connection, statement, values)
            if scan.split()[-1] in large
        ]  # fmt: skip
        connection.rollback()
    return {"statements": len(explained), "scans": scans}


def _large(connection: Connection) -> set[str]:
    query = text("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples >= :rows")
    return set(connection.scalars(query, {"rows": LARGE}))


def _scans(connection: Connection, statement: str, values: Any) -> Iterator[str]:
    """The steps of a plan that look at every row of a table, each as its kind and the table."""
    (plan,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
    steps = [plan["Plan"]]
    while steps:
        step = steps.pop()
        steps += step.get("Plans", [])
        kind = step["Node Type"]
        unguided = kind.startswith("Index") and "Index Cond" not in step and "Filter" in step
        if kind == "Seq Scan" or unguided:
            yield f"{kind} {step['Relation Name']}"


if __name__ == "__main__":
    main()
