"""The checks of connection, pages, database and jobs, each broken in further ways than the one of the table."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import trustme
from flask import Flask
from sqlalchemy import text

from app.extensions import talisman
from app.foundation import access, clock, jobs, rules, work
from app.foundation.acts import Act
from app.foundation.checks import Result, State
from app.foundation.jobs import Job
from app.foundation.own_site import KEPT, OwnSite
from app.operations import checks as operations
from tests.evidence import in_flight
from tests.evidence.breach import Patch, edit, seen
from tests.evidence.breaches_operations import an_order_and_us, every_job_ran, show, two_days_on

CHECKS = {check.name: check for check in operations.CHECKS}
POLICY = "Content-Security-Policy"


def found(name: str) -> Result:
    return seen(CHECKS[name])


@pytest.fixture
def vouched(app: Flask, served: OwnSite, tmp_path: Path) -> trustme.CA:
    """An authority that this machine trusts, ready to make out certificates for the served site."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    app.extensions[KEPT] = replace(served, authority=tmp_path / "ca.pem")
    return authority


def test_a_listener_that_answers_without_tls_is_seen(served: OwnSite, monkeypatch: Patch) -> None:
    monkeypatch.setattr(talisman, "force_https", False)
    result = found("tls-handshake")
    assert result.state == State.FAILING
    assert "without TLS was answered 200" in result.measured


def test_a_site_that_speaks_no_tls_is_failing(app: Flask, served: OwnSite) -> None:
    app.extensions[KEPT] = replace(served, port=served.plain_port)
    result = found("tls-handshake")
    assert result.state == State.FAILING
    assert "No secure connection came about" in result.measured


@pytest.mark.parametrize("name", ["tls-handshake", "certificate-verifies", "message-integrity", "no-foreign-requests"])
def test_a_site_that_does_not_answer_is_not_judged(app: Flask, served: OwnSite, name: str) -> None:
    app.extensions[KEPT] = replace(served, port=1)
    assert found(name).state == State.UNCHECKED


def test_a_certificate_that_runs_out_soon_is_seen_with_its_date(app: Flask, vouched: trustme.CA) -> None:
    until = clock.now() + timedelta(days=13)
    show(app, vouched, not_after=until)
    result = found("certificate-verifies")
    assert result.state == State.FAILING
    assert clock.spoken_date(until) in result.measured


def test_how_soon_is_too_soon_is_a_rule_of_the_house(app: Flask, vouched: trustme.CA, act: Act) -> None:
    show(app, vouched, not_after=clock.now() + timedelta(days=13))
    work.unit(lambda: rules.set_value(act, "evidence.certificate-days", 7, act.at, "It renews itself."))
    assert found("certificate-verifies").state == State.KEPT


@pytest.mark.parametrize("names", [("somebody-else.example",), ("localhost.example", "127.0.0.2")])
def test_a_certificate_with_another_name_is_seen(app: Flask, vouched: trustme.CA, names: tuple[str, ...]) -> None:
    show(app, vouched, *names)
    assert found("certificate-verifies").state == State.FAILING


def test_a_certificate_that_ran_out_is_seen(app: Flask, vouched: trustme.CA) -> None:
    now = clock.now()
    show(app, vouched, not_before=now - timedelta(days=9), not_after=now - timedelta(days=1))
    assert found("certificate-verifies").state == State.FAILING


HEADERS: list[tuple[str, str | None, str]] = [
    (POLICY, None, POLICY),
    (POLICY, "default-src 'self' 'unsafe-inline'", "a strict Content-Security-Policy"),
    ("X-Content-Type-Options", None, "nosniff"),
    ("X-Content-Type-Options", "sniff", "nosniff"),
]


@pytest.mark.parametrize(("name", "value", "missing"), HEADERS)
def test_a_header_that_is_gone_is_named(
    app: Flask, served: OwnSite, monkeypatch: Patch, name: str, value: str | None, missing: str
) -> None:
    in_flight.header(app, monkeypatch, name, value)
    result = found("message-integrity")
    assert result.state == State.FAILING
    assert missing in result.measured
    assert "/privacy-policy" in result.measured


def test_a_header_that_is_gone_turns_only_its_own_check(app: Flask, served: OwnSite, monkeypatch: Patch) -> None:
    an_order_and_us(app)
    before = {name: found(name).state for name in CHECKS}
    in_flight.header(app, monkeypatch, "X-Content-Type-Options", None)
    after = {name: found(name).state for name in CHECKS}
    assert {name for name in CHECKS if before[name] != after[name]} == {"message-integrity"}


