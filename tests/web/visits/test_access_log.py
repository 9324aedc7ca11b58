"""What a visit to the shop leaves in the access log, and what it leaves in the counts."""

import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.foundation import clock, facts
from app.foundation.acts import Act
from app.foundation.database import db
from app.visits import counting, service
from app.visits.tallies import Tallies
from tests.pages import Browser

FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}
TOKEN = "s3cret-s3cret-s3cret-s3cret"


@pytest.fixture
def folder(app: Flask) -> Path:
    return Path(app.instance_path) / "log"


def lines(folder: Path) -> list[str]:
    """Every line of every file that is not a directive."""
    text = "".join(path.read_text("ascii") for path in sorted(folder.glob("*.log")))
    return [line for line in text.split("\n") if line and not line.startswith("#")]


def test_a_visit_leaves_one_line(visitor: Browser, folder: Path) -> None:
    visitor.get("/healthz", query={"q": "secret"}, headers=FIREFOX | {"Referer": "https://example.com/a?b=secret"})
    (line,) = lines(folder)
    when, rest = line[:19], line[20:]
    assert abs(clock.now() - datetime.fromisoformat(when + "+00:00")) < timedelta(minutes=1)
    assert rest == f'127.0.0.1 GET /healthz 200 "https://example.com/a" "{FIREFOX["User-Agent"]}"'


def test_errors_and_redirects_are_logged_too(visitor: Browser, folder: Path) -> None:
    visitor.get("/no-such-page")
    visitor.client.get("/healthz", base_url="http://localhost:8443", buffered=True)
    visitor.client.get("/healthz", base_url="https://evil.example", buffered=True)
    assert [line.split()[4:6] for line in lines(folder)] == [
        ["/no-such-page", "404"],
        ["/healthz", "301"],
        ["/healthz", "421"],
    ]


def test_an_answer_that_the_shop_fails_to_give_is_logged(app: Flask, visitor: Browser, folder: Path) -> None:
    def fail() -> str:
        raise LookupError("on purpose")

    kept = app.view_functions["operations.alive"]
    fail.access_mark = kept.access_mark  # type: ignore[attr-defined]  # functions carry attributes
    app.view_functions["operations.alive"] = fail
    app.testing = False
    try:
        assert visitor.get("/healthz").status == 500
    finally:
        app.view_functions["operations.alive"] = kept
        app.testing = True
    assert lines(folder)[0].split()[4:6] == ["/healthz", "500"]


def test_every_route_with_a_secret_part_is_masked(app: Flask, visitor: Browser, folder: Path) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "<token:" in rule.rule]
    for rule in rules:
        path = rule.rule
        for name in rule.arguments:
            converter = rule._converters[name]
            value = TOKEN if type(converter).__name__ == "TokenConverter" else "1"
            path = path.replace(path[path.index("<") : path.index(">") + 1], value, 1)
        for ending in ("", "/", "/x"):
            for method in ("GET", "DELETE"):
                visitor.client.open(path + ending, method=method, base_url="https://localhost:8443", buffered=True)
    text = "\n".join(lines(folder))
    assert TOKEN not in text
    assert len(lines(folder)) == 6 * len(rules)


def test_only_pages_shown_to_visitors_are_counted(app: Flask) -> None:
    app.extensions["shop.tallies"] = tallies = Tallies()
    shown = app.response_class("<p>", mimetype="text/html")
    for path, response in (
        ("/staff/visits", shown),
        ("/healthz", app.response_class("{}", mimetype="application/json")),
        ("/healthz", app.response_class("<p>", 404, mimetype="text/html")),
    ):
        with app.test_request_context(path, headers=FIREFOX):
            app.preprocess_request()
            counting.count(response)
    assert tallies.add(clock.now().date(), {}, time.monotonic() + 61) == {}


def test_a_page_a_site_and_a_browser_are_counted_apart(app: Flask, act: Act) -> None:
    app.extensions["shop.tallies"] = tallies = Tallies()
    path = "/healthz"
    for _ in range(5):
        with app.test_request_context(path, headers=FIREFOX | {"Referer": "https://Example.com/x?y"}):
            counting.count(app.response_class("<p>", mimetype="text/html"))
    with app.test_request_context(path, headers={"User-Agent": "Examplebot/1.0"}):
        counting.count(app.response_class("<p>", mimetype="text/html"))
    counting.hand_over(tallies.add(clock.now().date(), {}, time.monotonic() + 61))
    spool = "".join(file.read_text() for file in (Path(app.instance_path) / "facts").glob("*"))
    assert "127.0.0.1" not in spool
    assert "rv:128" not in spool
    for _ in facts.fold(replace(act, at=act.at + timedelta(minutes=2))):
        db.session.flush()
    found = service.counts(clock.now().date(), 2)
    assert [(line.name, line.shown) for line in found.pages] == [(path, "5")]
    assert [(line.name, line.shown) for line in found.referrers] == [("example.com", "5")]
    assert [(line.name, line.shown) for line in found.browsers] == [("Firefox", "5"), ("Bot", "<5")]
