"""The checks of what we hold about people: every value says where it came from and what it was asked for."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.foundation import work
from app.foundation.acts import Act
from app.foundation.checks import Result, State
from app.people import service as people
from app.people.checks import CHECKS
from app.people.service import Told
from tests.evidence.breach import edit, seen
from tests.evidence.breaches_people import somebody
from tests.pages import Browser
from tests.promises.steps import registered

BY_NAME = {check.name: check for check in CHECKS}
pytestmark = pytest.mark.usefixtures("opened")


def result(name: str) -> Result:
    return seen(BY_NAME[name])


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_an_empty_shop_proves_nothing(app: Flask, name: str) -> None:
    assert result(name).state == State.UNCHECKED


def test_whoever_registers_by_the_form_leaves_whole_values(app: Flask, visitor: Browser) -> None:
    registered(visitor)
    found = {name: result(name) for name in BY_NAME}
    assert {item.state for item in found.values()} == {State.KEPT}, found
    assert all(item.measured.startswith("All ") for item in found.values())


def test_a_profile_that_was_changed_still_says_what_for(app: Flask, visitor: Browser) -> None:
    registered(visitor)
    form = visitor.get("/account/profile").form("/account/profile")
    assert form.submit(name="Alex B. Kim", phone="+1 612 555 0123").status == 303
    assert result("values-say-purpose").state == State.KEPT
    assert result("values-have-origin").state == State.KEPT


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("values-have-origin", "origin = ''"),
        ("values-have-origin", "origin = 'bought'"),
        ("values-have-origin", "policy_version = NULL"),
        ("values-say-purpose", "purpose = ' '"),
    ],
)
def test_one_value_that_lacks_it_is_enough(app: Flask, name: str, change: str) -> None:
    somebody(app)
    edit(text(f"UPDATE field_value SET {change} WHERE id = (SELECT min(id) FROM field_value)"))
    states = {check: result(check) for check in BY_NAME}
    assert {check for check, found in states.items() if found.state == State.FAILING} == {name}
    assert "alex" not in states[name].measured.lower()


def test_a_value_that_was_replaced_is_not_looked_at(app: Flask) -> None:
    somebody(app)
    edit(text("UPDATE field_value SET purpose = '', superseded_at = collected_at WHERE field = 'greeting'"))
    assert result("values-say-purpose").state == State.KEPT


def test_a_suggestion_that_is_taken_keeps_the_sentence_that_was_asked_with(app: Flask, act: Act) -> None:
    made: list[int] = []

    def told() -> None:
        made.append(people.new_person(act))
        people.record(act, made[0], Told("address:1", "1 Old Street", "For sending your orders.", verified=True))
        people.record(act, made[0], Told("address:1", "2 New Street", ""), origin="ncoa")

    work.unit(told)
    (waiting,) = people.suggestions(made[0])
    work.unit(lambda: people.decide(act, made[0], waiting.id, take=True))
    assert people.standing(made[0])["address:1"].value == "2 New Street"
    assert result("values-say-purpose").state == State.KEPT
