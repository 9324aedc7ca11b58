"""Which cases two of our staff answer together: one prepares the words, another approves them."""

from app.cases.states import CHANNELS, KINDS
from app.foundation import rules

BY = " by "
CHOICES = tuple(KINDS) + tuple(f"{kind}{BY}{channel}" for kind in KINDS for channel in CHANNELS)

rules.declare(
    rules.Rule(
        "cases.two-person-kinds",
        ["erasure", "correction by letter", "correction by phone"],
        "kinds",
        "Kinds of case that one member of staff answers and another approves, one on each line",
        choices=CHOICES,
    )
)


def two_people(kind: str, channel: str) -> bool:
    """Whether cases of that kind, which came that way, take two; both are codes of `states`."""
    found = rules.value("cases.two-person-kinds")
    return isinstance(found, list) and (kind in found or f"{kind}{BY}{channel}" in found)
