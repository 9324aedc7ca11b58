"""The clock of a case in words, by days on the calendar in Central time."""

from datetime import datetime, time, timedelta

from app.cases.states import OURS
from app.foundation import clock


def days_left(due_at: datetime, at: datetime) -> int:
    """Midnights between the two; negative when the day is over."""
    return (clock.central(due_at).date() - clock.central(at).date()).days


def is_overdue(state: str, due_at: datetime, at: datetime) -> bool:
    """Whether something that waits for us should have been answered by now."""
    return state in OURS and due_at < at


def spoken(state: str, due_at: datetime, at: datetime) -> str:
    """Like "due in 3 days", "2 days overdue", "lapses tomorrow"; empty where no clock runs."""
    if state != "waiting" and state not in OURS:
        return ""
    left = days_left(due_at, at)
    if is_overdue(state, due_at, at):
        return f"{_days(-left)} overdue" if left < 0 else "overdue since today"
    verb = "lapses" if state == "waiting" else "due"
    day = {0: "today", 1: "tomorrow"}.get(max(left, 0), f"in {_days(left)}")
    return f"{verb} {day}"


def end_of_day(at: datetime) -> datetime:
    """The midnight that ends the day, in Central time."""
    tomorrow = clock.central(at).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), clock.CENTRAL)


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"
