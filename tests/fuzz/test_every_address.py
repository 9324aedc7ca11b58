"""Nothing that a client can send gives a 500: every address, as everybody, with nonsense in every part."""

import ast
import re
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask import request as flask_request
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

from app.config import ROOT
from tests.fuzz.nonsense import EXAMPLES, FORMED, NAMES, headers, values
from tests.pages import BASE, Browser
from tests.rules.driving import ARGUMENT, instead, rules
from tests.rules.people import PEOPLE, known_values, somebody
from tests.rules.source import trees

PARTS = 4
"""Into how many tests the addresses are dealt, so that several processes can share the work."""
WORD = re.compile(r"[a-z_]{1,20}")
MAY_SAY_UNAVAILABLE = {"/readyz"}
"""A health answer: 503 is what it says when a part of the shop is down."""


def field_names() -> list[str]:
    """The names of all fields of all forms, and of what handlers read from the query."""
    found = {"csrf_token", "next"}
    for name, tree in trees(ROOT):
        for node in ast.walk(tree):
            if "forms" in name and isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found.add(node.targets[0].id)
            if "routes" in name and isinstance(node, ast.Constant) and WORD.fullmatch(str(node.value)):
                found.add(str(node.value))
    return sorted(found)


FIELDS = field_names()


def paths(rule: str, known: dict[str, str]) -> st.SearchStrategy[str]:
    """Paths of a rule: real values, formed ones and nonsense in its holes."""
    holes = [(found[1] or "string", found[2]) for found in ARGUMENT.finditer(rule)]
    filled = st.tuples(*(st.one_of(st.just(known.get(name, "1")), FORMED[kind], values) for kind, name in holes))

    def fill(parts: tuple[str, ...]) -> str:
        following = iter([quote(part, safe="/") for part in parts])
        return ARGUMENT.sub(lambda _found: next(following), rule)

    return filled.map(fill)


def token_of(browser: Browser) -> str:
    """A form token that is good for this browser, so that posts get past the first door."""
    for path in ("/account/profile", "/sign-in", "/register"):
        page = browser.get(path)
        if found := page['input[name="csrf_token"]']:
            return str(found[0].get("value"))
    return ""


def requests(rule: Rule, known: dict[str, str], token: str) -> st.SearchStrategy[dict[str, Any]]:
    """Requests to a rule, as keyword arguments of the test client."""
    fields = st.dictionaries(st.one_of(st.sampled_from(FIELDS), NAMES), values, max_size=8)
    with_token = fields.map(lambda form: {"csrf_token": token, **form})
    methods = sorted(rule.methods or set()) * 3 + ["PATCH", "TRACE", "X-ODD"]
    return st.fixed_dictionaries(
        {
            "path": paths(rule.rule, known),
            "method": st.sampled_from(methods),
            "query_string": fields,
            "headers": headers,
        },
        optional={
            "data": st.one_of(with_token, fields, st.binary(max_size=200)),
            "content_type": st.sampled_from(
                ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", "x", ""]
            ),
        },
    )


def fuzz(browser: Browser, asked_for: st.SearchStrategy[dict[str, Any]], examples: int) -> list[str]:
    """Send so many requests; gives those that were answered with a failure of ours."""
    failures = []

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(asked_for)
    def send(asked: dict[str, Any]) -> None:
        kept = dict(browser.client._cookies or {})
        response = browser.client.open(base_url=BASE, buffered=True, **asked)
        if response.status_code >= 500:
            failures.append(f"{asked} gave {response.status_code}")
        browser.client._cookies = kept  # a sign-out must not end the fuzz of what follows

    send()
    return failures


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_anybody_sends_breaks_an_address(
    app: Flask, request: pytest.FixtureRequest, who: str, part: int
) -> None:
    browser = somebody(request, who)
    known, token = known_values(app), token_of(browser)
    failures = []
    for rule in rules(app)[part::PARTS]:
        if rule.rule not in MAY_SAY_UNAVAILABLE:
            failures += fuzz(browser, requests(rule, known, token), EXAMPLES)
    assert failures == []


def test_a_handler_that_stumbles_over_nonsense_is_found(app: Flask, visitor: Browser) -> None:
    def stumbles() -> str:
        return str([int(text) for text in flask_request.args.values()])

    (rule,) = [rule for rule in rules(app) if rule.rule == "/healthz"]
    with instead(app, "operations.alive", stumbles):
        assert fuzz(visitor, requests(rule, {}, ""), 20)
