"""The page on which a customer refuses or allows each new use, by plain forms."""

from datetime import timedelta

import pytest
from flask import Flask

from app.foundation import clock, inventory, rules, work
from app.permissions import service as gate
from app.permissions.subjects import Subject
from app.policy import live_values, service, views
from app.policy.service import NewUse
from app.policy.views import VersionLine
from tests.pages import Browser, Form, Page, spaced
from tests.people import SignedIn
from tests.policies import AUTHOR, Change, an_act, posted

PAGE = "/account/new-uses"
GUESSING, ASKING = "We guess from your orders what you may need next.", "We ask you about each order."
ALEX = Subject(1, "alex.kim@example.com")


@pytest.fixture(autouse=True)
def first(app: Flask) -> None:
    """Version 1, before anybody comes."""
    work.unit(lambda: service.publish_first(an_act(), live_values.present(), AUTHOR))


@pytest.fixture
def widened(customer: SignedIn) -> VersionLine:
    """Version 2, posted while Alex is a customer already, with two new uses."""
    uses = (NewUse("understand", GUESSING), NewUse("survey", ASKING))
    change = Change(lambda text: text.replace("so that you notice", "so you notice"), "Two uses.", "widens", uses)
    made: list[VersionLine] = []
    work.unit(lambda: made.append(posted(change, clock.now() + timedelta(days=31))))
    return made[0]


def standing(page: Page) -> list[str]:
    """What the page says first of each use."""
    return [spaced(element) for element in page["section.sheet strong"]]


def press(page: Page, words: str, button: str) -> Page:
    """Press the button of the use that is described in those words."""
    (section,) = [element for element in page["section.sheet"] if words in spaced(element)]
    return Form(page, section.cssselect("form")[0]).submit(button)


def test_without_new_uses_the_page_says_so(customer: SignedIn) -> None:
    page = customer.get("/account").open("New uses")
    assert page.h1 == "New uses of your information"
    assert "No new uses" in page.main


def test_each_use_is_named_with_its_words_its_version_and_how_it_stands(
    customer: SignedIn, widened: VersionLine
) -> None:
    page = customer.get(PAGE)
    assert standing(page) == ["Waits for your word:", "Waits for your word:"]
    for part in (
        GUESSING,
        ASKING,
        clock.spoken_date(widened.effective_at),
        inventory.PURPOSES["understand"].capitalize(),
    ):
        assert part in page.main
    assert page.link("version 2") == "/privacy-policy/versions/2/changes"


def test_one_use_is_refused_and_the_other_allowed(customer: SignedIn, widened: VersionLine) -> None:
    answer = press(customer.get(PAGE), GUESSING, "Refuse")
    assert (answer.status, answer.location) == (303, PAGE)
    page = answer.follow()
    assert "We noted that you refuse it." in page.main
    page = press(page, ASKING, "Yes, you may").follow()
    assert standing(page) == ["You said yes:", "You refused it:"]
    newest, before = gate.said(ALEX)[:2]
    assert [(line.effect, line.purpose, line.source) for line in (newest, before)] == [
        ("allow", "survey", "policy window"), ("stop", "understand", "policy window")
    ]  # fmt: skip


def test_a_choice_can_be_turned_round_and_its_button_is_gone_meanwhile(
    customer: SignedIn, widened: VersionLine
) -> None:
    page = press(customer.get(PAGE), GUESSING, "Refuse").follow()
    (section,) = [element for element in page["section.sheet"] if GUESSING in spaced(element)]
    assert [spaced(button) for button in section.cssselect("button")] == ["Yes, you may"]
    page = press(page, GUESSING, "Yes, you may").follow()
    assert "You said yes:" in standing(page)


def test_whoever_stopped_it_earlier_is_told_that_a_yes_ends_that(customer: SignedIn, widened: VersionLine) -> None:
    assert "A yes here ends that stop" not in customer.get(PAGE).main
    earlier = widened.published_at - timedelta(days=1)
    act = an_act()
    work.unit(lambda: gate.stop(type(act)(act.actor, earlier, 1), ALEX, "survey", "email", "mail"))
    assert customer.get(PAGE).main.count("A yes here ends that stop") == 1


def test_choosing_counts_as_having_seen_the_version(customer: SignedIn, widened: VersionLine) -> None:
    press(customer.get(PAGE), ASKING, "Refuse")
    assert views.engagement_counts(widened.id)["viewed"] == 1
    assert views.reach(1).knows(widened)


def test_under_the_window_rule_the_page_says_when_it_begins(customer: SignedIn, widened: VersionLine) -> None:
    work.unit(lambda: rules.set_value(an_act(), "gate.old-data", "window", clock.now(), "a test"))
    page = customer.get(PAGE)
    assert standing(page) == ["Not yet begun:", "Not yet begun:"]
    assert f"it may begin on {clock.spoken_date(widened.effective_at)}, unless you refuse it" in page.main


def test_a_withdrawn_use_is_shown_without_buttons_and_cannot_be_chosen(
    customer: SignedIn, widened: VersionLine
) -> None:
    page = customer.get(PAGE)
    work.unit(lambda: service.withdraw(an_act(), 2, AUTHOR, "We thought better of it."))
    assert press(page, ASKING, "Yes, you may").status == 404
    after = customer.get(PAGE)
    assert standing(after) == ["Withdrawn:", "Withdrawn:"]
    assert not after["section.sheet button"]


def test_an_old_page_changes_nothing_and_says_so(customer: SignedIn, widened: VersionLine) -> None:
    page = customer.get(PAGE)
    for element in page["section.sheet input[name=csrf_token]"]:
        element.set("value", "stale")
    answer = press(page, ASKING, "Refuse")
    assert answer.status == 422
    assert "open too long" in answer.main
    assert standing(answer) == ["Waits for your word:", "Waits for your word:"]


@pytest.mark.parametrize(
    "sent", [{}, {"use": "x", "do": "no"}, {"use": "1", "do": "perhaps"}, {"use": "77", "do": "no"}]
)
def test_nonsense_is_refused(customer: SignedIn, widened: VersionLine, sent: dict[str, str]) -> None:
    page = customer.get(PAGE)
    token = page["section.sheet input[name=csrf_token]"][0].get("value")
    assert customer.post(PAGE, {"csrf_token": token, **sent}).status in {404, 422}
    assert len(gate.said(ALEX)) == 1  # what registering said


def test_the_page_is_for_customers(visitor: Browser) -> None:
    assert "/sign-in" in visitor.get(PAGE).location
