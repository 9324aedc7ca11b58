"""Agreements of areas: which rules now, who agreed to it, what is no more than a typo, and taking it back (P12)."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.foundation import areas, clock
from app.foundation.areas import Ruling
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.people import service as people
from app.policy import agreements, service, timetable, views
from app.policy.views import VersionLine
from tests.policies import Change, agreement, an_act, drafted, new_terms, posted

SLUG = "ordering"


@pytest.fixture(autouse=True)
def version_1(first: VersionLine) -> VersionLine:
    return first


@pytest.fixture
def reader() -> int:
    return people.new_person(an_act())


def agreed(reader: int, number: int) -> None:
    service.agree(an_act(), reader, SLUG, number, "form")


def test_an_area_without_an_agreement_asks_nobody_anything(reader: int) -> None:
    assert areas.ruling(SLUG, reader) is None
    service.open_document(an_act(), SLUG, "The ordering agreement")
    drafted(Change(lambda _text: "## A {#a}\n\nx\n", kind="", slug=SLUG))
    assert areas.ruling(SLUG, reader) is None  # a draft asks nobody


def test_the_version_in_force_is_asked_for_until_somebody_agrees(reader: int) -> None:
    agreement(SLUG)
    assert areas.ruling(SLUG, reader) == Ruling(1, agreed=False)
    agreed(reader, 1)
    agreed(reader, 1)  # a second press of the button
    assert areas.ruling(SLUG, reader) == Ruling(1, agreed=True)
    [row] = views.agreed_by(reader)
    assert (row.slug, row.no, row.how, row.ended_at) == (SLUG, 1, "form", None)
    assert not areas.ruling(SLUG, people.new_person(an_act())).agreed  # type: ignore[union-attr]  # one is in force


def test_a_new_version_asks_again_and_the_one_read_before_is_not_taken_for_it(reader: int) -> None:
    agreement(SLUG)
    agreed(reader, 1)
    new_terms(SLUG, lambda words: words.replace("stays here", "stays here for good"))
    assert areas.ruling(SLUG, reader) == Ruling(2, agreed=False)
    with pytest.raises(Refusal, match="Version 2 took effect meanwhile"):
        agreed(reader, 1)
    agreed(reader, 2)
    assert areas.ruling(SLUG, reader) == Ruling(2, agreed=True)


def test_a_typo_does_not_ask_again_and_a_word_is_more_than_a_typo(reader: int) -> None:
    agreement(SLUG)
    agreed(reader, 1)
    new_terms(SLUG, lambda words: words.replace("customers. What", "customers: what"), kind="typo")
    assert areas.ruling(SLUG, reader) == Ruling(2, agreed=True)
    with pytest.raises(Refusal, match="to which people have agreed"):
        new_terms(SLUG, lambda words: words.replace("stays here", "goes anywhere"), kind="typo")


def test_a_coming_version_asks_from_its_minute_on(reader: int, monkeypatch: pytest.MonkeyPatch) -> None:
    agreement(SLUG)
    agreed(reader, 1)
    starts = (clock.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    posted(Change(lambda words: words.replace("stays", "rests"), slug=SLUG), starts)
    assert areas.ruling(SLUG, reader) == Ruling(1, agreed=True)
    monkeypatch.setattr(clock, "now", lambda: starts)
    assert areas.ruling(SLUG, reader) == Ruling(2, agreed=False)


def test_taking_it_back_closes_the_area_and_agreeing_again_opens_it(reader: int) -> None:
    agreement(SLUG)
    with pytest.raises(Missing):
        service.end_agreement(an_act(), reader, SLUG)
    agreed(reader, 1)
    service.end_agreement(an_act(), reader, SLUG)
    assert areas.ruling(SLUG, reader) == Ruling(1, agreed=False)
    assert views.agreed_by(reader)[0].ended_at is not None
    agreed(reader, 1)
    assert areas.ruling(SLUG, reader) == Ruling(1, agreed=True)
    kinds = db.session.scalars(text("SELECT kind FROM audit_entry WHERE kind LIKE 'policy.agreement%' ORDER BY id"))
    assert list(kinds) == ["policy.agreement-given", "policy.agreement-ended", "policy.agreement-given"]


def test_nothing_but_an_agreement_in_force_is_agreed_to(reader: int) -> None:
    for slug in ("privacy-policy", "ordering", "no-such-area"):
        with pytest.raises(Missing):
            service.agree(an_act(), reader, slug, 1, "form")


def test_an_agreement_may_only_rule_out_what_people_can_refuse_and_adds_no_use() -> None:
    service.open_document(an_act(), SLUG, "The ordering agreement")
    with pytest.raises(Refusal, match="from the list"):
        new_terms(SLUG, lambda _words: "## A {#a}\n\nx\n", kind="", not_for=("order",))


def test_the_policy_stays_as_it_is_whatever_agreements_do(reader: int) -> None:
    before = timetable.times(), service.history()
    agreement(SLUG)
    agreed(reader, 1)
    assert (timetable.times(), service.history()) == before
    assert [one.slug for one in agreements.ruled()] == [SLUG]
