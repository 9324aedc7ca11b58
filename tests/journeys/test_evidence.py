"""One thing breaks at a time in a served site: exactly the clauses concerned turn on the public page, and turn back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.wrappers import Response

from app.accounts.hashing import Hasher
from app.foundation import clock, jobs, work
from app.foundation.acts import Act
from app.foundation.own_site import OwnSite
from app.policy.bindings import clauses_of_check
from app.policy.service import evidence
from app.visits import extended_log
from tests.evidence import in_flight
from tests.measures import kept_register
from tests.pages import Browser, Page, spaced

Patch = pytest.MonkeyPatch
STOPPED = "keep-access-log"


def flagless(_app: Flask, patch: Patch) -> None:
    """Scripts may read the cookies."""
    made = Response.set_cookie

    def set_cookie(answer: Response, name: str, value: str = "", **settings: object) -> None:
        made(answer, name, value, **settings | {"httponly": False})  # type: ignore[arg-type]  # settings by name

    patch.setattr(Response, "set_cookie", set_cookie)


def unreferred(_app: Flask, patch: Patch) -> None:
    """The log leaves out the referring address."""
    patch.setattr(extended_log, "referrer", lambda *_: "-")


def headless(app: Flask, patch: Patch) -> None:
    """One protecting header is not sent any more."""
    in_flight.header(app, patch, "X-Content-Type-Options", None)


BROKEN = {"cookie-contents": flagless, "log-referrer": unreferred, "message-integrity": headless}


@pytest.fixture
def looked(app: Flask, served: OwnSite, act: Act, monkeypatch: Patch) -> Callable[[], dict[str, str]]:
    """One run of every check, and what each clause then says on the public page.

    The shop scrambles passwords as a real one does, and its measures were looked at: checks ask for both.
    """
    monkeypatch.setitem(app.extensions, "shop.hasher", Hasher())
    kept_register()

    def look() -> dict[str, str]:
        work.unit(lambda: evidence.ask(act, app.extensions["shop.checks"], "staff"))
        jobs.run_now("run-checks")
        return told(Browser(app).get("/privacy-policy"))

    return look


def told(page: Page) -> dict[str, str]:
    """Anchor to the state on the clause's own line."""
    found = {}
    for details in page["details.keeping"]:
        link = str(details.cssselect('a[href*="concerns/new"]')[0].get("href"))
        found[link.partition("clause=")[2]] = spaced(details.cssselect("summary .tag")[0])
    return found


def failing(states: dict[str, str]) -> set[str]:
    return {anchor for anchor, state in states.items() if "failing" in state}


def run_jobs(app: Flask, without: str = "run-checks") -> None:
    """What the workers do in a while: each job once, but that one."""
    for name in app.extensions["shop.jobs"]:
        if name not in {without, "run-checks"}:
            jobs.run_now(name)


@contextmanager
def clock_moved(**time: float) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        now = clock.now
        patch.setattr(clock, "now", lambda: now() + timedelta(**time))
        yield


def test_what_breaks_is_seen_on_the_public_page_within_one_run_and_nothing_else_turns(
    app: Flask, looked: Callable[[], dict[str, str]]
) -> None:
    run_jobs(app)
    well = looked()
    assert failing(well) == set()
    kept = {anchor for anchor, state in well.items() if "kept" in state}
    assert {anchor for name in BROKEN for anchor in clauses_of_check(name)} <= kept
    for name, breach in BROKEN.items():
        with pytest.MonkeyPatch.context() as patch:
            breach(app, patch)
            states = looked()
        # What was broken before this is mended meanwhile, and stands as kept again.
        assert failing(states) == set(clauses_of_check(name)), name
        assert kept - {anchor for anchor, state in states.items() if "kept" in state} == failing(states), name
    assert {anchor for anchor, state in looked().items() if "kept" in state} >= kept


def test_a_retention_job_that_stands_still_for_two_days_is_seen_and_mended_by_one_run(
    app: Flask, looked: Callable[[], dict[str, str]]
) -> None:
    run_jobs(app)
    assert failing(looked()) == set()
    with clock_moved(hours=49):
        run_jobs(app, without=STOPPED)
        assert failing(looked()) == {"retention"}
        jobs.run_now(STOPPED)
        assert failing(looked()) == set()
