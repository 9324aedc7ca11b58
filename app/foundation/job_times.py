"""When a job is due by the clock (UTC): each so many minutes, or at seven minutes past each so many hours."""

from datetime import datetime, timedelta

PAST = 7
"""Minutes past the hour at which rare jobs begin, so that they do not meet the frequent ones."""
A_MINUTE = timedelta(minutes=1)


def due(minutes: int, at: datetime) -> datetime:
    """The last time at or before `at` at which a job that runs each `minutes` was due."""
    at = at.replace(second=0, microsecond=0)
    if minutes < 60:
        return at.replace(minute=at.minute // minutes * minutes)
    hours, found = min(minutes // 60, 24), at
    while not (found.hour % hours == 0 and found.minute == PAST):
        found -= A_MINUTE
    return found


def following(minutes: int, at: datetime) -> datetime:
    """The next time at which it is due."""
    last = found = due(minutes, at)
    while due(minutes, found) == last:
        found += A_MINUTE
    return found
