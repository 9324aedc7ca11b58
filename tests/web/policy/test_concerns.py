"""Somebody thinks that a clause is not kept: they say so without an account, and the clause's checks are run for it."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.foundation import rules, work
from app.foundation.acts import Act
from app.foundation.checks import Check
from app.policy.service import evidence as service
from tests.cases import mails
from tests.pages import Browser, Page
from tests.people import SignedIn

CLAUSE, CHECK = "post", "no-marketing-by-post"
Run = Callable[[str], None]
pytestmark = pytest.mark.usefixtures("first", "few")


@pytest.fixture
def few(app: Flask, monkeypatch: pytest.MonkeyPatch) -> dict[str, Check]:
    """The program has only the checks that these tests need; they read data and no served site."""
    checks = {name: app.extensions["shop.checks"][name] for name in (CHECK, "no-sales-calls")}
    monkeypatch.setitem(app.extensions, "shop.checks", checks)
    return checks


def doubt(browser: Browser, anchor: str = CLAUSE, **typed: str) -> Page:
    """From the clause's own link to the sent form."""
    page = browser.get("/privacy-policy")
    link = next(
        str(a.get("href")) for a in page["details.keeping a"] if str(a.get("href")).endswith(f"clause={anchor}")
    )
    form = browser.get(link).form("/privacy-policy/concerns/new", "Send")
    return form.submit(**({"message": "I got a catalog by mail and never asked for one."} | typed))


def test_a_visitor_without_an_account_doubts_a_clause_and_reads_the_answer_elsewhere(
    app: Flask, visitor: Browser, staff_member: Callable[[str], SignedIn], run_job: Run
) -> None:
    page = doubt(visitor).follow()
    assert "About “If you give us a postal address”" in page.main
    assert "They are being run." in page.main
    number, code = (item.text_content() for item in page[".sheet dd"][:2])
    run_job("run-checks")
    page = visitor.get(f"/contact/follow/{number}")
    told = app.extensions["shop.checks"][CHECK].sentence
    assert told in page.main
    assert "They are being run." not in page.main

    desk = staff_member("privacy-officer").get(f"/staff/cases/{number}")
    assert told in desk.main
    assert desk.link(CLAUSE) == f"/privacy-policy#{CLAUSE}"
    desk.form("/answers").submit(text="It was sent by a neighbor of ours.", outcome="answered")
    elsewhere = Browser(app)
    form = elsewhere.get("/contact/follow").form("/contact/follow")
    assert "It was sent by a neighbor of ours." in form.submit(number=number, code=code).follow().main


def test_what_the_checks_said_stays_with_the_case_whatever_they_say_later(
    app: Flask, act: Act, visitor: Browser, run_job: Run
) -> None:
    number = doubt(visitor).location.rpartition("/")[2]
    run_job("run-checks")
    before = [item.text_content() for item in visitor.get(f"/contact/follow/{number}")["ul.keeping li"]]
    assert len(before) == 1
    work.unit(lambda: service.ask(act, [CHECK], "staff"))
    run_job("run-checks")
    assert [item.text_content() for item in visitor.get(f"/contact/follow/{number}")["ul.keeping li"]] == before


def test_a_clause_that_no_program_looks_at_is_for_people(visitor: Browser) -> None:
    page = doubt(visitor, "privacy-matters").follow()
    assert "No program can look at this clause; people will." in page.main


def test_the_form_shows_the_clause_and_how_it_stands(visitor: Browser) -> None:
    page = visitor.get("/privacy-policy/concerns/new", query={"clause": CLAUSE})
    assert "We send no advertising by post unless you asked for it." in page.main
    assert "? not checked" in page.main


def test_there_is_no_form_for_a_clause_that_does_not_stand_in_the_text(visitor: Browser) -> None:
    for clause in ("nothing-such", "", "x" * 300, "Post"):
        assert visitor.get("/privacy-policy/concerns/new", query={"clause": clause}).status == 404


def test_without_words_nothing_is_opened_and_the_clause_stays(visitor: Browser) -> None:
    page = doubt(visitor, message="  ")
    assert page.status == 422
    assert page.errors() == {"message": "Please write your message."}
    assert page.form("/privacy-policy/concerns/new").values()["clause"] == CLAUSE


def test_too_many_doubts_from_one_network_have_to_wait(visitor: Browser) -> None:
    for _ in range(rules.whole("cases.messages-an-hour")):
        assert doubt(visitor).status == 303
    page = doubt(visitor)
    assert page.status == 422
    assert "Many messages came from your network" in page.main


def test_who_gives_an_address_is_told_by_mail_and_who_does_not_gets_none(visitor: Browser, act: Act) -> None:
    without = doubt(visitor).location.rpartition("/")[2]
    given = doubt(visitor, email="casey@example.com").location.rpartition("/")[2]
    assert mails(int(without)) == []
    assert mails(int(given)) == ["cases/received"]
