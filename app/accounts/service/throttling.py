"""Counting failed tries in the database, so that the wait holds across all workers."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts import terms, views
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


Counted = tuple[str, str]
"""What tries are counted by: its kind, and which one."""


def claim(act: Act, kind: str, value: str, instead: str = INSTEAD) -> None:
    """Count a try before it is looked at, and commit: tries in parallel cannot all slip in.

    `instead` ends the sentence of whoever must wait.

    Raises:
        TooManyTries: the wait is not over; the try is not counted.
    """
    claim_all(act, [(kind, value)], instead)


def claim_all(act: Act, counted_by: Sequence[Counted], instead: str = INSTEAD) -> None:
    """Count a try by several things at once: all of them, or none.

    Raises:
        TooManyTries: the wait of one is not over.
    """
    refuse_early(act, counted_by, instead)
    work.unit(lambda: _claim_all(act, counted_by, instead))


def refuse_early(act: Act, counted_by: Sequence[Counted], instead: str = INSTEAD) -> None:
    """Refuse a try that comes too early by a look that takes no lock: a flood of such tries holds nobody up.

    Raises:
        TooManyTries: the wait of one is not over.
    """
    kinds = {_key(kind, value): kind for kind, value in counted_by}
    columns = (SignInAttempt.key, SignInAttempt.failures, SignInAttempt.last_at)
    rows = views.reader_rows(select(*columns).where(SignInAttempt.key.in_(kinds)))
    _refuse(act, [Tries(kinds[row.key], row.failures, row.last_at) for row in rows], instead)


def _refuse(act: Act, tries: Sequence[Tries], instead: str) -> None:
    patience = terms.patience()
    if delay := max((wait(one, act.at, patience) for one in tries), default=timedelta()):
        raise TooManyTries(delay, instead)


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


def _claim_all(act: Act, counted_by: Sequence[Counted], instead: str) -> None:
    # In one order everywhere: two tries that count by the same things cannot wait for each other.
    rows = [_row(act, kind, key) for key, kind in sorted((_key(kind, value), kind) for kind, value in counted_by)]
    tries = [Tries(row.kind, row.failures, row.last_at) for row in rows]
    _refuse(act, tries, instead)
    for row, one in zip(rows, tries, strict=True):
        _store(row.key, failed(one, act.at, terms.patience()))


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
