"""What the gate says of many at once is what it says of each alone, whatever is known about them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from app.foundation import work
from app.foundation.acts import Act
from app.foundation.database import db
from app.permissions import facts
from app.permissions import service as gate
from app.permissions.service import deciding, many, new_uses
from app.permissions.subjects import Subject

PURPOSES = ("site_update", "marketing", "understand", "order")
PEOPLE = [Subject(number, f"person{number}@example.com") for number in range(1, 7)]
STRANGERS = [Subject(email_key=f"stranger{number}@example.com") for number in range(1, 3)]
EVERYBODY = [*PEOPLE, *STRANGERS]

happening = st.tuples(
    st.sampled_from(EVERYBODY),
    st.sampled_from(
        (
            "customer",
            "closure",
            "hold",
            "stop",
            "stop all",
            "allow",
            "suppress",
            "suppress all",
            "agree",
            "told",
            "yes",
            "sent",
        )
    ),
    st.sampled_from(PURPOSES[:3]),
)


def happens(act: Act, who: Subject, what: str, purpose: str, use: int) -> None:
    """One thing that the gate comes to know."""
    ref = f"account:{who.person_id or who.email_key}"
    match what:
        case "customer" | "closure" | "hold":
            gate.open_cause(act, who, what, ref)
        case "stop":
            gate.stop(act, who, purpose, "email", "web form")
        case "stop all":
            gate.stop(act, who, "*", "*", "letter")
        case "allow":
            gate.allow(act, who, purpose, "email", "web form")
        case "suppress":
            gate.suppress(act, who.email_key, purpose, "mail")
        case "suppress all":
            gate.suppress(act, who.email_key, "*", "mail")
        case "agree":
            gate.agreed(replace(act, policy_version=2), who)
        case "told":
            gate.notified(act, who, use)
        case "yes":
            gate.allow(act, who, purpose, "*", "policy window", new_uses.evidence(2))
        case "sent":
            permit = gate.ask(act, who, "site_update", "email", stage="send")
            gate.use(act, permit.id)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happened=st.lists(happening, max_size=25), days=st.integers(0, 60), version=st.sampled_from([1, 2]))
def test_many_are_decided_like_one(
    app: Flask, act: Act, happened: list[tuple[Subject, str, str]], days: int, version: int
) -> None:
    gate.name_purposes(act, 1, frozenset(PURPOSES) - {"understand"})
    gate.name_purposes(act, 2, frozenset(PURPOSES))
    use = gate.add_new_use(act, 2, "understand", act.at, act.at + timedelta(days=30))
    for who in PEOPLE[:4]:
        gate.open_cause(act, who, "customer", f"account:{who.person_id}")
        gate.collected(act, who)
    for who, what, purpose in happened:
        happens(act, who, what, purpose, use)
    later = replace(act, at=act.at + timedelta(days=days), policy_version=version)
    try:
        for purpose in PURPOSES:
            alone = [deciding.read(later, who, purpose) for who in EVERYBODY]
            assert many.know_many(later, EVERYBODY, purpose) == alone
            answers = [facts.decide(known, purpose, "email") for known in alone]
            assert many.consider_many(later, EVERYBODY, purpose, "email") == answers
    finally:
        db.session.rollback()


def test_a_cause_that_is_named_counts_for_whoever_names_it(app: Flask, act: Act) -> None:
    work.unit(lambda: gate.open_cause(act, PEOPLE[0], "order", "order:1"))
    named, other = many.know_many(act, [PEOPLE[0], PEOPLE[1]], "order", ["order:1", "order:1"])
    assert (set(named.causes), set(other.causes)) == ({"order"}, set())


@pytest.mark.parametrize("number", [5, 300])
def test_the_queries_do_not_grow_with_the_people(app: Flask, act: Act, number: int) -> None:
    people = [Subject(person, f"person{person}@example.com") for person in range(1, number + 1)]
    asked: list[Any] = []

    def note(*given: Any) -> None:
        asked.append(given)

    event.listen(db.engines[None], "before_cursor_execute", note)
    many.consider_many(act, people, "site_update", "email")
    event.remove(db.engines[None], "before_cursor_execute", note)
    assert 0 < len(asked) <= 12
