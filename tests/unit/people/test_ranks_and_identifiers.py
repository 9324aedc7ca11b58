"""A weaker source never replaces a stronger one silently; nobody is known by an unverified identifier."""

from itertools import pairwise

import pytest
from sqlalchemy import select

from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.people import service as people
from app.people.models import FieldValue, Identifier
from app.people.service import Told

pytestmark = pytest.mark.usefixtures("app")


def name(value: str, verified: bool = False) -> Told:
    return Told("name", value, "For your orders.", verified)


def stands(person: int) -> tuple[str, str]:
    found = people.standing(person)["name"]
    return found.value, found.origin


@pytest.fixture
def kim(app: object, act: Act) -> int:
    return people.new_person(act)


@pytest.mark.parametrize("origin", ["staff", "order", "ncoa", "provider", "derived"])
def test_what_the_person_typed_is_not_replaced_by_others(kim: int, act: Act, origin: str) -> None:
    people.record(act, kim, name("Kim Vale"))
    assert people.record(act, kim, name("K. Vale"), origin, "run:1") is False
    assert stands(kim) == ("Kim Vale", "subject")
    (waiting,) = people.suggestions(kim)
    assert (waiting.value, waiting.origin) == ("K. Vale", origin)


ORDER = ["derived", "provider", "ncoa", "order", "staff", "subject", "corrected"]


@pytest.mark.parametrize(("weaker", "stronger"), list(pairwise(ORDER)))
def test_a_stronger_source_replaces_a_weaker_one(kim: int, act: Act, weaker: str, stronger: str) -> None:
    people.record(act, kim, name("Before"), weaker)
    assert people.record(act, kim, name("After"), stronger) is True
    assert stands(kim) == ("After", stronger)
    assert people.suggestions(kim) == []


def test_the_person_may_always_say_something_new_even_over_what_was_confirmed(kim: int, act: Act) -> None:
    people.record(act, kim, name("Kim Vale", verified=True))
    assert people.record(act, kim, name("Kim Vail")) is True
    assert stands(kim) == ("Kim Vail", "subject")


def test_what_was_replaced_stays_with_its_end(kim: int, act: Act) -> None:
    people.record(act, kim, name("Kim Vale"))
    people.record(act, kim, name("Kim Vail"))
    rows = db.session.execute(select(FieldValue.value, FieldValue.superseded_at).order_by(FieldValue.id)).all()
    assert [(row.value, row.superseded_at is None) for row in rows] == [("Kim Vale", False), ("Kim Vail", True)]


def test_a_correction_is_pinned(kim: int, act: Act) -> None:
    people.record(act, kim, name("Kim Vale"), "corrected")
    assert db.session.scalar(select(FieldValue.pinned)) is True


def test_a_suggestion_that_the_person_takes_becomes_their_own(kim: int, act: Act) -> None:
    people.record(act, kim, name("Kim Vale"))
    people.record(act, kim, name("Kim Vail"), "ncoa", "run:1")
    people.decide(act, kim, people.suggestions(kim)[0].id, take=True)
    assert stands(kim) == ("Kim Vail", "corrected")
    assert people.suggestions(kim) == []


def test_a_suggestion_can_be_left_and_is_decided_once(kim: int, act: Act) -> None:
    people.record(act, kim, name("Kim Vale"))
    people.record(act, kim, name("Kim Vail"), "ncoa")
    (waiting,) = people.suggestions(kim)
    people.decide(act, kim, waiting.id, take=False)
    assert stands(kim) == ("Kim Vale", "subject")
    with pytest.raises(Missing):
        people.decide(act, kim, waiting.id, take=True)


def test_a_suggestion_of_somebody_else_is_missing(kim: int, act: Act) -> None:
    people.record(act, kim, name("Kim Vale"))
    people.record(act, kim, name("Kim Vail"), "ncoa")
    with pytest.raises(Missing):
        people.decide(act, people.new_person(act), people.suggestions(kim)[0].id, take=True)


def test_nobody_is_known_by_an_unverified_address(kim: int, act: Act) -> None:
    people.identify(act, kim, "email", "kim@example.com", verified=False)
    assert people.person_of("email", "kim@example.com") == 0
    people.identify(act, kim, "email", "kim@example.com", verified=True)
    assert people.person_of("email", "kim@example.com") == kim


def test_two_people_may_claim_one_address_but_only_one_can_prove_it(kim: int, act: Act) -> None:
    other = people.new_person(act)
    people.identify(act, other, "email", "kim@example.com", verified=False)
    people.identify(act, kim, "email", "kim@example.com", verified=True)
    assert people.person_of("email", "kim@example.com") == kim
    with pytest.raises(Refusal, match="belongs to another account"):
        people.identify(act, other, "email", "kim@example.com", verified=True)


def test_an_ended_address_may_be_proved_by_its_next_owner(kim: int, act: Act) -> None:
    other = people.new_person(act)
    people.identify(act, kim, "email", "kim@example.com", verified=True)
    people.end_identifier(act, kim, "email", "kim@example.com")
    people.identify(act, other, "email", "kim@example.com", verified=True)
    assert people.person_of("email", "kim@example.com") == other


def test_telephone_numbers_and_postal_lines_rest_as_keyed_digests(kim: int, act: Act) -> None:
    people.identify(act, kim, "phone", "+16125550142", verified=True)
    people.identify(act, kim, "postal", "950 lake drive chanhassen", verified=True)
    assert people.person_of("phone", "+16125550142") == kim
    keys = "".join(db.session.scalars(select(Identifier.value_key)))
    assert "612555" not in keys
    assert "lake" not in keys
