"""What the public reads under each clause, and the same for programs."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import brotli
import pytest
from flask import Flask
from sqlalchemy import event

from app.foundation import clock, work
from app.foundation.acts import Act
from app.foundation.checks import Result, failing, kept
from app.foundation.database import db
from app.policy import evidence
from app.policy.bindings import PRIVACY_POLICY, clauses_of_check
from app.policy.service import evidence as service
from tests.pages import BASE, Browser, Page, spaced

FLIGHT, MOST = 14_600, 26_000
pytestmark = pytest.mark.usefixtures("first")


def found(app: Flask, act: Act, result: Callable[[str], Result], *names: str) -> None:
    """Every check, or those named, found that."""
    for name in names or app.extensions["shop.checks"]:
        work.unit(lambda name=name: service.keep(act, name, result(name), clock.now()))


def well(name: str) -> Result:
    """A sentence of its own for every check, as long as real ones."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    return kept(f"{int(digest[:4], 16)} rows of {digest[4:10]} were looked at; the oldest is {int(digest[10:12], 16)}.")


def wrong(_name: str) -> Result:
    return failing("One of 12 is not as it was said.")


def states(page: Page) -> dict[str, str]:
    """Anchor to what the clause's summary says, for clauses that have a check."""
    told = {}
    for details in page["details.keeping"]:
        link = details.cssselect('a[href*="concerns/new"]')[0]
        if details.cssselect("li"):
            told[str(link.get("href")).partition("clause=")[2]] = spaced(details.cssselect("summary .tag")[0])
    return told


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that reaches the database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engines = list(db.engines.values())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def test_every_clause_with_words_says_how_it_is_kept(visitor: Browser) -> None:
    page = visitor.get("/privacy-policy")
    links = [str(link.get("href")).partition("clause=")[2] for link in page['details.keeping a[href*="concerns/new"]']]
    assert set(links) == set(PRIVACY_POLICY)
    assert len(links) == len(set(links))
    assert {spaced(tag) for tag in page["details.keeping summary .tag"]} == {
        "? not checked",
        "by our software",
        "a stance",
    }
    assert "A statement of what we think; there is nothing to measure in it." in page.main


def test_a_kept_check_shows_its_sentence_its_figures_and_its_moment(app: Flask, act: Act, visitor: Browser) -> None:
    found(app, act, lambda _name: kept("It speaks TLSv1.3."), "tls-handshake")
    page = visitor.get("/privacy-policy")
    details = next(item for item in page["details.keeping"] if "It speaks TLSv1.3." in spaced(item))
    assert app.extensions["shop.checks"]["tls-handshake"].sentence in spaced(details)
    assert clock.spoken(clock.now())[:17] in spaced(details)
    assert details.get("open") is None


def test_before_anybody_looked_nothing_is_said_to_be_kept(visitor: Browser) -> None:
    page = visitor.get("/privacy-policy")
    assert set(states(page).values()) == {"? not checked"}
    assert "0 kept" in page.main


@pytest.mark.parametrize("name", ["cookie-contents", "no-marketing-by-post", "passwords-scrambled"])
def test_a_failing_check_turns_exactly_its_clauses_and_back(app: Flask, act: Act, visitor: Browser, name: str) -> None:
    found(app, act, well)
    before = visitor.get("/privacy-policy")
    assert set(states(before).values()) == {"✓ kept"}
    found(app, act, wrong, name)
    page = visitor.get("/privacy-policy")
    assert {anchor for anchor, state in states(page).items() if state != "✓ kept"} == set(clauses_of_check(name))
    opened = [item for item in page["details.keeping"] if item.get("open") is not None]
    assert len(opened) == len(clauses_of_check(name))
    assert "none failing" not in page.main
    named = {str(link.get("href")).removeprefix("#") for link in page["p.message.error a[href^='#']"]}
    assert named == set(clauses_of_check(name))
    found(app, act, well, name)
    assert states(visitor.get("/privacy-policy")) == states(before)


