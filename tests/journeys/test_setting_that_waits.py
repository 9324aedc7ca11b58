"""A longer time of keeping, from the wish of one member of staff to the minute in which the text allows it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from app.foundation import clock, rules
from tests.pages import Browser, Page
from tests.people import SignedIn

Staff = Callable[[str], SignedIn]
DRAFT, REVIEW, PUBLISH = (f"/staff/policy/draft{step}" for step in ("", "/review", "/publication"))
RULE = "/staff/rules/visits/log-full-days"
NAME = "visits.log-full-days"


@pytest.fixture
def officer(staff_member: Staff) -> SignedIn:
    return staff_member("privacy-officer")


@pytest.fixture
def editor(staff_member: Staff) -> SignedIn:
    return staff_member("policy-editor")


@pytest.fixture
def move_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Let it be another time for pages."""

    def move(to: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: to)

    return move


def wish(officer: SignedIn, days: str) -> Page:
    page = officer.get(RULE).form(RULE).submit(value=days, reason="The auditor asks for it.")
    assert page.status == 303, page.errors()
    return page.follow()


def publish_the_draft(editor: SignedIn, staff_member: Staff, starts: datetime) -> None:
    """The draft that appeared by itself, as it stands: sent to review, approved by another, scheduled."""
    sent = editor.get(DRAFT).form(DRAFT, "Save").submit("Save and send to review")
    assert sent.status == 303, sent.errors()
    reviewer = staff_member("policy-reviewer")
    assert reviewer.get(REVIEW).form(REVIEW, "Approve").submit("Approve it").status == 303
    minute = f"{clock.central(starts):%Y-%m-%dT%H:%M}"
    posted = editor.get(PUBLISH).form(PUBLISH).submit(starts="at-minute", effective_at=minute)
    assert posted.status == 303, posted.errors()


def test_the_rule_changes_in_the_minute_in_which_the_text_that_allows_it_takes_effect(
    officer: SignedIn,
    editor: SignedIn,
    staff_member: Staff,
    visitor: Browser,
    move_clock: Callable[[datetime], None],
) -> None:
    assert "A value waits" in wish(officer, "60").main
    starts = (clock.now() + timedelta(days=31)).replace(second=0, microsecond=0)
    publish_the_draft(editor, staff_member, starts)

    assert "A value waits" not in officer.get(RULE).main
    assert rules.whole(NAME) == 30
    assert "30 days" in visitor.get("/privacy-policy").main
    changes = visitor.get("/privacy-policy/versions/2/changes")
    assert "Full lines of the web server's log: 60 days instead of 30 days." in changes.main
    assert [item.text_content() for item in changes["main section del, main section ins"]] == [
        "[removed: 30]",
        "[added: 60]",
    ]

    move_clock(starts - timedelta(seconds=1))
    assert rules.whole(NAME) == 30
    move_clock(starts)
    assert rules.whole(NAME) == 60
    assert "60 days" in visitor.get("/privacy-policy").main


def test_a_shorter_time_holds_at_once_and_its_draft_is_published_as_it_stands(
    officer: SignedIn, editor: SignedIn, staff_member: Staff, visitor: Browser
) -> None:
    assert "The rule is changed. A draft of the policy" in wish(officer, "20").main
    assert rules.whole(NAME) == 20
    publish_the_draft(editor, staff_member, clock.now() + timedelta(minutes=5))
    listed = visitor.get("/privacy-policy/changes").main
    assert "Protects people more than before" in listed
    assert "20 days instead of 30 days" in listed
