"""A shop of one person has nobody to review: then a day of thought stands in, and the page says so."""

from datetime import datetime, timedelta

from app.foundation import clock, rules
from app.foundation.errors import Refusal
from app.foundation.rules import Rule
from app.policy import views

SHOP, HOURS = "policy.one-person-shop", "policy.one-person-hours"
rules.declare(Rule(SHOP, False, "yes or no", "One editor may publish alone, because the shop has no second person"))
rules.declare(Rule(HOURS, 24, "hours", "How long a text waits that nobody else reviewed", least=1, most=720))


def allowed() -> bool:
    """Whether a text may be published that no second person reviewed."""
    return rules.value(SHOP) is True


def hours() -> int:
    """How long such a text waits after it was sent on."""
    return rules.whole(HOURS)


def waited(version_id: int, at: datetime) -> None:
    """See that a text that nobody reviewed may go out all the same.

    Raises:
        Refusal: it needs a reviewer, or waits still.
    """
    if not allowed():
        raise Refusal("Somebody who wrote nothing of it must approve this text first.")
    sent = [event.at for event in views.events(version_id) if event.state == "in_review"]
    free = sent[-1] + timedelta(hours=hours())
    if at < free:
        raise Refusal(f"Nobody else has reviewed this text, so it waits {hours()} hours: until {clock.spoken(free)}.")
