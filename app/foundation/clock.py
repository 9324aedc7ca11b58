"""Time: aware UTC inside, Central time on pages."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

CENTRAL = ZoneInfo("America/Chicago")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def central(at: datetime) -> datetime:
    """The same instant on the clock in Chanhassen."""
    return at.astimezone(CENTRAL)


def spoken(at: datetime) -> str:
    """Date and time as a person says them: `November 22, 2026 at 9:05 a.m. CST`."""
    local = central(at)
    half = "a.m." if local.hour < 12 else "p.m."
    return f"{spoken_date(at)} at {local.hour % 12 or 12}:{local:%M} {half} {local.tzname()}"


def spoken_date(at: datetime) -> str:
    """The date as a person says it, in Central time: `November 22, 2026`."""
    local = central(at)
    return f"{local:%B} {local.day}, {local.year}"


def iso(at: datetime) -> str:
    """The exact instant for a `time` element: `2026-11-22T15:05:00Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
