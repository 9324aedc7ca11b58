"""Whether requests are answered in time, and messages kept no longer than we say."""

from datetime import datetime, timedelta

from app.cases.views import counts
from app.cases.views.keeping import answered, quiet_since
from app.foundation import clock, rules
from app.foundation.checks import Check, Result, verdict
from app.foundation.database import looking

WINDOW = timedelta(days=90)
YEAR = timedelta(days=365, hours=6)
GRACE = timedelta(days=2)
LETTERS = frozenset({"contact"})
"""Kinds of case that are plain messages to us; all others are requests and complaints."""
PERIODS = (
    ("messages", "retention.contact-mail-years", {"kinds": LETTERS}),
    ("requests and complaints", "retention.case-years", {"other_than": LETTERS}),
)
"""What is kept for how long: the rules that the policy's text prints."""


@looking()
def in_time() -> Result:
    """No case waits beyond its day; and how long answers took of late."""
    now = clock.now()
    waiting = counts(now)
    took = sorted(case.took for case in answered(now - WINDOW) if case.took is not None)
    told = f"{waiting.received} wait for an answer, {waiting.overdue} of them too long"
    if took:
        told += f"; in the last 90 days {len(took)} got one, half of them within {_spoken(took[(len(took) - 1) // 2])}"
    return verdict(waiting.overdue == 0, f"{told}.")


def _spoken(took: timedelta) -> str:
    hours = took.total_seconds() / 3600
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{max(hours, 1):.0f} hours" if hours >= 1.5 else "an hour"


@looking()
def not_older() -> Result:
    """The last message of the oldest cases, against the periods that the text prints."""
    now, told, good = clock.now(), [], True
    for what, rule, wanted in PERIODS:
        oldest = quiet_since(**wanted)
        years = rules.whole(rule)
        good &= oldest is None or now - oldest <= years * YEAR + GRACE
        told.append(f"{_since(what, oldest)} (kept for {years} years)")
    return verdict(good, f"{'; '.join(told)}.")


def _since(what: str, oldest: datetime | None) -> str:
    return f"{what.capitalize()} reach back to {clock.spoken_date(oldest)}" if oldest else f"We hold no {what}"


CHECKS: list[Check] = [
    Check(
        "requests-in-time",
        "No request, complaint or correction waits for our answer beyond the day that it was promised for.",
        in_time,
        (67, 68, 69, 70),
        yourself="Write to us by the contact page: the answer's day stands on the page that you follow it by.",
    ),
    Check(
        "correspondence-not-older",
        "The oldest messages that we hold are no older than we say.",
        not_older,
        (14,),
        minutes=60,
    ),
]
