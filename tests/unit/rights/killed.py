"""A shop process that is killed in the middle of an erasure: run by the tests as a child.

python -m tests.unit.rights.killed STEP '{"the settings": "as JSON"}'
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from app import create_app
from app.config import load_settings
from app.foundation import jobs
from app.foundation.database import db
from app.rights.service import erasing, erasures

STEPS = ("between two tables", "after the rows", "after the files", "after the keys", "before the end")


def die(*_anything: Any, **_more: Any) -> NoReturn:
    """End as a machine does that loses its power."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody survives that")


def dying(room: Any, name: str) -> None:
    """Let the process die as soon as a function has done its work."""
    does = getattr(room, name)

    def run(*given: Any) -> None:
        does(*given)
        db.session.flush()
        die()

    setattr(room, name, run)


def plant(step: str) -> None:
    """Put the end of the process where the step says."""
    match step:
        case "between two tables":
            dying(erasing, "_delete")
        case "after the rows":
            erasures._remove_files = die
        case "after the files":
            dying(erasures, "_remove_files")
        case "after the keys":
            dying(erasures, "_destroy_keys")
        case "before the end":
            erasures._finish = die


def main(step: str, values: dict[str, Any]) -> None:
    """Carry on what was asked, and die at the step."""
    app = create_app(load_settings({}, **(values | {"instance": Path(values["instance"])})))
    with app.app_context():
        plant(step)
        jobs.run_now(erasures.JOB)


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
