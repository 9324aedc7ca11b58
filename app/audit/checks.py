"""Whether the record of who did what is whole: the chain is walked, and the database is asked to break its word."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.audit import counters, service
from app.foundation import clock
from app.foundation.acts import system_act
from app.foundation.checks import Check, Result, failing, unchecked, verdict
from app.foundation.database import db, looking

NEWEST = 1_000
WHOLE_EVERY = timedelta(days=1)
TAIL_MOST = timedelta(minutes=5)
WALKED = "shop.audit_walked"
REFUSED = "an audit entry is never"
"""How the database's own refusal begins."""
TRIES = (
    ("change", "UPDATE audit_entry SET kind = 'test' WHERE id = :id"),
    ("delete", "DELETE FROM audit_entry WHERE id = :id"),
)


@looking()
def chain_holds() -> Result:
    """The newest entries each time; all of them once a day, and again as long as a break was found."""
    count = service.sealed_count()
    # What is sealed or published between two of our readings looks like a break; a real one is there again.
    found = (service.verify_newest(NEWEST) and service.verify_newest(NEWEST)) + _whole()
    if found:
        return failing(f"{found[0]} There are {len(found)} breaks." if len(found) > 1 else found[0])
    waiting = service.oldest_unsealed()
    age = clock.now() - waiting if waiting else timedelta()
    if age > TAIL_MOST:
        return failing(f"Entries have waited for their seal since {clock.spoken(clock.now() - age)}.")
    if not count:
        return unchecked("No entry is sealed yet.")
    tail = f"the oldest unsealed one waits {age.total_seconds():.0f} seconds" if waiting else "none waits for its seal"
    return verdict(True, f"{count} entries are chained without a break; {tail}.")


def _whole() -> list[str]:
    """What the last walk along the whole chain found, at most a day ago."""
    walked = current_app.extensions.get(WALKED)
    if walked is None or walked[1] or clock.now() - walked[0] > WHOLE_EVERY:
        seen = service.verify(system_act("command", "audit-verify"))
        found = [sentence for sentence in seen.breaks if "wait for their seal" not in sentence]
        walked = current_app.extensions[WALKED] = (clock.now(), found)
    breaks: list[str] = walked[1]
    return breaks


def nothing_is_changed() -> Result:
    """Try to change and to delete the newest entry, and take the try back whatever comes of it."""
    newest = db.session.scalar(text("SELECT max(id) FROM audit_entry"))
    if newest is None:
        return unchecked("The record has no entry yet.")
    answers = {what: _answer(statement, newest) for what, statement in TRIES}
    if odd := [answer for answer in answers.values() if answer not in {"", REFUSED}]:
        return unchecked(f"The try ended otherwise ({odd[0]}).")
    done = [what for what, answer in answers.items() if not answer]
    if done:
        return failing(f"The database let us {' and '.join(done)} the newest entry. We took that back.")
    return verdict(True, "We tried to change and to delete the newest entry: the database refused both.")


def _answer(statement: str, entry_id: int) -> str:
    """What the database says to it: its refusal, the kind of another error, or nothing."""
    nested = db.session.begin_nested()
    try:
        db.session.execute(text(statement), {"id": entry_id})
    except DBAPIError as error:
        return REFUSED if REFUSED in str(error.orig) else type(error.orig).__name__
    finally:
        nested.rollback()
    return ""


@looking()
def everything_is_recorded(recorded: Sequence[counters.Recorded]) -> Result:
    """What the rooms did within a day, one by one, against the record."""
    since = clock.now() - timedelta(days=1)
    counts = [_counted(item, since) for item in recorded]
    told = "; ".join(f"{item.words}: {item.done}" for item in counts)
    if all(item.good for item in counts):
        return verdict(True, f"In the last day: {told}. Each stands in the record exactly once.")
    bad = next(item for item in counts if not item.good)
    return failing(
        f"Of {bad.done} {bad.words}, {bad.lacking} are missing in the record, {bad.double} stand there twice, "
        f"and {bad.stray} stand only there."
    )


def _counted(item: counters.Recorded, since: datetime) -> counters.Count:
    """What was done between our two readings looks as if it were missing; what is, is missing again."""
    found = counters.count(item, since)
    return found if found.good else counters.count(item, since)


def checks(recorded: Sequence[counters.Recorded]) -> list[Check]:
    """The room's checks; `recorded` is what rooms above do that must stand in the record."""
    return [
        Check(
            "audit-chain",
            "Each entry of the record is bound to the one before it. We walk along: the newest each time, all daily.",
            chain_holds,
            (75,),
        ),
        Check(
            "audit-append-only",
            "We try to change and to delete the newest entry of the record: the database itself must refuse.",
            nothing_is_changed,
            (75,),
        ),
        Check(
            "every-change-recorded",
            "Every mail that we queued or sent, everything that left us and every version stands in the record once.",
            partial(everything_is_recorded, recorded),
            (76,),
        ),
    ]
