"""Whether the answers to people who ask are complete: by the newest proof on made-up people."""

from datetime import timedelta

from app.foundation import clock
from app.foundation.checks import Check, NotYet, Result, failing, kept
from app.policy import service as policy
from app.rights.service import certifying

OLDEST = timedelta(hours=48)


def complete() -> Result:
    """By the newest certificate; a shop that was open for two days has one."""
    newest = certifying.newest()
    if newest is None:
        opened = min((line.effective_at for line in policy.history()), default=None)
        if opened is None or clock.now() - opened < OLDEST:
            raise NotYet("No proof was made yet; the first is made within an hour.")
        return failing("No proof was ever made.")
    when = clock.spoken(newest.at)
    found = [*newest.missing, *newest.foreign_marks]
    if not newest.good:
        what = found[0] if found else "nothing was marked."
        return failing(f"The proof of {when} found {len(found)} faults. The first: {what}")
    if clock.now() - newest.at > OLDEST:
        return failing(f"The last proof is of {when}, more than two days ago.")
    return kept(
        f"The proof of {when} planted {newest.markers} marks: {newest.exported} stood in the answers, "
        f"{newest.withheld} were named with the reason why they are withheld, and none of anybody else’s was there."
    )


CHECKS = [
    Check(
        "export-complete",
        "Each night we make up people, plant a mark in every place that can hold something about anybody, ask what we "
        "hold about them, and search every byte for marks that the answer leaves out or that are somebody else’s.",
        complete,
        (67,),
    )
]
