"""The house rules on their own pages: read, changed, read as of a day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from app.foundation import clock, rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from tests.pages import Browser, Page
from tests.people import SignedIn

Staff = Callable[[str], SignedIn]
FRESH = "/staff/rules/account/fresh-minutes"


@pytest.fixture
def officer(staff_member: Staff) -> SignedIn:
    return staff_member("privacy-officer")


def change(officer: SignedIn, path: str, **typed: str) -> Page:
    values = {"reason": "The owner wants it so."} | typed
    return officer.get(path).form(path).submit(**values)


def test_every_rule_is_listed_with_its_value_and_unit(officer: SignedIn) -> None:
    page = officer.get("/staff/rules")
    for name in rules.RULES:
        assert name in page.main
    assert "15 minutes" in page.main
    assert "the beginning" in page.main


def test_a_changed_rule_holds_at_once_and_says_by_whom(officer: SignedIn) -> None:
    page = change(officer, FRESH, value="11").follow()
    assert rules.whole("account.fresh-minutes") == 11
    assert "Sam Privacy-Officer" in page.main
    assert "The owner wants it so." in page.main
    assert "11 minutes" in officer.get("/staff/rules").main


def test_a_change_stands_in_the_record(officer: SignedIn) -> None:
    change(officer, FRESH, value="11")
    told = officer.get("/staff/audit?kind=rule.changed").main
    assert "set the rule account.fresh-minutes to 11: The owner wants it so." in told


def test_a_rule_may_change_on_a_coming_day(officer: SignedIn) -> None:
    day = clock.central(clock.now() + timedelta(days=40)).date()
    change(officer, FRESH, value="11", starts=day.isoformat())
    assert rules.whole("account.fresh-minutes") == 15
    assert "15 minutes" in officer.get("/staff/rules").main
    assert "11 minutes" in officer.get(f"/staff/rules?on={day}").main
    assert "11 minutes" not in officer.get(f"/staff/rules?on={day - timedelta(days=1)}").main


def test_the_past_can_be_read(act: Act, officer: SignedIn) -> None:
    for value, days in ((20, 60), (30, 30)):
        work.unit(lambda value=value, days=days: rules.set_value(  # type: ignore[misc]  # bound at once
            act, "account.fresh-minutes", value, act.at - timedelta(days=days), "tried"))  # fmt: skip
    day = clock.central(act.at - timedelta(days=45)).date()
    assert "20 minutes" in officer.get(f"/staff/rules?on={day}").main
    assert "30 minutes" in officer.get("/staff/rules").main


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (FRESH, "soon", "Please type a whole number"),
        (FRESH, "0", "Please type a whole number from 1"),
        (FRESH, "15", "This is the value now already."),
        ("/staff/rules/company/newsletter", "nobody", "Please type a whole e-mail address"),
        ("/staff/rules/company/name", "", "Please type the new text."),
        ("/staff/rules/company/name", "Two\nlines", "Please type one line"),
        ("/staff/rules/prospect/first-contact", "perhaps", "Please type yes or no."),
        ("/staff/rules/gate/old-data", "whenever", "Please type one of these"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_beside_its_field(
    officer: SignedIn, path: str, value: str, sentence: str
) -> None:
    page = change(officer, path, value=value)
    assert page.status == 422
    assert any(sentence in words for words in page.errors().values()), page.errors()
    assert page.form(path).values()["reason"] == "The owner wants it so."


def test_a_reason_is_needed(officer: SignedIn) -> None:
    page = change(officer, FRESH, value="11", reason="")
    assert page.errors() == {"reason": "Please say why the rule changes."}
    assert rules.whole("account.fresh-minutes") == 15


@pytest.mark.parametrize("day", ["tomorrow", "2020-01-01"])
def test_a_rule_cannot_change_in_the_past(officer: SignedIn, day: str) -> None:
    assert "starts" in change(officer, FRESH, value="11", starts=day).errors()


def test_a_list_has_a_line_for_each_entry(officer: SignedIn) -> None:
    change(officer, "/staff/rules/company/subsidiaries", value="Mailing House: mailing\n\nProof House: proofs\n")
    assert rules.value("company.subsidiaries") == ["Mailing House: mailing", "Proof House: proofs"]


def test_the_footer_of_a_kept_page_follows_a_changed_address(officer: SignedIn, visitor: Browser) -> None:
    assert "950 Lake Drive" in visitor.get("/").text
    etag = visitor.get("/").response.headers["ETag"]
    change(officer, "/staff/rules/company/street", value="7 Ferry Road")
    after = visitor.get("/")
    assert "7 Ferry Road" in after.text
    assert "950 Lake Drive" not in after.text
    assert after.response.headers["ETag"] != etag


def test_a_kept_page_follows_when_the_day_of_a_change_comes(
    act: Act, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = act.at + timedelta(days=30)
    work.unit(lambda: rules.set_value(act, "company.street", "7 Ferry Road", starts, "we move"))
    assert "950 Lake Drive" in visitor.get("/").text
    monkeypatch.setattr(clock, "now", lambda: starts + timedelta(seconds=1))
    assert "7 Ferry Road" in visitor.get("/").text


def test_a_kept_page_costs_no_query_for_the_rules(app: Flask, visitor: Browser) -> None:
    visitor.get("/")
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    event.listen(db.engines["reader"], "before_cursor_execute", note)
    visitor.get("/")
    event.remove(db.engines["reader"], "before_cursor_execute", note)
    assert [statement for statement in asked if "house_rule" in statement] == []


@pytest.mark.parametrize("role", ["service", "production", "marketing", "policy-editor"])
def test_other_staff_do_not_see_the_rules(staff_member: Staff, role: str) -> None:
    assert staff_member(role).get("/staff/rules").status == 403


def test_a_rule_that_nobody_declares_is_not_found(officer: SignedIn) -> None:
    assert officer.get("/staff/rules/no/such").status == 404
