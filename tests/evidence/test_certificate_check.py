"""The check of complete answers turns to failing by whatever the proof finds, and by its silence."""

from datetime import timedelta

import pytest
from flask import Flask

from app.foundation import clock, jobs, work
from app.foundation.acts import Act
from app.foundation.checks import State
from app.foundation.own_site import OwnSite
from app.policy import service as policy
from app.rights import certificate_checks, scratch
from app.rights.certificate_jobs import CERTIFY, due
from app.rights.service import certifying
from app.rights.service.completeness import Outcome
from tests.evidence.breach import seen

(CHECK,) = certificate_checks.CHECKS
GOOD = Outcome(300, 250, 50)
LEAKY = Outcome(300, 249, 50, missing=("device.browser: it is held, and not in the answer.",))
CROSSED = Outcome(300, 250, 50, foreign=("account.name: somebody else's is in the answer.",))


def kept(act: Act, outcome: Outcome) -> None:
    work.unit(lambda: certifying.record(act, outcome) and None)


@pytest.mark.usefixtures("opened")
def test_a_new_shop_is_unchecked_until_its_first_proof() -> None:
    assert seen(CHECK).state == State.UNCHECKED


@pytest.mark.usefixtures("opened")
def test_a_shop_that_never_proved_it_for_two_days_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = policy.history()
    assert line.effective_at
    monkeypatch.setattr(clock, "now", lambda: line.effective_at + timedelta(hours=49))
    assert seen(CHECK).state == State.FAILING


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(("outcome", "place"), [(LEAKY, "device.browser"), (CROSSED, "account.name")])
def test_a_finding_fails_and_names_its_place(act: Act, outcome: Outcome, place: str) -> None:
    kept(act, GOOD)
    assert seen(CHECK).state == State.KEPT
    kept(act, outcome)
    found = seen(CHECK)
    assert found.state == State.FAILING
    assert place in found.measured
    kept(act, GOOD)
    assert seen(CHECK).state == State.KEPT


@pytest.mark.usefixtures("opened")
def test_a_proof_that_marked_nothing_is_not_good(act: Act) -> None:
    kept(act, Outcome(0, 0, 0))
    assert seen(CHECK).state == State.FAILING


def test_a_proof_is_made_once_a_night_and_again_when_something_was_found_or_changed(
    app: Flask, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Outcome] = [LEAKY, GOOD, GOOD]
    monkeypatch.setattr(scratch, "prove", lambda: made.pop(0))
    jobs.run_now(CERTIFY.name)
    jobs.run_now(CERTIFY.name)  # a finding: look again
    jobs.run_now(CERTIFY.name)  # good, and fresh
    assert made == [GOOD]
    assert not due(act.at + timedelta(hours=21))
    assert due(act.at + timedelta(hours=23))
    monkeypatch.setattr(certifying, "code_version", lambda: "another program")
    assert due(act.at)


def test_the_newest_proof_and_the_newest_good_one_are_told_apart(app: Flask, act: Act) -> None:
    kept(act, GOOD)
    kept(act, LEAKY)
    newest, good = certifying.newest(), certifying.newest(good=True)
    assert newest
    assert not newest.good
    assert good
    assert good.missing == []


def test_the_check_is_shown_beside_the_clause_it_keeps(served: OwnSite, act: Act) -> None:
    kept(act, GOOD)
    assert "export-complete" in served.get("/privacy-policy/claims.json").text
