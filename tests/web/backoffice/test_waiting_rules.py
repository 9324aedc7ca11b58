"""A house rule that the policy states, changed on its page: told beforehand, waiting where the text forbids it."""

from collections.abc import Callable

import pytest

from app.foundation import rules
from tests.pages import Page
from tests.people import SignedIn
from tests.unit.policy.conftest import first

__all__ = ["first"]

LOG = "/staff/rules/visits/log-full-days"
pytestmark = pytest.mark.usefixtures("first")


@pytest.fixture
def officer(staff_member: Callable[[str], SignedIn]) -> SignedIn:
    return staff_member("privacy-officer")


def submit(officer: SignedIn, value: str, button: str = "Change the rule", **typed: str) -> Page:
    values = {"value": value, "reason": "The owner wants it so."} | typed
    return officer.get(LOG).form(LOG, button).submit("" if button == "Change the rule" else button, **values)


def test_the_page_says_where_the_policy_states_the_rule(officer: SignedIn) -> None:
    page = officer.get(LOG)
    assert page["main a[href='/privacy-policy#log-retention']"]
    assert not officer.get("/staff/rules/account/fresh-minutes")["main a[href^='/privacy-policy#']"]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("60", "so the rule stays as it is and the new value waits"),
        ("20", "The policy allows it: the new value holds at once"),
    ],
)
def test_what_a_value_will_do_is_told_before_and_changes_nothing(officer: SignedIn, value: str, told: str) -> None:
    page = submit(officer, value, "See what it will do")
    assert page.status == 200
    assert told in page.main
    assert page.form(LOG, "Change the rule").values()["value"].strip() == value
    assert rules.whole("visits.log-full-days") == 30
    assert "A value waits" not in officer.get(LOG).main


def test_a_wider_value_waits_and_can_be_given_up(officer: SignedIn) -> None:
    page = submit(officer, "60").follow()
    assert "The rule stays as it is." in page.main
    assert "“60” was asked for" in page.main
    assert rules.whole("visits.log-full-days") == 30
    assert "waits for the policy" in officer.get("/staff/rules").main
    assert "asked that the rule visits.log-full-days become 60" in officer.get("/staff/audit?kind=rule.wished").main
    after = page.form("/wishes/1", "Give it up").submit().follow()
    assert "A value waits" not in after.main


def test_a_narrower_value_holds_at_once_and_says_that_a_draft_is_open(officer: SignedIn) -> None:
    page = submit(officer, "20").follow()
    assert "The rule is changed. A draft of the policy" in page.main
    assert rules.whole("visits.log-full-days") == 20


def test_a_wider_value_takes_no_day_of_its_own(officer: SignedIn) -> None:
    page = submit(officer, "60", starts="2099-01-01")
    assert page.status == 422
    assert "Leave the day empty" in page.errors()["starts"]


def test_giving_up_what_does_not_wait_is_not_found(officer: SignedIn) -> None:
    form = submit(officer, "60").follow().form("/wishes/1")
    form.submit()
    assert form.submit().status == 404
