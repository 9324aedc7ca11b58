"""A request of somebody who lost every factor: which one is open, until when it may be stopped, and stopping it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts.lost_models import LostFactors
from app.accounts.service import devices, throttling
from app.accounts.service.visit import Visit
from app.audit import service as audit
from app.cases import service as cases
from app.cases.service import requesting
from app.foundation import codes, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal

STOP = "lost-factors"
"""What the token of the owner's link is derived for."""
KIND = "lost-factors"
"""The kind of its case (`cases.states`)."""
STOPPED = "The owner stopped this by the link in our mail: it was not them. Nothing of their account was changed."
FOUND = "A second factor of the account was used since, so none is ended. Nothing of the account was changed."
GONE = "This request has ended already."


@dataclass(frozen=True)
class Stoppable:
    """A request that its link may still stop."""

    asked_at: datetime
    earliest: datetime


def waits_until(asked_at: datetime) -> datetime:
    """Before this instant no request takes effect, so that the owner has time to stop it."""
    return asked_at + timedelta(hours=rules.whole("account.lost-factor-hours"))


def open_of(account_id: int, *, lock: bool = False) -> LostFactors | None:
    """The open request of an account."""
    query = select(LostFactors).where(LostFactors.account_id == account_id, LostFactors.ended_at.is_(None))
    found: LostFactors | None = db.session.scalar(query.with_for_update() if lock else query)
    return found


def of_case(case_number: int, *, lock: bool = False) -> LostFactors:
    """The request whose case that is.

    Raises:
        Missing: it is a case of another kind.
    """
    query = select(LostFactors).where(LostFactors.case_number == case_number)
    found: LostFactors | None = db.session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise Missing
    return found


def token_of(row: LostFactors) -> tuple[str, str, tuple[int, str]]:
    """What the token of the link is derived from, as mail takes it: the token itself is stored nowhere."""
    return ("token", STOP, (row.id, row.stop_salt))


def digest_of(row: LostFactors) -> str:
    return codes.digest(codes.keyed_hex(STOP, row.id, row.stop_salt))


def stoppable(token: str) -> Stoppable | None:
    """What the link would stop; None when it is not ours, or the request has ended."""
    row = _by(token)
    return Stoppable(row.asked_at, waits_until(row.asked_at)) if row else None


def stop(act: Act, visit: Visit, token: str) -> None:
    """The owner says that it was not them: the request ends, and the staff who worked on it are told.

    Tries are counted by network; the right link is forgiven.

    Raises:
        TooManyTries: the wait after wrong ones is not over.
        Refusal: the link does not work any more.
    """
    counted = f"{STOP}:{visit.network_key}"
    throttling.claim(act, "network", counted, instead=".")
    row = _by(token, lock=True)
    if row is None:
        raise Refusal(GONE)
    throttling.forgive("network", counted)
    end(act, row, "owner", STOPPED)
    for helper in {row.first_by, row.second_by} - {""}:
        devices.notify(act, int(helper), "accounts/lost_factors_stopped", number=row.case_number)
    devices.end_others(act, row.account_id, 0, "lost-factors-stopped")


def found_again(act: Act, account_id: int) -> None:
    """A factor was used, so they are not lost: a request that is open ends."""
    row = open_of(account_id, lock=True)
    if row is not None:
        end(act, row, "found", FOUND)


def end(act: Act, row: LostFactors, by: str, words: str) -> None:
    """The request ends without effect, its case is closed, and what happened stands in it."""
    row.ended_at, row.ended_by = act.at, by
    db.session.flush()
    cases.note(act, row.case_number, words, "")
    requesting.bring(act, row.case_number, "closed", happened="closed")
    audit.record(act, "factors.kept", f"account:{row.account_id}", case=row.case_number, why=by)


def _by(token: str, *, lock: bool = False) -> LostFactors | None:
    query = select(LostFactors).where(LostFactors.stop_sha256 == codes.digest(token), LostFactors.ended_at.is_(None))
    found: LostFactors | None = db.session.scalar(query.with_for_update() if lock else query)
    return found