def test_an_old_result_is_not_shown_as_kept(
    app: Flask, act: Act, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(app, act, well)
    page = visitor.get("/privacy-policy")
    then = clock.now() + timedelta(hours=49)
    monkeypatch.setattr(clock, "now", lambda: then)
    later = visitor.get("/privacy-policy")
    assert set(states(page).values()) == {"✓ kept"}
    assert set(states(later).values()) == {"? not checked"}
    assert "Nobody has looked since" in later.main


def test_the_page_is_drawn_once_for_each_run_and_asks_the_database_nothing(
    app: Flask, act: Act, visitor: Browser
) -> None:
    found(app, act, well)
    etag = visitor.get("/privacy-policy").response.headers["ETag"]
    with app.app_context(), statements() as seen:
        response = visitor.client.get("/privacy-policy", base_url=BASE, headers={"If-None-Match": etag})
    assert response.status_code == 304
    assert seen == []
    found(app, act, wrong, "tls-handshake")
    assert visitor.get("/privacy-policy").response.headers["ETag"] != etag


def test_with_all_its_evidence_the_page_is_small_and_begins_with_what_matters(
    app: Flask, act: Act, visitor: Browser
) -> None:
    found(app, act, well)
    response = visitor.client.get("/privacy-policy", base_url=BASE, headers={"Accept-Encoding": "br"})
    assert response.headers["Content-Encoding"] == "br"
    assert len(response.data) <= MOST
    flight = brotli.Decompressor().process(response.data[:FLIGHT]).decode("utf-8", "ignore")
    for part in ('id="page-title"', "In force since", 'id="contents"', 'id="short-version"', 'id="privacy-matters"'):
        assert part in flight


def test_the_permanent_page_of_a_version_stays_as_it_was_whatever_checks_say(
    app: Flask, act: Act, visitor: Browser
) -> None:
    before = visitor.get("/privacy-policy/versions/1").response.headers["ETag"]
    found(app, act, wrong)
    assert visitor.get("/privacy-policy/versions/1").response.headers["ETag"] == before


def test_programs_read_every_claim(app: Flask, act: Act, visitor: Browser) -> None:
    found(app, act, well)
    found(app, act, wrong, "cookie-contents")
    response = visitor.get("/privacy-policy/claims.json").response
    assert response.content_type == "application/json"
    told = response.get_json()
    assert (told["version"], told["promises"]["all"]) == (1, 88)
    clauses = {clause["anchor"]: clause for clause in told["clauses"]}
    assert set(clauses) == set(PRIVACY_POLICY)
    assert [anchor for anchor, clause in clauses.items() if clause["state"] == "failing"] == ["cookie-contents"]
    cookie = clauses["cookie-contents"]
    assert (cookie["kind"], cookie["promises"]) == ("evidenced", [56, 57])
    check = cookie["checks"][0]
    assert (check["name"], check["measured"]) == ("cookie-contents", "One of 12 is not as it was said.")
    assert clauses["privacy-matters"]["state"] is None
    again = visitor.get("/privacy-policy/claims.json", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status == 304


def test_the_exact_text_of_a_version_has_the_digest_that_its_page_prints(visitor: Browser) -> None:
    text = visitor.get("/privacy-policy/versions/1/text").response
    assert text.content_type == "text/plain; charset=utf-8"
    assert hashlib.sha256(text.data).hexdigest() in visitor.get("/privacy-policy/versions/1").main
    assert visitor.get("/privacy-policy/versions/2/text").status == 404


def test_a_check_that_the_program_lost_is_not_shown_as_kept(app: Flask, act: Act, visitor: Browser) -> None:
    found(app, act, well)
    checks = app.extensions["shop.checks"]
    lost = checks.pop("tls-handshake")
    try:
        evidence.forget()
        assert states(visitor.get("/privacy-policy"))["encryption"] == "? not checked"
    finally:
        checks["tls-handshake"] = lost


def test_no_page_of_evidence_sets_a_cookie(visitor: Browser) -> None:
    for path in ("/privacy-policy", "/privacy-policy/verify", "/privacy-policy/claims.json"):
        assert visitor.get(path).status == 200
    assert visitor.cookies() == {}
