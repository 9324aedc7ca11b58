"""The life of a text: written, sent back, approved, waiting, in force late but once; or withdrawn, and still listed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.foundation import clock
from app.foundation.database import db
from app.policy import service
from tests.pages import Browser, Page
from tests.people import SignedIn

Staff = Callable[[str], SignedIn]
Run = Callable[[str], None]
OLD, NEW, BETTER = "so that you notice", "so you see", "so you notice"
DRAFT, REVIEW, PUBLISH = (f"/staff/policy/draft{step}" for step in ("", "/review", "/publication"))
SAME = {"guard-other-sites": "same-meaning"}
SAID = {"change_class": "clarify", "change_note": "Shorter words about links."}


@pytest.fixture
def editor(staff_member: Staff) -> SignedIn:
    return staff_member("policy-editor")


@pytest.fixture
def reviewer(staff_member: Staff) -> SignedIn:
    return staff_member("policy-reviewer")


@pytest.fixture
def move_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Let it be another time, for pages and for jobs."""

    def move(to: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: to)

    return move


def text_of(page: Page) -> str:
    return str(page["#body_md"][0].text_content()).removeprefix("\n")


def send(editor: Browser, old: str, new: str) -> None:
    """Reword a clause, answer what the change asks, and send the text to review."""
    page = editor.get(DRAFT)
    asked = page.form(DRAFT, "Save").submit("Show the preview", body_md=text_of(page).replace(old, new))
    sent = asked.form(DRAFT, "Save").submit("Save and send to review", **SAID, **SAME)
    assert sent.status == 303, sent.errors()


def schedule(editor: Browser, when: datetime) -> None:
    form = editor.get(PUBLISH).form(PUBLISH)
    answer = form.submit(starts="at-minute", effective_at=f"{clock.central(when):%Y-%m-%dT%H:%M}")
    assert answer.status == 303, answer.errors()


def approve(reviewer: Browser) -> None:
    assert reviewer.get(REVIEW).form(REVIEW, "Approve").submit("Approve it").status == 303


def lateness() -> list[dict[str, object] | None]:
    query = select(AuditEntry.payload).where(AuditEntry.kind == "policy.took-effect")
    found = list(db.session.scalars(query))
    db.session.rollback()
    return found


def test_a_text_is_sent_back_mended_approved_and_in_force_at_its_minute_though_every_worker_sleeps(
    editor: SignedIn,
    reviewer: SignedIn,
    visitor: Browser,
    run_job: Run,
    move_clock: Callable[[datetime], None],
) -> None:
    send(editor, OLD, NEW)
    back = reviewer.get(REVIEW).form(REVIEW, "Approve").submit("Send it back", note="“Notice” says more than “see”.")
    assert back.status == 303
    send(editor, NEW, BETTER)
    approve(reviewer)
    minute = (clock.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    schedule(editor, minute)

    before = visitor.get("/privacy-policy")
    assert f"A new version takes effect on {clock.spoken(minute)}" in before.main
    assert OLD in before.main
    assert BETTER in visitor.get("/privacy-policy/versions/2").main

    move_clock(minute + timedelta(hours=2))
    assert BETTER in visitor.get("/privacy-policy").main
    assert lateness() == []
    run_job("policy-take-effect")
    run_job("policy-take-effect")
    assert lateness() == [{"number": 2, "late_seconds": 7200}]
    assert [(line.no, line.state) for line in service.history()] == [(2, "published"), (1, "superseded")]
    told = [event.state for event in service.events(service.history()[0].id)]
    assert told == ["draft", "in_review", "approved", "scheduled", "published"]
    assert OLD in visitor.get("/privacy-policy/versions/1").main


def test_a_withdrawn_version_never_comes_into_force_and_stays_listed_with_its_reason(
    editor: SignedIn,
    reviewer: SignedIn,
    visitor: Browser,
    run_job: Run,
    move_clock: Callable[[datetime], None],
) -> None:
    send(editor, OLD, NEW)
    approve(reviewer)
    minute = (clock.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    schedule(editor, minute)
    address = "/staff/policy/versions/2/withdrawal"
    assert editor.get(address).form(address).submit(note="Our counsel found a flaw.").status == 303

    assert "A new version takes effect on" not in visitor.get("/privacy-policy").main
    move_clock(minute + timedelta(days=1))
    run_job("policy-take-effect")
    assert OLD in visitor.get("/privacy-policy").main
    listed = visitor.get("/privacy-policy/changes").main
    assert "Our counsel found a flaw." in listed
    assert visitor.get("/privacy-policy/versions/2").status == 200
    assert [line.no for line in service.history()] == [2, 1]


def test_of_two_editors_at_once_neither_loses_a_word(editor: SignedIn, staff_member: Staff) -> None:
    other = staff_member("counsel")
    mine, theirs = editor.get(DRAFT), other.get(DRAFT)
    their_text = text_of(theirs).replace(OLD, "so that you can tell")
    theirs.form(DRAFT, "Save").submit("Save the draft", body_md=their_text)
    my_text = text_of(mine).replace("Any wording will do.", "Any words will do.")
    refused = mine.form(DRAFT, "Save").submit("Save the draft", body_md=my_text)
    assert refused.status == 422
    assert service.draft().body_md.strip() == their_text.replace("\r\n", "\n").strip()
    assert "Any words will do." in refused.text
    assert "so that you can tell" in refused.text
