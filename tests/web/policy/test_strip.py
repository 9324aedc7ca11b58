"""The strip that announces a changed policy: the same for every visitor, and for each person until they know."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from app.foundation import clock, facts, rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.policy import banner, live_values, service, views
from app.policy.service import NewUse
from app.policy.views import VersionLine
from tests.pages import Browser, Page, spaced
from tests.people import SignedIn
from tests.policies import AUTHOR, Change, an_act, posted

Post = Callable[..., VersionLine]
CHOOSE = "/account/new-uses"


@pytest.fixture(autouse=True)
def first(app: Flask) -> None:
    """Version 1, before anybody comes."""
    work.unit(lambda: service.publish_first(an_act(), live_values.present(), AUTHOR))


def post(kind: str = "widens", days: int = 31, uses: int = 1, *, swap: bool = False) -> VersionLine:
    """The next version, to take effect so many days from now (0: at once), with so many new uses."""
    named = tuple(NewUse(purpose, "Something new.") for purpose in ("understand", "survey")[:uses])
    comma = "so that you notice, when" if kind == "typo" else "so you notice when"
    pair = ("so you notice when", "so that you notice when") if swap else ("so that you notice when", comma)
    change = Change(lambda text: text.replace(*pair), "We changed it.", kind, named)
    made: list[VersionLine] = []
    work.unit(lambda: made.append(posted(change, clock.now() + timedelta(days=days) if days else None)))
    return made[0]


def strip(page: Page) -> str:
    """The words of the strip; empty when the page has none."""
    return " ".join(spaced(element) for element in page["aside.notice"])


def told() -> list[tuple[str, int, int]]:
    """The facts that pages left behind: kind, person and number."""
    lines = [line for path in sorted(facts._folder().glob("*.jsonl")) for line in path.read_text().splitlines()]
    kept = (json.loads(line) for line in lines)
    return [(fact["kind"], fact["person"], fact["number"]) for fact in kept if fact["kind"].startswith("policy.")]


def fold(act: Act) -> None:
    """What the job of each minute does, some minutes later."""
    for _ in facts.fold(Act(act.actor, clock.now() + timedelta(minutes=2), act.policy_version)):
        db.session.commit()


def test_a_shop_with_one_version_announces_nothing(visitor: Browser, customer: SignedIn) -> None:
    assert strip(visitor.get("/help")) == strip(customer.get("/account")) == ""


def test_every_visitor_reads_when_the_policy_changes_and_gets_no_cookie(visitor: Browser) -> None:
    line = post()
    page = visitor.get("/help")
    date_text = clock.spoken_date(line.effective_at)
    assert strip(page) == f"Our privacy policy changes on {date_text}: 1 new use of your information. Read what changes"
    assert page.link("Read what changes") == "/privacy-policy/versions/2/changes"
    assert "Set-Cookie" not in page.response.headers


def test_a_kept_page_learns_of_the_change_and_forgets_it_after_its_days(
    visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = visitor.get("/help")
    line = post()
    ahead = visitor.get("/help")
    assert ahead.response.headers["ETag"] != before.response.headers["ETag"]
    seen = {}
    for days in (1, 29, 31):
        then = line.effective_at + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda then=then: then)
        seen[days] = strip(visitor.get("/help"))
    date_text = clock.spoken_date(line.effective_at)
    changed = f"Our privacy policy changed on {date_text}: 1 new use of your information. Read what changed"
    assert seen == {1: changed, 29: changed, 31: ""}


def test_a_kept_page_with_the_strip_costs_no_query(visitor: Browser) -> None:
    post()
    visitor.get("/help")
    assert queries(lambda: visitor.get("/help")) == 0


def queries(look: Callable[[], object]) -> int:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    engines = [db.engines[None], db.engines["reader"]]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        look()
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
    return len([one for one in asked if not one.startswith(("PRAGMA", "BEGIN"))])


def test_the_strip_costs_somebody_signed_in_no_query_a_page(customer: SignedIn) -> None:
    customer.get("/account")
    without = queries(lambda: customer.get("/account"))
    post()
    assert "1 new use" in strip(customer.get("/account"))
    assert queries(lambda: customer.get("/account")) == without <= 3


def test_a_corrected_letter_is_announced_to_nobody(visitor: Browser, customer: SignedIn) -> None:
    post("typo", 0, 0)
    assert strip(visitor.get("/help")) == strip(customer.get("/account")) == ""


def test_a_withdrawn_change_is_no_longer_announced(visitor: Browser, customer: SignedIn) -> None:
    post()
    assert "changes on" in strip(visitor.get("/help"))
    work.unit(lambda: service.withdraw(an_act(), 2, AUTHOR, "We thought better of it."))
    assert strip(visitor.get("/help")) == strip(customer.get("/account")) == ""


@pytest.mark.parametrize("path", ["/privacy-policy/versions/2", "/privacy-policy/versions/2/changes", CHOOSE])
def test_whoever_opened_the_change_or_the_choice_is_told_no_more(customer: SignedIn, act: Act, path: str) -> None:
    line = post(uses=2)
    page = customer.get("/account")
    assert "2 new uses" in strip(page)
    assert page.link("Choose") == CHOOSE
    assert strip(customer.get(path)) == strip(customer.get("/account")) == ""
    assert told() == [("policy.shown", 1, 2), ("policy.viewed", 1, 2)]
    fold(act)
    assert views.engagement_counts(line.id) == {"notified": 0, "shown": 1, "viewed": 1, "agreed": 0}
    banner.forget()  # another process, which saw nothing of this
    assert strip(customer.get("/account")) == ""


def test_whoever_opened_it_is_told_no_more_before_the_tables_know_it(
    customer: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    post()
    monkeypatch.setattr(banner, "FRESH_FOR", -1.0)
    customer.get("/privacy-policy/versions/2/changes")
    assert strip(customer.get("/account")) == ""


def test_looking_ahead_of_a_click_is_no_reading(customer: SignedIn) -> None:
    post()
    customer.get("/privacy-policy/versions/2", headers={"Sec-Purpose": "prefetch"})
    assert ("policy.viewed", 1, 2) not in told()


def test_reading_the_text_in_force_is_no_reading_of_the_one_to_come(customer: SignedIn) -> None:
    post()
    customer.get("/privacy-policy")
    assert ("policy.viewed", 1, 2) not in told()
    assert "changes on" in strip(customer.get("/account"))


def test_a_visitor_leaves_no_fact_behind(visitor: Browser) -> None:
    post()
    visitor.get("/help")
    visitor.get("/privacy-policy/versions/2")
    assert told() == []


def test_new_uses_are_announced_to_whoever_comes_back_after_years(
    customer: SignedIn, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = post()
    later = line.effective_at + timedelta(days=400)
    for name in ("account.session-days", "account.session-most-days"):
        work.unit(lambda name=name: rules.set_value(an_act(), name, 900, clock.now(), "a test"))  # type: ignore[misc]
    monkeypatch.setattr(clock, "now", lambda: later)
    assert strip(visitor.get("/help")) == ""
    assert "1 new use" in strip(customer.get("/account"))


def test_another_change_is_old_news_one_day(customer: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    line = post("clarify", 0, 0)
    assert strip(customer.get("/account")).startswith("Our privacy policy changed on")
    later = line.effective_at + timedelta(days=31)
    for name in ("account.session-days", "account.session-most-days"):
        work.unit(lambda name=name: rules.set_value(an_act(), name, 900, clock.now(), "a test"))  # type: ignore[misc]
    monkeypatch.setattr(clock, "now", lambda: later)
    assert strip(customer.get("/account")) == ""


def test_whoever_opened_a_later_version_is_not_told_of_an_earlier_one_unless_they_may_refuse_something(
    customer: SignedIn,
) -> None:
    post("clarify", 0, 0)
    post("widens", 31, 1, swap=True)
    assert "1 new use" in strip(customer.get("/account"))
    customer.get("/privacy-policy/versions/3")
    assert strip(customer.get("/account")) == ""


def test_whoever_registers_under_the_changed_policy_agreed_to_it(customer: SignedIn, act: Act) -> None:
    post("clarify", 0, 0)
    service.engaged(act, 1, 2, "agreed", "form")
    db.session.commit()
    assert strip(customer.get("/account")) == ""


def test_a_page_of_errors_stays_plain_and_a_refused_form_keeps_the_strip(customer: SignedIn) -> None:
    post()
    assert strip(customer.get("/no-such-page")) == ""
    refused = customer.get("/account/profile").form("/account/profile").submit(name="")
    assert refused.status == 422
    assert "1 new use" in strip(refused)