def test_a_real_shop_must_tell_browsers_to_stay_with_https(app: Flask, served: OwnSite, monkeypatch: Patch) -> None:
    monkeypatch.setitem(app.extensions, "shop.settings", replace(app.extensions["shop.settings"], env="production"))
    result = found("message-integrity")
    assert result.state == State.FAILING
    assert "Strict-Transport-Security" in result.measured
    in_flight.header(app, monkeypatch, "Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    assert found("message-integrity").state == State.KEPT


@pytest.mark.parametrize(
    "added",
    [
        '<script src="https://counter.example/c.js"></script>',
        '<link rel="stylesheet" href="//counter.example/c.css">',
        '<p style="background: url(https://counter.example/c.png)">',
        '<iframe src="http://localhost/" title="x"></iframe>',
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", "/privacy-policy"])
def test_anything_from_another_host_is_seen_on_any_page(
    app: Flask, served: OwnSite, monkeypatch: Patch, added: str, path: str
) -> None:
    in_flight.body(app, monkeypatch, path, added)
    result = found("no-foreign-requests")
    assert result.state == State.FAILING
    assert path in result.measured


def test_a_style_sheet_that_fetches_from_elsewhere_is_seen(served: OwnSite, monkeypatch: Patch) -> None:
    monkeypatch.setattr(OwnSite, "get", _with_sheet(OwnSite.get))
    result = found("no-foreign-requests")
    assert result.state == State.FAILING
    assert "fonts.example" in result.measured


def _with_sheet(get: Callable[..., object]) -> Callable[..., object]:
    """Files go round the application, so the style sheet is changed where the visitor receives it."""

    def changed(site: OwnSite, path: str, **headers: str) -> object:
        answer = get(site, path, **headers)
        added = b"@font-face { src: url(https://fonts.example/f.woff2) }"
        return replace(answer, body=answer.body + added) if path.endswith(".css") else answer  # type: ignore[type-var, attr-defined]

    return changed


@pytest.mark.parametrize(
    "policy",
    [None, "script-src 'self'", "default-src 'self'; img-src *", "default-src 'none'; connect-src counter.example"],
)
def test_a_content_policy_that_allows_another_host_is_seen(
    app: Flask, served: OwnSite, monkeypatch: Patch, policy: str | None
) -> None:
    in_flight.header(app, monkeypatch, POLICY, policy)
    assert found("no-foreign-requests").state == State.FAILING


def test_a_retention_job_that_stopped_two_days_ago_is_named_alone(
    app: Flask, served: OwnSite, monkeypatch: Patch
) -> None:
    every_job_ran(app)
    assert found("jobs-running").state == State.KEPT
    two_days_on(app, monkeypatch)
    edit(
        text("UPDATE job_run SET ended_at = :at WHERE name <> 'sweep-sign-ins'"),
        at=str(clock.now().replace(tzinfo=None)),
    )
    result = found("jobs-running")
    assert result.state == State.FAILING
    assert "sweep-sign-ins has not ended since" in result.measured
    assert ";" not in result.measured
    jobs.run_now("sweep-sign-ins")
    assert found("jobs-running").state == State.KEPT


def test_a_job_whose_last_run_failed_is_named(app: Flask, served: OwnSite) -> None:
    every_job_ran(app)
    edit(text("UPDATE job_run SET outcome = 'failed' WHERE name = 'send-mail'"))
    result = found("jobs-running")
    assert (result.state, "send-mail failed" in result.measured) == (State.FAILING, True)


def test_a_job_that_never_ran_is_late_from_the_shops_opening_on(
    app: Flask, served: OwnSite, monkeypatch: Patch
) -> None:
    assert found("jobs-running").state == State.UNCHECKED
    every_job_ran(app)
    edit(text("DELETE FROM job_run WHERE name = 'sweep-sign-ins'"))
    assert found("jobs-running").state == State.KEPT
    two_days_on(app, monkeypatch)
    assert "sweep-sign-ins has not ended since the shop opened" in found("jobs-running").measured


def test_a_column_that_grew_in_the_live_database_is_seen(app: Flask, served: OwnSite) -> None:
    edit(text("ALTER TABLE person ADD COLUMN shoe_size INTEGER"))
    result = found("undisclosed-practices")
    assert result.state == State.FAILING
    assert "person.shoe_size" in result.measured
    edit(text("ALTER TABLE person DROP COLUMN shoe_size"))
    assert found("undisclosed-practices").state == State.KEPT


def test_a_table_that_grew_in_the_live_database_is_seen(app: Flask, served: OwnSite) -> None:
    edit(text("CREATE TABLE visitor_profile (id INTEGER, interests TEXT)"))
    assert "visitor_profile" in found("undisclosed-practices").measured


@pytest.mark.parametrize(
    "job",
    [
        Job("follow", lambda _act: None, 60, "Follow people around", purposes="account", clause="following"),
        Job("follow", lambda _act: None, 60, "Follow people around"),
        Job("follow", lambda _act: None, 60, "Follow people around", purposes="curiosity", clause="cookie-list"),
    ],
)
def test_a_job_that_no_clause_covers_is_seen(app: Flask, served: OwnSite, monkeypatch: Patch, job: Job) -> None:
    monkeypatch.setitem(app.extensions["shop.jobs"], "follow", job)
    result = found("undisclosed-practices")
    assert result.state == State.FAILING
    assert "follow" in result.measured


def test_before_anything_is_published_nothing_is_claimed(app: Flask) -> None:
    assert found("undisclosed-practices").state == State.UNCHECKED


def test_one_page_of_staff_that_opens_to_customers_is_seen(app: Flask, served: OwnSite, monkeypatch: Patch) -> None:
    an_order_and_us(app)
    before = access._check_viewer
    monkeypatch.setattr(
        access, "_check_viewer", lambda mark: None if access.request.path == "/staff/rules" else before(mark)
    )
    result = found("others-pages-closed")
    assert result.state == State.FAILING
    assert "0 pages about somebody else's order and 1 page of staff" in result.measured


def test_without_an_order_of_somebody_else_nothing_is_claimed(app: Flask, served: OwnSite) -> None:
    jobs.run_now("own-visitor")
    assert found("others-pages-closed").state == State.UNCHECKED
