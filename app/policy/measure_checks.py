"""Whether the measures that protect information are in place, and looked at as often as the register says."""

from app.foundation.checks import Check, Result, failing, unchecked, verdict
from app.foundation.database import looking
from app.policy import measures
from app.policy.measures import LATE

PROMISED = {"online": "online", "physical": "in our buildings"}
"""Kinds that the policy names; there must be measures of each."""


@looking()
def are_current() -> Result:
    """The register itself: no measure overdue or not in place, and some of both kinds."""
    measures.forget()
    found = measures.register()
    kinds = {line.kind for line in found.lines}
    absent = [words for kind, words in PROMISED.items() if kind not in kinds]
    if absent:
        return failing(f"The register has no measure {' and none '.join(absent)}.")
    late = [line.title for line in found.lines if found.standing(line) in LATE]
    if late:
        return failing(f"{measures.sentence()}: {', '.join(late)}.")
    if all(line.done_on is None for line in found.lines):
        return unchecked("Nobody has looked at the measures yet; the first looks are due within days.")
    return verdict(True, f"{measures.sentence()}.")


CHECKS: list[Check] = [
    Check(
        "measures-current",
        "Each security measure, online and in our buildings, was found in place when it was last looked at, in time.",
        are_current,
        (71, 72),
        minutes=30,
        yourself="The register stands at /privacy-policy/measures, with the day of each last look.",
    )
]
