"""The gate takes the stricter of the policy and of the agreements that somebody gave (P12)."""

import pytest
from flask import Flask

from app.foundation import work
from app.foundation.acts import Act
from app.permissions import service as gate
from app.permissions.service import Refused
from app.permissions.subjects import Subject
from app.policy import live_values
from app.policy import service as policy
from tests.people import new_account
from tests.policies import AUTHOR, agreement, an_act, new_terms

SLUG = "ordering"
KIM, PAT = Subject(1, "kim@example.com"), Subject(2, "pat@example.com")


@pytest.fixture(autouse=True)
def two_customers(app: Flask, act: Act) -> None:
    """Kim and Pat, under version 1 of the policy, which names every purpose."""
    work.unit(lambda: gate.name_purposes(act, 1))
    work.unit(lambda: policy.publish_first(act, live_values.present(), AUTHOR))
    new_account("kim", "Kim Lane")
    new_account("pat", "Pat Hill")


def answer(subject: Subject, purpose: str) -> str:
    got = gate.ask(an_act(), subject, purpose, "internal")
    return got.reason if isinstance(got, Refused) else "allowed"


def test_what_an_agreement_rules_out_is_refused_to_whoever_gave_it_and_to_nobody_else() -> None:
    agreement(SLUG, not_for=("improve", "understand"))
    assert answer(KIM, "improve") == "allowed"
    policy.agree(an_act(), 1, SLUG, 1, "form")
    assert answer(KIM, "improve") == answer(KIM, "understand") == "not-promised"
    assert answer(KIM, "hygiene") == answer(PAT, "improve") == "allowed"


def test_many_at_once_are_answered_alike() -> None:
    agreement(SLUG, not_for=("improve",))
    policy.agree(an_act(), 1, SLUG, 1, "form")
    outcomes = gate.consider_many(an_act(), [KIM, PAT], "improve", "internal")
    assert [one.reason for one in outcomes] == ["not-promised", "allowed"]


def test_an_agreement_taken_back_still_binds_us_for_what_was_gathered_under_it() -> None:
    agreement(SLUG, not_for=("improve",))
    policy.agree(an_act(), 1, SLUG, 1, "form")
    policy.end_agreement(an_act(), 1, SLUG)
    assert answer(KIM, "improve") == "not-promised"


def test_a_wider_version_binds_only_those_who_agreed_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    agreement(SLUG, not_for=("improve",))
    for person in (1, 2):
        policy.agree(an_act(), person, SLUG, 1, "form")
    monkeypatch.setattr("app.policy.service.timing.notice_days", lambda: 0)
    new_terms(SLUG, lambda words: words, kind="widens", note="It may help us to improve.")
    policy.agree(an_act(), 1, SLUG, 2, "form")
    assert answer(KIM, "improve") == "allowed"
    assert answer(PAT, "improve") == "not-promised"


def test_the_promises_page_says_that_an_agreement_rules_a_use_out() -> None:
    agreement(SLUG, not_for=("improve",))
    policy.agree(an_act(), 1, SLUG, 1, "form")
    follows = {use.code: use.follows for use in gate.given(an_act(), KIM).uses}
    assert (follows["improve"], follows["hygiene"]) == ("ruled-out", "both")
