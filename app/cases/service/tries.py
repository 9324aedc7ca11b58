"""Counting: messages of one network, confirmations to one address, wrong codes for one number or from one network.

A number that is no case's is counted like any other, so a wait says nothing about whether the case exists.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.cases.models import CaseTry
from app.foundation import codes, rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal

FREE = {"number": "cases.tries", "network": "cases.network-tries"}
"""What wrong codes are counted by, and the rule that says how many are free."""


@dataclass(frozen=True)
class Counted:
    """How often something was counted since `since`; an hour, a day or a wait is reckoned from it."""

    count: int
    since: datetime
    last_at: datetime


def free_at(act: Act, kind: str, value: str, most: int, window: timedelta) -> datetime | None:
    """None while fewer than `most` were counted in the window, and this one is; else when the window ends."""
    key = _key(kind, value)
    before = _read(key)
    if before is not None and act.at - before.since < window:
        if before.count >= most:
            return before.since + window
        _store(key, Counted(before.count + 1, before.since, act.at))
    else:
        _store(key, Counted(1, act.at, act.at))
    return None


def refuse_early(act: Act, number: str, network: str) -> None:
    """Refuse to look at a code while the wait after wrong ones is not over.

    Raises:
        Refusal: it comes too early; it is not counted.
    """
    delay = max(_wait(act, "number", number), _wait(act, "network", network))
    if delay:
        raise Refusal(f"There were too many tries. Please wait {_spoken(delay)}, then try again.")


def wrong(act: Act, number: str, network: str) -> None:
    """Count a wrong code, although the rest of this work is refused.

    Tries in parallel may each see the count before the others: twelve characters hold against that.
    """
    work.keep(lambda: _more(act, "number", number))
    work.keep(lambda: _more(act, "network", network))


def right(number: str) -> None:
    """The code was good: the wrong ones for its number are forgotten."""
    db.session.execute(delete(CaseTry).where(CaseTry.key == _key("number", number)))


def _more(act: Act, kind: str, value: str) -> None:
    key = _key(kind, value)
    before = _read(key)
    if before is None or act.at - before.last_at > _forgotten():
        before = Counted(0, act.at, act.at)
    _store(key, Counted(before.count + 1, before.since, act.at))


def _wait(act: Act, kind: str, value: str) -> timedelta:
    found = _read(_key(kind, value))
    over = found.count - rules.whole(FREE[kind]) if found else -1
    if found is None or over < 0 or act.at - found.last_at > _forgotten():
        return timedelta()
    longest = timedelta(minutes=rules.whole("cases.longest-wait-minutes"))
    delay = min(timedelta(seconds=2 ** min(over + 1, 12)), longest)
    return max(timedelta(), found.last_at + delay - act.at)


def _forgotten() -> timedelta:
    """After so long without a wrong code the count begins again."""
    return timedelta(hours=rules.whole("cases.tries-forgotten-hours"))


def _spoken(delay: timedelta) -> str:
    seconds = math.ceil(delay.total_seconds())
    if seconds < 90:
        return f"{seconds} second{'s' if seconds != 1 else ''}"
    return f"{math.ceil(seconds / 60)} minutes"


def _key(kind: str, value: str) -> str:
    return codes.keyed_hex("case-tries", kind, value)


def _read(key: str) -> Counted | None:
    query = select(CaseTry.count, CaseTry.since, CaseTry.last_at).where(CaseTry.key == key).with_for_update()
    row = db.session.execute(query).one_or_none()
    return Counted(*row) if row else None


def _store(key: str, counted: Counted) -> None:
    row = db.session.get(CaseTry, key)
    if row is None:
        try:
            with db.session.begin_nested():
                row = CaseTry(key=key, count=counted.count, since=counted.since, last_at=counted.last_at)
                db.session.add(row)
        except IntegrityError:
            return  # another worker was faster: one count is lost, the row stands
    row.count, row.since, row.last_at = counted.count, counted.since, counted.last_at
    db.session.flush()
