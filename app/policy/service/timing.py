"""When a version may take effect."""

from datetime import datetime, timedelta

from app.foundation import clock, rules
from app.foundation.errors import Refusal
from app.policy import views
from app.policy.service.classes import WIDENS

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
READING = timedelta(minutes=10)
"""Time between looking at a page that tells the earliest time and pressing its button."""


def notice_days() -> int:
    """Days between posting a new use and its start."""
    return rules.whole("policy.notice-days")


def earliest(base: views.PublishedVersion | None, change_class: str, at: datetime) -> datetime:
    """The first instant at which a version of that class may take effect, if it is posted at `at`."""
    starts = at + timedelta(days=notice_days()) if base is not None and change_class == WIDENS else at
    if base is not None and base.line.effective_at > at:
        starts = max(starts, _minute(base.line.effective_at) + MINUTE)
    return starts


def advised(base: views.PublishedVersion | None, change_class: str, at: datetime) -> datetime:
    """What an editor is told: of a new use the next full hour, as its notice begins only when the text is posted."""
    starts = earliest(base, change_class, at)
    return _minute(starts + READING).replace(minute=0) + HOUR if change_class == WIDENS and starts > at else starts


def start(
    change_class: str,
    base: views.PublishedVersion | None,
    wanted: datetime | None,
    at: datetime,
    taken: frozenset[datetime] = frozenset(),
) -> datetime:
    """When the version takes effect: after every earlier one, and after the notice that a new use needs.

    `taken` are instants that other versions keep, withdrawn ones among them.

    Raises:
        Refusal: beside `effective_at`.
    """
    starts = wanted or at
    if starts < at:
        _refuse("This time has passed. Please choose a later one, or publish at once.")
    if base is not None:
        _follows(base, starts, at)
    if base is not None and change_class == WIDENS and starts < earliest(base, WIDENS, at):
        when = clock.spoken(earliest(base, WIDENS, at))
        _refuse(f"A new use needs {notice_days()} days of notice: choose {when} or later.")
    if starts in taken:
        _refuse("A version that was withdrawn keeps this very minute. Please choose the next one.")
    return starts


def _follows(base: views.PublishedVersion, starts: datetime, at: datetime) -> None:
    """A version follows the one before it by a minute, where that one still waits."""
    before = base.line.effective_at
    if starts > before and (before <= at or _minute(starts) > _minute(before)):
        return
    sentence = f"Version {base.no} takes effect on {clock.spoken(before)}; a newer one must follow it."
    if before > at:
        sentence += f" If this one is to come sooner, withdraw version {base.no} first."
    _refuse(sentence)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _refuse(sentence: str) -> None:
    raise Refusal(sentence, "effective_at")
