"""How long to wait after failed sign-ins: growing, the same for accounts that do not exist, never a lock."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Patience:
    """What the house rules say (`terms.patience`): mistyping is human, and an office shares one network address.

    After `forgotten` without a failure the count begins again.
    """

    free: Mapping[str, int] = field(default_factory=lambda: {"account": 4, "network": 20})
    longest: timedelta = timedelta(minutes=15)
    forgotten: timedelta = timedelta(hours=6)


USUAL = Patience()


@dataclass(frozen=True)
class Tries:
    """The failures counted against one account or one network."""

    kind: str
    failures: int
    last_at: datetime


def failed(tries: Tries, at: datetime, patience: Patience = USUAL) -> Tries:
    """One more failure."""
    before = 0 if at - tries.last_at > patience.forgotten else tries.failures
    return replace(tries, failures=before + 1, last_at=at)


def wait(tries: Tries, at: datetime, patience: Patience = USUAL) -> timedelta:
    """How long from `at` until the next try is looked at; zero when it may come now."""
    over = tries.failures - patience.free[tries.kind]
    if over < 0 or at - tries.last_at > patience.forgotten:
        return timedelta()
    delay = min(timedelta(seconds=2 ** min(over + 1, 12)), patience.longest)
    return max(timedelta(), tries.last_at + delay - at)
