"""The table of promises in docs/ is what the bindings, checks and tests say now."""

import pytest
from flask import Flask

from app.policy.bindings import PRIVACY_POLICY
from tests.promises import table
from tests.promises.words import PROMISES


def test_the_table_of_promises_is_not_stale(app: Flask) -> None:
    assert table.TARGET.read_text(encoding="utf-8") == table.table(app)


def test_a_test_that_is_gone_makes_it_stale(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before = table.table(app)
    found = table.tests_by_promise()
    found.pop(56)
    monkeypatch.setattr(table, "tests_by_promise", lambda: found)
    assert table.table(app) != before


def test_a_check_that_is_gone_makes_it_stale(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before = table.table(app)
    checks = {name: check for name, check in app.extensions["shop.checks"].items() if name != "tls-handshake"}
    monkeypatch.setitem(app.extensions, "shop.checks", checks)
    assert table.table(app) != before


def test_every_promise_has_its_words_and_its_clause() -> None:
    assert list(PROMISES) == list(range(1, 89))
    assert {number for binding in PRIVACY_POLICY.values() for number in binding.promises} == set(PROMISES)
