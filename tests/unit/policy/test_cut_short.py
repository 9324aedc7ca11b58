"""Power fails in the middle of posting: nothing is half published, and the same button works afterwards."""

import json
import os
import signal
import subprocess
import sys

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.config import ROOT, Settings
from app.foundation import work
from app.foundation.database import db
from app.policy import live_values, service
from app.policy.models import PolicyClause, PolicyComparison, PolicyEvent
from app.policy.views import VersionLine
from tests.pages import Browser
from tests.policies import AUTHOR, Change, an_act, approved
from tests.unit.policy.killed import STEPS

OLD, NEW = "so that you notice", "so you notice"


def kill(app: Flask, step: str, token: str) -> None:
    """Run a second process of this shop until it kills itself at the step."""
    settings: Settings = app.extensions["shop.settings"]
    named = ("env", "database_url", "secret_key", "processor_key", "webhook_secret")
    values = {name: getattr(settings, name) for name in named} | {"instance": str(settings.instance)}
    command = [sys.executable, "-m", "tests.unit.policy.killed", step, token, json.dumps(values)]
    child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert child.returncode == -signal.SIGKILL, child.stderr


def everything() -> dict[str, object]:
    """What a publication writes, as it stands in the database now."""
    counted = {table: db.session.scalar(select(func.count()).select_from(table)) for table in TABLES}
    found = {table.__name__: count for table, count in counted.items()}
    standing = service.draft()
    lines = [(line.no, line.state) for line in service.history()]
    db.session.rollback()
    return found | {"token": standing.token, "state": standing.state, "lines": lines}


TABLES = (PolicyClause, PolicyComparison, PolicyEvent, AuditEntry)


@pytest.fixture
def token(first: VersionLine) -> str:
    """An approved text that waits to be published."""
    made: list[str] = []
    work.unit(lambda: made.append(approved(Change(lambda text: text.replace(OLD, NEW))).token))
    return made[0]


@pytest.mark.parametrize("step", STEPS)
def test_a_publication_that_was_killed_left_nothing_and_can_be_done_again(
    app: Flask, token: str, visitor: Browser, step: str
) -> None:
    before = everything()
    kill(app, step, token)
    assert everything() == before
    assert OLD in visitor.get("/privacy-policy").main
    assert visitor.get("/privacy-policy/versions/2").status == 404
    live = live_values.present()
    work.unit(lambda: service.publish(an_act(), token, live, AUTHOR))
    assert [(line.no, line.state) for line in service.history()] == [(2, "published"), (1, "superseded")]
    assert NEW in visitor.get("/privacy-policy").main
