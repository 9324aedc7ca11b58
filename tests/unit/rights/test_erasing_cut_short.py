"""Power fails in the middle of an erasure: whatever was done stays done, and the next run goes on to the end."""

import json
import os
import signal
import subprocess
import sys

import pytest
from flask import Flask
from sqlalchemy import text

from app.accounts.service import account_card
from app.config import ROOT, Settings
from app.foundation import jobs, keys
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.service import SEND
from app.rights.service import erasures
from app.rights.service.knowing import keys_of
from tests.unit.rights.erased import done, rows_with
from tests.unit.rights.erasure_stage import keys_for_the_next_test, quillon
from tests.unit.rights.killed import STEPS

__all__ = ["keys_for_the_next_test", "quillon"]


def kill(app: Flask, step: str) -> None:
    """Run a second process of this shop until it kills itself at the step."""
    settings: Settings = app.extensions["shop.settings"]
    named = ("env", "database_url", "secret_key", "processor_key", "webhook_secret")
    values = {name: getattr(settings, name) for name in named} | {"instance": str(settings.instance)}
    command = [sys.executable, "-m", "tests.unit.rights.killed", step, json.dumps(values)]
    db.session.remove()
    child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert child.returncode == -signal.SIGKILL, child.stderr


@pytest.mark.parametrize("step", STEPS)
def test_an_erasure_that_was_killed_goes_on_to_its_end(app: Flask, act: Act, quillon: int, step: str) -> None:
    person_id = account_card(quillon).person_id
    done(lambda: erasures.ask(act, keys_of(person_id)))
    jobs.run_now(erasures.JOB)
    jobs.run_now(SEND.name)

    kill(app, step)
    keys.store().close()
    jobs.run_now(erasures.JOB)

    assert rows_with() == []
    assert keys.store().key(f"person:{person_id}") is None
    left = db.session.execute(text("SELECT reached_by FROM erasure WHERE finished_at IS NOT NULL")).scalars().all()
    assert left == [""]
