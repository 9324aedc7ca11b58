"""What changing a house rule does to the privacy policy, in words: before it is done and after."""

from datetime import datetime

from app.foundation import clock, rules
from app.policy.service.settings import Foresight

DRAFT = "A draft of the policy with the new words appears by itself; somebody reviews and publishes it."


def sentences(seen: Foresight, starts: datetime | None) -> tuple[str, ...]:
    """What the value would do."""
    when = f"from {clock.spoken(starts)} on" if starts else "at once"
    changes = tuple(change.sentence for change in seen.changes)
    if seen.waits:
        days = rules.whole("policy.notice-days")
        return (
            *changes,
            "The published policy does not allow this yet, so the rule stays as it is and the new value waits.",
            DRAFT,
            f"The value begins when that version takes effect, at least {days} days after it is posted; "
            "everybody is told before.",
        )
    if seen.effect:
        return (*changes, f"The policy allows it: the new value holds {when}.", DRAFT)
    return (f"The policy does not have to change for this: the new value holds {when}.",)


def done(seen: Foresight) -> str:
    """What happened."""
    if seen.waits:
        return "The rule stays as it is. The new value waits for a version of the policy; a draft of it is open."
    if seen.effect:
        return "The rule is changed. A draft of the policy with the new words is open."
    return "The rule is changed."
