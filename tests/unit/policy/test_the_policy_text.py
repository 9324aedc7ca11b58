"""The first text of the privacy policy: it covers every promise and reads plainly."""

import re
from pathlib import Path

import pytest

from app.policy import bindings, slots
from app.policy.rendering import Rendered, render

SOURCE = (Path(slots.__file__).parent / "texts" / "privacy-policy.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def policy() -> Rendered:
    return render(SOURCE, slots.examples())


def test_the_text_can_be_published_as_it_stands(policy: Rendered) -> None:
    assert policy.problems == ()


def test_every_one_of_the_88_promises_is_made_by_a_clause() -> None:
    made = {number for binding in bindings.PRIVACY_POLICY.values() for number in binding.promises}
    assert made == set(range(1, 89))


def test_every_bound_anchor_is_a_clause_with_words(policy: Rendered) -> None:
    assert {clause.anchor for clause in policy.clauses if clause.text} == set(bindings.PRIVACY_POLICY)


def test_the_clause_of_a_promise_can_be_looked_up() -> None:
    assert bindings.clause_of(56) == "cookie-contents"
    with pytest.raises(KeyError):
        bindings.clause_of(89)


def test_the_short_version_has_five_sentences(policy: Rendered) -> None:
    first = policy.clauses[0]
    assert first.anchor == "short-version"
    assert len(re.findall(r"[.?!](?:\s|$)", first.text)) == 5


def test_every_slot_of_the_list_is_used_and_no_other(policy: Rendered) -> None:
    assert set(policy.slots) == set(slots.SLOTS)


def test_periods_and_lists_come_from_the_running_shop_and_not_from_the_text() -> None:
    assert re.findall(r"\b\d+ (?:hour|day|month|year)s?\b", SOURCE) == []
    changed = {
        **slots.examples(),
        "retention.access_log_days": 31,
        "retention.quote_years": 3,
    }
    text = "\n".join(clause.text for clause in render(SOURCE, changed).clauses)
    assert "After 31 days we cut the IP address short" in text
    assert "Quotes: 3 years." in text


def test_the_text_is_short_enough_to_be_read(policy: Rendered) -> None:
    words = sum(len(f"{clause.heading} {clause.text}".split()) for clause in policy.clauses)
    assert 2_000 < words < 3_400


def test_links_within_the_text_lead_to_clauses_that_exist(policy: Rendered) -> None:
    targets = set(re.findall(r'href="#([^"]+)"', policy.html))
    assert targets
    assert targets <= {clause.anchor for clause in policy.clauses}


def test_a_value_survives_being_frozen() -> None:
    assert slots.from_json(slots.to_json(slots.examples())) == slots.examples()


def test_a_frozen_value_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match=r"contact\.address"):
        slots.from_json({"contact.address": {"street": "950 Lake Drive"}})


def test_one_year_is_not_written_as_years() -> None:
    assert slots.written("retention.quote_years", 1) == "1 year"
    assert slots.written("retention.quote_years", 2) == "2 years"
