"""The one commit point of a request, and what leaves only after it.

Services flush. When the handler has answered, `finish` commits if the answer is a success and rolls back
if it is not; rows given to `keep` (a failed sign-in, an audit entry of a refusal) are committed either way.
"""

import logging
from collections.abc import Callable

from flask import g, has_request_context
from werkzeug.wrappers import Response

from app.foundation.database import db, reading_only

log = logging.getLogger(__name__)
Step = Callable[[], None]


def keep(step: Step) -> None:
    """Run `step` (it writes rows) at the end of this work, even when the rest is refused."""
    _steps("kept_steps").append(step)


def afterwards(step: Step) -> None:
    """Run `step` once the commit is done: a nudge to the job runner. It must not write rows."""
    _steps("later_steps").append(step)


def _steps(name: str) -> list[Step]:
    steps: list[Step] = db.session.info.setdefault(name, [])
    return steps


def finish(response: Response) -> Response:
    """End the request's work: the only place where a request commits."""
    if reading_only() or not g.get("work_begun", False):
        return response
    refused = response.status_code >= 400 or g.get("token_refused", False)
    _end(refused)
    return response


def _end(refused: bool) -> None:
    kept, later = db.session.info.pop("kept_steps", []), db.session.info.pop("later_steps", [])
    if refused:
        db.session.rollback()
        later = []
    for step in kept:
        step()
    db.session.commit()
    for step in later:
        try:
            step()
        except Exception:
            # A nudge that fails costs a minute: the sweep finds the row anyway.
            log.exception("a step after the commit failed")


def unit(act: Callable[[], None]) -> None:
    """Run `act` as one piece of work outside a request (a job, a command): commit, or roll back and raise."""
    try:
        act()
    except BaseException:
        kept = db.session.info.pop("kept_steps", [])
        db.session.info.pop("later_steps", None)
        db.session.rollback()
        for step in kept:
            step()
        db.session.commit()
        raise
    _end(refused=False)


def settle() -> None:
    """Commit now, in the middle of a verb: only for the door's *intend* and *record* (`disclosures.egress`).

    Raises:
        PermissionError: the request's form token was refused, so nothing of it may be kept.
    """
    if has_request_context() and g.get("token_refused", False):
        raise PermissionError("A request without a good form token commits nothing.")
    _end(refused=False)
