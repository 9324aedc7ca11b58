"""Whether closed accounts are erased when their grace is over, and wholly."""

from datetime import timedelta

from app.foundation import clock, rules
from app.foundation.checks import Check, Result, verdict
from app.foundation.database import looking
from app.rights.service import promptness

LATE = "erasure.late-hours"
rules.declare(rules.Rule(LATE, 48, "hours", "How long an erasure may take from its day on, its last mail included"))


@looking()
def _erased() -> Result:
    """Every closing and erasure past its time, and whatever stands about people who were erased."""
    slack = timedelta(hours=rules.whole(LATE))
    if late := promptness.late(clock.now(), slack):
        return verdict(False, f"{late} erasures are late by more than {rules.whole(LATE)} hours.")
    if left := promptness.left_behind():
        return verdict(False, f"Something is left of people who were erased: {', '.join(left)}.")
    return verdict(True, f"No erasure is late, and nothing is left of the {len(promptness.finished())} erased last.")


CHECKS = [
    Check(
        "closed-accounts-erased",
        "When the days of grace after closing an account are over, it is erased, and nothing is left that should go.",
        _erased,
        (39,),
        minutes=60,
    )
]
