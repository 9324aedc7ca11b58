"""Counting failed tries in the database, so that the wait holds across all workers."""

import math
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts import terms
from app.accounts.sign_in_models import SignInAttempt
from app.accounts.throttle import Tries, failed, wait
from app.foundation import codes, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal

INSTEAD = ", or have a code mailed to you instead."
"""How the sentence about waiting ends, where there is another way in."""


class TooManyTries(Refusal):
    """The next try comes too early; `seconds` says how long to wait."""

    def __init__(self, delay: timedelta, instead: str = INSTEAD) -> None:
        self.seconds = math.ceil(delay.total_seconds())
        super().__init__(f"There were too many tries. Please wait {_spoken(self.seconds)}{instead}")


def _spoken(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} second{'s' if seconds != 1 else ''}"
    return f"{math.ceil(seconds / 60)} minutes"


def claim(act: Act, kind: str, value: str, instead: str = INSTEAD) -> None:
    """Count a try before it is looked at, and commit: tries in parallel cannot all slip in.

    `instead` ends the sentence of whoever must wait.

    Raises:
        TooManyTries: the wait is not over; the try is not counted.
    """
    key = _key(kind, value)
    work.unit(lambda: _claim(act, kind, key, instead))


def forgive(kind: str, value: str) -> None:
    """The try was good: an account's failures are forgotten, a network's count goes back by this one."""
    row = SignInAttempt.key == _key(kind, value)
    if kind == "account":
        db.session.execute(delete(SignInAttempt).where(row))
    else:
        db.session.execute(
            update(SignInAttempt).where(row, SignInAttempt.failures > 0).values(failures=SignInAttempt.failures - 1)
        )


def counted(at: datetime, kind: str, value: str) -> int:
    """How many were counted by `told` in the hour before; reads only."""
    row = db.session.get(SignInAttempt, _key(kind, value))
    return row.failures if row is not None and at - row.last_at < timedelta(hours=1) else 0


def told(act: Act, kind: str, value: str, most: int) -> bool:
    """Whether fewer than `most` were counted in this hour; counts this one, whatever becomes of the rest."""
    key, recent = _key(kind, value), counted(act.at, kind, value)
    if recent < most:
        work.keep(lambda: _store(key, Tries(kind, recent + 1, act.at)))
    return recent < most


def _claim(act: Act, kind: str, key: str, instead: str) -> None:
    row = _row(act, kind, key)
    tries = Tries(kind, row.failures, row.last_at)
    if delay := wait(tries, act.at, terms.patience()):
        raise TooManyTries(delay, instead)
    _store(key, failed(tries, act.at, terms.patience()))


def _row(act: Act, kind: str, key: str) -> SignInAttempt:
    locked = select(SignInAttempt).where(SignInAttempt.key == key).with_for_update()
    row = db.session.scalar(locked)
    if row is None:
        try:
            with db.session.begin_nested():
                db.session.add(SignInAttempt(key=key, kind=kind, failures=0, last_at=act.at))
        except IntegrityError:
            pass  # another worker was faster
        row = db.session.scalars(locked).one()
    return row


def _store(key: str, tries: Tries) -> None:
    row = db.session.get(SignInAttempt, key)
    if row is None:
        row = SignInAttempt(key=key, kind=tries.kind)
        db.session.add(row)
    row.failures, row.last_at = tries.failures, tries.last_at
    db.session.flush()


def _key(kind: str, value: str) -> str:
    return codes.keyed_hex("throttle", kind, value)
