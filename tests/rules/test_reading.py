"""A GET, HEAD or OPTIONS never opens a write transaction (house.md, The life of a request)."""

from collections.abc import Iterator

import pytest
from flask import Flask, g
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.foundation.access import mark_of
from app.foundation.database import db, writing
from tests.pages import Browser
from tests.rules.driving import ask, instead, rules, sample_path, watched
from tests.rules.people import PEOPLE, known_values, somebody

A_WRITE = (
    "INSERT INTO house_rule (name, value, effective_at, set_by, set_at, reason) "
    "VALUES ('x', '1', '2026-01-01', 'x', '2026-01-01', '')"
)
MAY_SAY_UNAVAILABLE = {"/readyz"}


def writers(app: Flask, browser: Browser) -> set[str]:
    """Addresses that opened a write transaction although they were only read, and those that failed."""
    found = set()
    for rule in rules(app):
        path = sample_path(rule.rule, known_values(app))
        for method in sorted((rule.methods or set()) & {"GET", "HEAD", "OPTIONS"}):
            with watched() as watch:
                status = ask(browser, method, path)
            if watch.begun:
                found.add(f"{method} {path} wrote")
            if status >= 500 and path not in MAY_SAY_UNAVAILABLE:
                found.add(f"{method} {path} gave {status}")
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_reading_any_page_writes_nothing(app: Flask, request: pytest.FixtureRequest, who: str) -> None:
    assert writers(app, somebody(request, who)) == set()


LEAD_ON = {
    "/account/company/new",
    "/account/security/factors/app/end",
    "/checkout/<int:number>",
    "/orders/<int:number>/again",
    "/welcome/<token:token>/joining",
}
"""Pages for who has no company, has ended an app, has not paid, orders one job again, was invited to the staff."""


def test_the_drive_reaches_the_customers_real_pages(app: Flask, request: pytest.FixtureRequest) -> None:
    browser, known = somebody(request, "customer"), known_values(app)
    missed = set()
    for rule in rules(app):
        theirs = mark_of(app.view_functions[rule.endpoint]).kind == "customer" and "GET" in (rule.methods or set())
        if theirs and ask(browser, "GET", sample_path(rule.rule, known)) != 200:
            missed.add(rule.rule)
    assert missed <= LEAD_ON, "all else is there"


@pytest.fixture
def healthz() -> str:
    return "operations.alive"


def test_a_page_that_writes_while_it_is_read_is_noticed(app: Flask, visitor: Browser, healthz: str) -> None:
    def writes() -> str:
        with writing():
            db.session.execute(text(A_WRITE))
        return ""

    with instead(app, healthz, writes):
        assert {"GET /healthz wrote", "HEAD /healthz wrote"} <= writers(app, visitor)


def test_a_write_on_the_reading_connection_fails(app: Flask, visitor: Browser, healthz: str) -> None:
    def writes() -> str:
        db.session.execute(text(A_WRITE))
        return ""

    with instead(app, healthz, writes):
        assert "GET /healthz gave 500" in writers(app, visitor)


@pytest.fixture
def reading(app: Flask) -> Iterator[None]:
    """Inside a safe request."""
    with app.test_request_context("/healthz", base_url="https://localhost:8443"):
        app.preprocess_request()
        assert g.reading_only
        yield
        db.session.remove()


@pytest.mark.parametrize(
    "statement",
    [A_WRITE, "DELETE FROM audit_entry", "UPDATE job_run SET outcome = 'x'", "CREATE TABLE planted (x INTEGER)"],
)
@pytest.mark.usefixtures("reading")
def test_the_database_itself_refuses_every_kind_of_write(statement: str) -> None:
    assert db.session.scalar(text("SELECT count(*) FROM audit_entry")) == 0
    with pytest.raises(DBAPIError, match=r"readonly|read-only|attempt to write"):
        db.session.execute(text(statement))
