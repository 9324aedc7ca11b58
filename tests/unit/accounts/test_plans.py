"""Among many accounts no page of theirs reads a large table from end to end."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from app.accounts import finding, views
from app.accounts.service import correcting
from app.foundation.acts import Act
from app.foundation.database import db
from bench.scale.plans import PLANTED
from tests.people import SignedIn
from tests.stage import DATABASE_URL

HERE = Path(__file__).parents[3]
ACCOUNTS = 100_000
TABLES = (
    "account", "account_name_word", "account_address", "address_default", "device", "field_value", "identifier",
    "remember_token", "web_session",
)  # fmt: skip
SCAN = re.compile(rf"SCAN ({'|'.join(TABLES)})(_\d+)?( |$)")
Staff = Callable[[str], SignedIn]


@pytest.mark.skipif(not DATABASE_URL, reason="PostgreSQL's planner is asked")
def test_postgresql_finds_the_rows_of_every_page_by_an_index() -> None:
    env = os.environ | {"SCALE_SERVER": DATABASE_URL, "SCALE_ACCOUNTS": str(ACCOUNTS)}
    run = subprocess.run(
        [sys.executable, "-m", "bench.scale.plans"], cwd=HERE, env=env, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr[-2000:]
    pages: dict[str, dict[str, Any]] = json.loads(run.stdout)
    assert pages.pop(PLANTED)["scans"], "a scan is not noticed"
    assert len(pages) > 10
    assert all(page["statements"] for page in pages.values())
    assert {name: page["scans"] for name, page in pages.items() if page["scans"]} == {}


@contextmanager
def explained() -> Iterator[list[str]]:
    """The plans of all that is asked of SQLite meanwhile, line by line."""
    sent: list[tuple[str, Any]] = []
    plans: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        sent.append((statement, values))

    engines = list(db.engines.values())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield plans
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
    with db.engines["reader"].connect() as connection:
        for statement, values in sent:
            if statement.startswith("SELECT"):
                lines = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                plans += [f"{line.detail} <- {statement}" for line in lines]


@pytest.mark.skipif(bool(DATABASE_URL), reason="SQLite's planner is asked")
class TestOnSqlite:
    def test_no_page_of_an_account_reads_a_table_from_end_to_end(self, customer: SignedIn) -> None:
        with explained() as plans:
            for path in ("/account", "/account/profile", "/account/addresses", "/account/security"):
                assert customer.get(path).status == 200
        assert plans
        assert [line for line in plans if SCAN.match(line)] == []

    def test_signing_in_reads_no_table_from_end_to_end(self, app: Flask, customer: SignedIn) -> None:
        elsewhere = SignedIn(app, customer.account_id, customer.user_id)
        with explained() as plans:
            elsewhere.sign_in()
        assert any("account" in line for line in plans)
        assert [line for line in plans if SCAN.match(line)] == []

    @pytest.mark.parametrize(
        "words", ["alex kim", "kim", "alex.kim@example.com", "alex.kim", "(612) 555-0142", "0142", "950 lake drive"]
    )
    def test_no_search_reads_a_table_from_end_to_end(
        self, words: str, customer: SignedIn, staff_member: Staff, act: Act
    ) -> None:
        correcting.correct(act, customer.account_id, "phone", "+16125550142", "case:1")
        db.session.commit()
        form = staff_member("service").get("/staff/search").form("/staff/search")
        with explained() as plans:
            page = form.submit(words=words)
        assert page["#customers tbody tr"], words
        assert [line for line in plans if SCAN.match(line)] == []

    def test_who_registered_last_is_found_from_the_end(self, customer: SignedIn) -> None:
        with explained() as plans:
            assert views.newest_customers(1)
        assert any("SCAN account USING INDEX ix_account_ours" in line for line in plans)

    def test_a_scan_is_noticed(self, app: Flask) -> None:
        with explained() as plans:
            db.session.connection().exec_driver_sql("SELECT id FROM account WHERE name LIKE '%im%'")
            finding.found("kim")
        assert [line for line in plans if SCAN.match(line)] != []
