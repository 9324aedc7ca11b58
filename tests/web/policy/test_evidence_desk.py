"""Evidence for staff: every check, its runs, a run on request, and a failure that is held back for an hour."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.foundation import clock, work
from app.foundation.acts import Act
from app.foundation.checks import Result, failing, kept
from app.policy import evidence
from app.policy.service import evidence as service
from tests.pages import Browser
from tests.people import SignedIn

NAME, REASON = "tls-handshake", "The certificate is being replaced."
Staff = Callable[[str], SignedIn]
pytestmark = pytest.mark.usefixtures("first")


def found(act: Act, name: str, result: Result) -> None:
    work.unit(lambda: service.keep(act, name, result, clock.now()))


def test_staff_see_every_check_what_fails_first(app: Flask, act: Act, staff_member: Staff) -> None:
    found(act, NAME, failing("It spoke TLSv1.1."))
    found(act, "post", kept("Nothing was sent."))
    page = staff_member("policy-reviewer").get("/staff").open("Evidence")
    rows = page["#checks tbody tr"]
    assert len(rows) == len(app.extensions["shop.checks"])
    first = " ".join(rows[0].text_content().split())
    assert first.startswith("✕ failing")
    assert NAME in first
    assert "It spoke TLSv1.1." in first
    assert "1 failing" in page.main


def test_each_clause_stands_there_with_its_keepers(staff_member: Staff) -> None:
    page = staff_member("counsel").get("/staff/policy/evidence")
    rows = {" ".join(row.text_content().split()) for row in page["#clauses tbody tr"]}
    retention = next(row for row in rows if row.startswith("How long we keep it"))
    assert "evidenced" in retention
    assert "jobs-running" in retention
    assert "retention.order-years" in retention


def test_a_practice_that_no_clause_covers_is_shown_in_red(act: Act, staff_member: Staff) -> None:
    reviewer = staff_member("policy-reviewer")
    assert "no clause covers" not in reviewer.get("/staff/policy/evidence").main
    found(act, "undisclosed-practices", failing("Cookie __Host-crumbs is not declared to the inventory."))
    page = reviewer.get("/staff/policy/evidence")
    assert "Something is done here that no clause covers. Cookie __Host-crumbs" in page.main
    assert page[".message.error"]


def test_a_run_can_be_asked_for(
    app: Flask, act: Act, staff_member: Staff, run_job: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = {"no-sales-calls": app.extensions["shop.checks"]["no-sales-calls"]}
    monkeypatch.setitem(app.extensions, "shop.checks", checks)
    editor = staff_member("policy-editor")
    page = editor.get("/staff/policy/evidence/no-sales-calls").form("/runs", "Run it now").submit()
    assert "as soon as a worker is free" in page.follow().main
    run_job("run-checks")
    assert "somebody here asked" in editor.get("/staff/policy/evidence/no-sales-calls").main


def test_a_failure_is_held_back_for_an_hour_with_a_reason_and_then_shown(
    act: Act, visitor: Browser, staff_member: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(act, NAME, failing("It spoke TLSv1.1."))
    reviewer = staff_member("policy-reviewer")
    form = reviewer.get(f"/staff/policy/evidence/{NAME}").form("/delay")
    assert form.submit(reason=" ").errors() == {"reason": "Please say why the display has to wait."}
    page = form.submit(reason=REASON).follow()
    assert REASON in page.main
    assert "✕ failing" in page.main
    public = visitor.get("/privacy-policy").main
    assert "It spoke TLSv1.1." not in public
    assert "Somebody here looks into it since" in public
    assert REASON not in public
    assert REASON in reviewer.get("/staff/policy/evidence").main

    # The check goes on being run, and finds the same; an hour later nothing is held back any more.
    later = clock.now() + timedelta(minutes=61)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        found(act, NAME, failing("It spoke TLSv1.1."))
        evidence.forget()
        assert "It spoke TLSv1.1." in visitor.get("/privacy-policy").main


def test_an_editor_may_read_but_not_hold_back(act: Act, staff_member: Staff) -> None:
    found(act, NAME, failing("It spoke TLSv1.1."))
    editor = staff_member("policy-editor")
    page = editor.get(f"/staff/policy/evidence/{NAME}")
    assert "Hold the display back" not in page.main
    form = page.form("/runs")
    refused = editor.post(
        f"/staff/policy/evidence/{NAME}/delay", {"csrf_token": form.values()["csrf_token"], "reason": REASON}
    )
    assert refused.status == 403


def test_visitors_customers_and_other_staff_are_kept_out(
    visitor: Browser, customer: SignedIn, staff_member: Staff
) -> None:
    shipping = staff_member("shipping")
    for path in ("/staff/policy/evidence", f"/staff/policy/evidence/{NAME}"):
        assert visitor.get(path).location.startswith("/sign-in")
        assert customer.get(path).status == 403
        assert shipping.get(path).status == 403


def test_a_check_that_does_not_exist_is_not_found(staff_member: Staff) -> None:
    assert staff_member("counsel").get("/staff/policy/evidence/nothing-such").status == 404
