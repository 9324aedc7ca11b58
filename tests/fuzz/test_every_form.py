"""Every form of every page, filled as found but for a few fields: never a failure, and nothing typed is lost."""

import re
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement

from tests.fuzz.nonsense import EXAMPLES, files, values
from tests.pages import Browser, Form, Page
from tests.rules.driving import CHOICE, rules, sample_path
from tests.rules.people import PEOPLE, known_values, somebody

TRIES = max(4, EXAMPLES // 6)
"""Fewer than an address gets: each of these is a whole form that is mostly right, and does what it says."""
LEAVING = re.compile(r"/sign-out$|/account/devices/[0-9]+/end$|/agreements/[a-z-]+/end$")
"""Forms after which the rest is shut: signed out here, or an agreement taken back."""
FRAGMENTS = {"/products/<slug:slug>/price"}
LONGEST_KEPT = 300
"""Longer texts are refused by some fields with their length only; whether they are kept is seen by eye."""


def forms(app: Flask, browser: Browser) -> dict[str, Form]:
    """Every form that this person may send, by where it leads and what is in it."""
    found: dict[str, Form] = {}
    for rule in rules(app):
        if "GET" in (rule.methods or set()) and rule.rule not in FRAGMENTS:
            path = sample_path(rule.rule, known_values(app))
            page = browser.get(path, query=CHOICE)
            for element in page["form"]:
                form = Form(page, element)
                if form.method == "post" and not LEAVING.search(form.action):
                    found.setdefault(f"{form.action} {sorted(form.names())}", form)
    return found


def filled(form: Form) -> st.SearchStrategy[dict[str, Any]]:
    """The form's own values with nonsense in some of its fields, and files in its upload fields."""
    uploads = [str(item.get("name")) for item in form.element.cssselect('input[type="file"]')]
    texts = sorted(form.names() - set(uploads) - {"csrf_token"})
    odd = st.dictionaries(st.sampled_from(texts), values, max_size=4) if texts else st.just({})
    sent = st.fixed_dictionaries(dict.fromkeys(uploads, st.none() | files))
    return st.tuples(odd, sent).map(lambda parts: parts[0] | parts[1])


def lost(answer: Page, given_values: dict[str, Any]) -> set[str]:
    """Fields of a form shown again in which what was typed does not stand any more."""
    found = set()
    for name, typed in given_values.items():
        if isinstance(typed, str) and typed.isprintable() and len(typed) <= LONGEST_KEPT:
            boxes = [box for box in answer["input, textarea"] if box.get("name") == name and _shows_text(box)]
            if boxes and typed not in [_shown(box) for box in boxes]:
                found.add(name)
    return found


def _shows_text(box: HtmlElement) -> bool:
    return box.tag == "textarea" or box.get("type", "text") in {"text", "email", "tel", "number", "search"}


def _shown(box: HtmlElement) -> str:
    # A browser drops the first line end in a text area; the parser here keeps it.
    return str((box.text or "").removeprefix("\n") if box.tag == "textarea" else (box.get("value") or ""))


def fuzz(browser: Browser, form: Form, examples: int) -> list[str]:
    """Send the form so many times; gives what went wrong, in words."""
    wrong = []

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(filled(form))
    def send(given_values: dict[str, Any]) -> None:
        kept = dict(browser.client._cookies or {})
        answer = form.submit(**given_values)
        if answer.status >= 500:
            wrong.append(f"{form.action} with {given_values} gave {answer.status}")
        elif answer.status == 422 and (fields := lost(answer, given_values)):
            wrong.append(f"{form.action} with {given_values} lost {fields}")
        browser.client._cookies = kept

    send()
    return wrong


@pytest.mark.parametrize("who", PEOPLE)
def test_no_form_breaks_or_loses_what_was_typed(app: Flask, request: pytest.FixtureRequest, who: str) -> None:
    browser = somebody(request, who)
    wrong = [line for form in forms(app, browser).values() for line in fuzz(browser, form, TRIES)]
    assert wrong == []


def test_a_form_that_loses_what_was_typed_is_found(visitor: Browser) -> None:
    page = visitor.get("/sign-in")
    assert lost(page, {"user_id": "typed by somebody"}) == {"user_id"}
