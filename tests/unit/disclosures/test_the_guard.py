"""In production every connection that nobody disclosed fails, and is written down."""

import json
import subprocess
import sys
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.config import ROOT
from app.disclosures import guard
from app.foundation import clock, work
from app.foundation.acts import Act
from app.foundation.database import db

REFUSED = {
    "an address",
    "a name",
    "an old look-up",
    "a packet",
    "an HTTP client",
    "a mail client",
    "the supplier outside the door",
    "the supplier's address after the door",
    "another host inside the door",
    "the supplier from another thread",
}
LET_THROUGH = {
    "this machine",
    "a socket of this machine",
    "the queue of the settings",
    "the supplier inside the door",
    "anything once it is off",
}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What became of each try in a production shop."""
    command = [sys.executable, "-m", "tests.unit.disclosures.guarded", str(tmp_path_factory.mktemp("production"))]
    child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
    found: dict[str, Any] = json.loads(child.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("where", sorted(REFUSED))
def test_production_refuses(seen: dict[str, Any], where: str) -> None:
    assert seen["found"][where] == "refused"


@pytest.mark.parametrize("where", sorted(LET_THROUGH))
def test_production_lets_through(seen: dict[str, Any], where: str) -> None:
    assert seen["found"][where] == "let through"


def test_each_refused_connection_is_written_down(seen: dict[str, Any]) -> None:
    assert {fact["kind"] for fact in seen["told"]} == {"connection.undisclosed"}
    assert {"203.0.113.9", "tracker.example", "relay.example"} <= {fact["host"] for fact in seen["told"]}
    assert len(seen["told"]) == len(REFUSED)


def test_what_was_written_down_reaches_the_audit(app: Flask, act: Act) -> None:
    fact = {"kind": guard.REFUSED, "at": clock.iso(act.at), "host": "tracker.example"}
    app.extensions["shop.folds"][guard.REFUSED](act, [fact])
    work.unit(lambda: None)
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.kind == guard.REFUSED))
    assert (entry.subject_ref, entry.payload["host"]) == ("host:tracker.example", "tracker.example")


def test_outside_production_the_guard_is_off(app: Flask) -> None:
    """Tests have a guard of their own, in `tests/loopback_only.py`."""
    assert not app.extensions["shop.settings"].production
    assert guard._guard.allowed is None
