"""Whether what should be gone is gone, by the data itself; and whether the rules are carried out at all."""

from datetime import timedelta

from app.foundation import clock, rules
from app.foundation.checks import Check, NotYet, Result, verdict
from app.foundation.database import looking
from app.policy import views as policy
from app.rights import retention_jobs
from app.rights.service import measuring

LATE = "retention.late-hours"
rules.declare(
    rules.Rule(LATE, 48, "hours", "How long past its time something may stand, and a retention rule without a run")
)


@looking()
def _kept() -> Result:
    """The oldest that is left under each rule, read from tables and files now."""
    now, slack = clock.now(), timedelta(hours=rules.whole(LATE))
    found = measuring.measured(now, retention_jobs.own_folder())
    late = [each for each in found if each.oldest is not None and each.oldest < each.bound - slack]
    if late:
        worst = "; ".join(f"{each.words} of {clock.spoken_date(each.oldest)}" for each in late[:3] if each.oldest)
        return verdict(False, f"{len(late)} of {len(found)} rules are not kept: there is still {worst}.")
    held = sum(each.held for each in found)
    kept_back = f" {held} rows stay because of a legal hold." if held else ""
    return verdict(True, f"Under all {len(found)} rules the oldest that is left is within its time.{kept_back}")


@looking()
def _runs() -> Result:
    """The last run of each rule that came to its end."""
    now, times = clock.now(), policy.timetable()
    if not times:
        raise NotYet("No policy is published yet.")
    bound = now - timedelta(hours=rules.whole(LATE))
    names, last = measuring.names(), measuring.last_runs()
    late = [name for name in names if last.get(name, times[0][0]) < bound]
    if late:
        return verdict(False, f"{len(late)} of {len(names)} rules have not run for {rules.whole(LATE)} hours.")
    if not any(name in last for name in names):
        raise NotYet("No rule has run yet.")
    return verdict(True, f"Each of {len(names)} rules has run within the last {rules.whole(LATE)} hours.")


CHECKS = [
    Check(
        "retention-kept",
        "Under every rule about how long something stays, the oldest that is left in tables and files is within its "
        "time.",
        _kept,
        (73,),
        minutes=360,
    ),
    Check(
        "retention-runs",
        "Every rule about how long something stays has lately been carried out.",
        _runs,
        (73,),
        minutes=30,
    ),
]
