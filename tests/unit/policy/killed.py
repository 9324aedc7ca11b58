"""A shop process that is killed in the middle of posting a version: run by the tests as a child.

python -m tests.unit.policy.killed STEP TOKEN '{"the settings": "as JSON"}'
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from app import create_app
from app.audit import service as audit
from app.config import load_settings
from app.foundation import work
from app.foundation.database import db
from app.policy import live_values, news, service
from app.policy.service import publishing, scheduling, states
from tests.policies import AUTHOR, an_act

STEPS = (
    "before anything",
    "after the clauses",
    "after the comparison",
    "after the version before it",
    "after its state",
    "after its record",
    "after the news",
    "before the commit",
)


def die(*_anything: Any, **_more: Any) -> NoReturn:
    """End as a machine does that loses its power."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody survives that")


def dying(room: Any, name: str, word: str = "") -> None:
    """Let the process die as soon as a function has done its work, called with that word where one is named."""
    does = getattr(room, name)

    def run(*given: Any, **named: Any) -> None:
        does(*given, **named)
        db.session.flush()
        if not word or word in given:
            die()

    setattr(room, name, run)


def plant(step: str) -> None:
    """Put the end of the process where the step says."""
    match step:
        case "before anything":
            publishing._post = die
        case "after the clauses":
            dying(publishing, "_store_clauses")
        case "after the comparison":
            publishing._freeze = die
        case "after the version before it":
            dying(scheduling, "supersede")
        case "after its state":
            dying(states, "enter", "published")
        case "after its record":
            dying(audit, "record")
        case "after the news":
            news.took_effect.connect(die)
        case "before the commit":
            db.session.commit = die  # type: ignore[method-assign]  # the last that a publication does


def main(step: str, token: str, values: dict[str, Any]) -> None:
    """Publish the approved text, and die at the step."""
    app = create_app(load_settings({}, **(values | {"instance": Path(values["instance"])})))
    with app.app_context():
        live, act = live_values.present(), an_act()
        db.session.rollback()
        plant(step)
        work.unit(lambda: service.publish(act, token, live, AUTHOR))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
