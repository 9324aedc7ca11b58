"""Power fails in the middle of a call: the ledger and the supplier agree afterwards, and nothing is sent twice."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.config import ROOT, Settings
from app.disclosures import recovery, views
from app.disclosures.models import Disclosure, OutboundCall
from app.foundation import clock, work
from app.foundation.acts import Act, system_act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.payments import service as payments
from tests.practice_processor.beside_the_shop import PracticeBeside, bind, practice_beside
from tests.suppliers import register
from tests.unit.disclosures.killed import PAYMENT, URLS

LATER = timedelta(minutes=2)
OPEN_STEPS = ["before the call", "before the record"]


@pytest.fixture
def practice(app: Flask, tmp_path: Path) -> Iterator[PracticeBeside]:
    with practice_beside(app, tmp_path) as practice:
        yield practice


@pytest.fixture
def kill(app: Flask) -> Callable[..., None]:
    """Run a second process of this shop until it kills itself at the step."""

    def run(step: str, **changes: object) -> None:
        settings: Settings = app.extensions["shop.settings"]
        named = ("env", "database_url", "secret_key", "processor_key", "webhook_secret")
        values = {name: getattr(settings, name) for name in named} | {"instance": str(settings.instance)} | changes
        command = [sys.executable, "-m", "tests.unit.disclosures.killed", step, json.dumps(values)]
        child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ))
        assert child.returncode == -signal.SIGKILL, child.stderr

    return run


def reconcile(later: timedelta = LATER) -> None:
    """The job, some time from now, as the runner drives it: each step a commit."""
    steps = recovery.reconcile(replace(system_act("job", "reconcile-calls", 1), at=clock.now() + later))
    ended: list[bool] = []
    while not ended:
        work.unit(lambda: ended.append(True) if next(steps, "done") == "done" else None)


def look(query: object) -> list[object]:
    rows = list(db.session.scalars(query))  # type: ignore[call-overload]  # any query of one column
    db.session.rollback()
    return rows


def states() -> list[object]:
    return look(select(OutboundCall.state))


def sessions(folder: Path) -> list[str]:
    """The payment pages that the processor has opened."""
    with sqlite3.connect(folder / "practice.sqlite3") as store:
        return [row[0] for row in store.execute("SELECT id FROM session")]


def begin() -> str:
    begun: list[str] = []
    act = system_act("customer", "17", 1)
    work.unit(lambda: begun.append(payments.begin(act, *PAYMENT, **URLS)))
    return begun[0].rpartition("/")[2]


@pytest.mark.parametrize("step", OPEN_STEPS)
def test_after_a_payment_was_cut_short_ledger_and_processor_agree_on_one_page(
    practice: PracticeBeside, kill: Callable[..., None], tmp_path: Path, step: str
) -> None:
    kill(step, processor_url=practice.address)
    assert states() == ["intended"]
    assert len(look(select(Disclosure.id))) == 1, "the ledger said so before anything left"
    assert len(sessions(tmp_path)) == OPEN_STEPS.index(step)
    reconcile()
    assert states() == ["answered"]
    [opened] = sessions(tmp_path)
    reconcile()
    assert begin() == opened, "the next click leads to the same page"
    assert sessions(tmp_path) == [opened]
    assert len(look(select(Disclosure.id))) == len(look(select(OutboundCall.id))) == 1
    assert look(select(OutboundCall.payload)) == [None]


@pytest.mark.parametrize("step", OPEN_STEPS)
def test_a_customer_who_clicks_again_before_the_job_runs_gets_the_one_page(
    practice: PracticeBeside, kill: Callable[..., None], tmp_path: Path, step: str
) -> None:
    kill(step, processor_url=practice.address)
    assert sessions(tmp_path) in ([], [begin()])
    reconcile()
    assert states() == ["answered"]
    assert sessions(tmp_path) == [begin()]


def test_a_call_of_this_minute_is_left_to_whoever_makes_it(
    practice: PracticeBeside, kill: Callable[..., None], tmp_path: Path
) -> None:
    kill("before the call", processor_url=practice.address)
    reconcile(timedelta(seconds=20))
    assert states() == ["intended"]
    assert sessions(tmp_path) == []


def test_while_the_processor_is_silent_the_call_waits_and_in_the_end_staff_are_asked(
    app: Flask, practice: PracticeBeside, kill: Callable[..., None], tmp_path: Path
) -> None:
    register(replace(app.extensions["shop.settings"], processor_url="http://127.0.0.1:9"))
    kill("before the call", processor_url="http://127.0.0.1:9")
    reconcile()
    assert states() == ["intended"]
    reconcile(timedelta(hours=21))
    assert states() == ["uncertain"]
    assert look(select(OutboundCall.payload)) == [None]
    assert sessions(tmp_path) == []


def test_a_shut_door_stays_shut_for_repeats(
    app: Flask, act: Act, practice: PracticeBeside, kill: Callable[..., None], tmp_path: Path
) -> None:
    from app.disclosures.service import suppliers

    kill("before the call", processor_url=practice.address)
    [card] = views.cards(act.at)
    work.unit(lambda: suppliers.shut(act, card.id, "They sold a list."))
    reconcile()
    assert states() == ["intended"]
    assert sessions(tmp_path) == []


@pytest.fixture
def relay(app: Flask) -> str:
    register(replace(app.extensions["shop.settings"], smtp_host="relay.example.net"))
    return "relay.example.net"


def test_a_mail_that_was_cut_short_is_never_sent_again_blindly_but_shown_to_staff(
    relay: str, act: Act, kill: Callable[..., None]
) -> None:
    kill("mail", smtp_host=relay)
    reconcile()
    assert states() == ["uncertain"]
    [call] = views.calls("mail-relay", ("uncertain",))
    assert (call.kind, call.subject_ref) == ("mail", "order:10001")
    assert "call.uncertain" in look(select(AuditEntry.kind))
    work.unit(lambda: recovery.clear_up(act, "mail-relay", call.id, arrived=True))
    assert states() == ["arrived"]
    with pytest.raises(Refusal, match="already"):
        recovery.clear_up(act, "mail-relay", call.id, arrived=False)
    with pytest.raises(Missing):
        recovery.clear_up(act, "card-processor", call.id, arrived=False)
    db.session.rollback()


def test_two_runs_of_the_job_make_the_call_once(
    app: Flask, practice: PracticeBeside, kill: Callable[..., None], tmp_path: Path
) -> None:
    kill("before the call", processor_url=practice.address)
    act = replace(system_act("job", "reconcile-calls", 1), at=clock.now() + LATER)
    first, second = recovery.reconcile(act), recovery.reconcile(act)
    for steps in (first, second, first, second, second, first):
        work.unit(lambda steps=steps: next(steps, None))  # type: ignore[misc]  # bound at once
    assert states() == ["answered"]
    assert look(select(OutboundCall.tries)) == [2]
    assert len(sessions(tmp_path)) == 1
    bind(app, app.extensions["shop.settings"])
