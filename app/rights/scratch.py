"""A scratch shop in a process and a folder of its own, where the proof of complete answers runs; then it is gone.

Nothing of the shop's own is in it: no database, keys, spool, files or secrets, only the same program.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.config import ROOT
from app.rights.service.completeness import Outcome

COMMAND = (sys.executable, "-m", "flask", "--app", "app", "privacy", "prove")
PATIENCE = 600
"""Seconds; it takes a few."""
ERROR = "Error: "
log = logging.getLogger(__name__)


def prove() -> Outcome:
    """Run the proof in a scratch shop; whatever keeps it from running is a finding, too."""
    with tempfile.TemporaryDirectory(prefix="shop-proof-") as folder:
        try:
            ended = subprocess.run(  # noqa: S603  # our own program and words
                COMMAND,
                cwd=ROOT,
                env=environment(Path(folder)),
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return _broken("The proof did not end in time.")
    if ended.returncode:
        log.error("the proof of complete answers broke off: %s", ended.stderr[-4000:])
        said = ended.stderr.rpartition(ERROR)[2].strip() if ERROR in ended.stderr else ""
        return _broken(*(said.splitlines() or [f"The proof broke off (status {ended.returncode})."]))
    return outcome_of(json.loads(ended.stdout.splitlines()[-1]))


def environment(folder: Path) -> dict[str, str]:
    """This process's environment without the shop's own settings."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SHOP_", "DATABASE_URL", "FLASK_"))
    }
    return kept | {"SHOP_INSTANCE": str(folder), "SHOP_ENV": "demo"}


def outcome_of(told: Mapping[str, Any]) -> Outcome:
    """What the other process printed."""
    missing, foreign = tuple(told["missing"]), tuple(told["foreign"])
    return Outcome(told["markers"], told["exported"], told["withheld"], missing, foreign)


def _broken(*sentences: str) -> Outcome:
    return Outcome(0, 0, 0, sentences)
