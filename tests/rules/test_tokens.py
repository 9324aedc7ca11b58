"""Every unsafe request needs the form token; without it nothing is kept (P74)."""

import pytest
from flask import Flask
from flask import request as flask_request
from sqlalchemy import text

from app.foundation.access import mark_of
from app.foundation.database import db
from tests.pages import Browser
from tests.rules.address_table import unsafe
from tests.rules.driving import ask, instead, rules, sample_path, watched
from tests.rules.people import PEOPLE, known_values, somebody

BOOKKEEPING = {"web_session"}
"""Tables that a refused request may touch: the session that the form's token belongs to."""

SHOW_ONLY = {"/staff/policy/draft/preview"}
"""Addresses that only show again what was sent to them, with or without a token."""


def takers(app: Flask, browser: Browser) -> set[str]:
    """Addresses that kept something, or said that all went well, although the token was missing."""
    found = set()
    for rule in rules(app):
        if not mark_of(app.view_functions[rule.endpoint]).token:
            continue
        path = sample_path(rule.rule, known_values(app))
        for method in unsafe(rule):
            for headers in ({}, {"Sec-Fetch-Site": "cross-site"}):
                with watched() as watch:
                    status = ask(browser, method, path, headers=headers, data={"csrf_token": "forged"})
                if changed := set(watch.written) - BOOKKEEPING:
                    found.add(f"{method} {path} changed {sorted(changed)}")
                if status < 300 and path not in SHOW_ONLY:
                    found.add(f"{method} {path} gave {status}")
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_is_taken_without_the_forms_token(app: Flask, request: pytest.FixtureRequest, who: str) -> None:
    assert takers(app, somebody(request, who)) == set()


@pytest.fixture
def taker(app: Flask) -> str:
    """The endpoint of some address that a visitor may post to with a token."""
    for rule in rules(app):
        mark = mark_of(app.view_functions[rule.endpoint])
        if unsafe(rule) and mark.token and mark.kind == "public":
            return rule.endpoint
    raise AssertionError("the shop has no form for visitors")


def test_a_form_that_keeps_something_without_its_token_is_noticed(app: Flask, visitor: Browser, taker: str) -> None:
    def keeps(**_arguments: str) -> str:
        if flask_request.method == "POST":
            db.session.execute(text("DELETE FROM job_run"))
            db.session.commit()
        return ""

    with instead(app, taker, keeps):
        assert any("changed ['job_run']" in found for found in takers(app, visitor))


def test_what_a_handler_writes_without_the_token_is_rolled_back(app: Flask, visitor: Browser, taker: str) -> None:
    def ignores_the_token(**_arguments: str) -> str:
        if flask_request.method == "POST":
            db.session.execute(text("DELETE FROM job_run"))
        return ""

    with instead(app, taker, ignores_the_token):
        found = takers(app, visitor)
    assert not any("changed" in line for line in found)
    assert any("gave 200" in line for line in found)
