"""Signing in with two factors: the first one waits on the server, ten minutes, for the second."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from app.accounts.factor_models import PendingSignIn
from app.accounts.relying import Asking, RelyingParty
from app.accounts.service import devices
from app.accounts.service.devices import SignedIn
from app.accounts.service.factors import held, lost, passkeys, proving
from app.accounts.service.factors.answers import UNFIT
from app.accounts.service.visit import Visit
from app.audit import service as audit
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal

GONE = "This took too long, so nobody is signed in. Please begin again."


@dataclass(frozen=True)
class Waiting:
    """The first factor was right; this browser owes the second."""

    account_id: int
    remember: bool


def first_done(act: Act, account_id: int, visit: Visit, *, remember: bool = False) -> SignedIn | Waiting:
    """After the right password or mailed code: signed in, or waiting where the account has a second factor."""
    if not held.of(account_id).any:
        return devices.sign_in(act, account_id, visit, remember=remember)
    _forget(visit)
    db.session.add(
        PendingSignIn(session_sha256=visit.session_sha256, account_id=account_id, remember=remember, begun_at=act.at)
    )
    db.session.flush()
    audit.record(act, "sign-in.half", f"account:{account_id}")
    return Waiting(account_id, remember)


def waiting(act: Act, visit: Visit) -> Waiting | None:
    """What this browser owes; None when nothing waits, or it waited too long."""
    life = timedelta(minutes=rules.whole("account.second-minutes"))
    row = db.session.execute(
        select(PendingSignIn.account_id, PendingSignIn.remember).where(
            PendingSignIn.session_sha256 == visit.session_sha256, PendingSignIn.begun_at > act.at - life
        )
    ).one_or_none()
    return Waiting(row.account_id, row.remember) if row and visit.session_sha256 else None


def by_code(act: Act, visit: Visit, typed: str) -> SignedIn:
    """The second factor as a typed code: of the app, or a recovery code.

    Raises:
        TooManyTries: the wait after wrong ones is not over.
        Refusal: nothing waits, or the code does not fit.
    """
    owed = _owed(act, visit)
    proving.by_code(act, owed.account_id, typed)
    return _finish(act, visit, owed)


def by_passkey(act: Act, visit: Visit, asking: Asking, party: RelyingParty, sent: str) -> SignedIn:
    """The second factor as a passkey.

    Raises:
        Refusal: nothing waits, or the passkey does not fit.
    """
    owed = _owed(act, visit)
    passkeys.answered(act, asking, party, sent, account_id=owed.account_id)
    return _finish(act, visit, owed)


def by_passkey_alone(
    act: Act, visit: Visit, asking: Asking, party: RelyingParty, sent: str, *, remember: bool = False, only: int = 0
) -> SignedIn:
    """Sign in with a passkey and nothing else: its device has made sure of the person.

    `only` is the account of whoever is signed in already: then no other account's passkey will do. Nothing is counted:
    a passkey cannot be guessed, and its owner must not wait for what strangers on the same network do.

    Raises:
        Refusal: the passkey does not fit.
    """
    account_id = passkeys.answered(act, asking, party, sent)
    if only and account_id != only:
        raise Refusal(UNFIT)
    return _finish(act, visit, Waiting(account_id, remember))


def _owed(act: Act, visit: Visit) -> Waiting:
    owed = waiting(act, visit)
    if owed is None:
        raise Refusal(GONE)
    return owed


def _finish(act: Act, visit: Visit, owed: Waiting) -> SignedIn:
    _forget(visit)
    lost.found_again(act, owed.account_id)
    return devices.sign_in(act, owed.account_id, visit, remember=owed.remember)


def _forget(visit: Visit) -> None:
    db.session.execute(delete(PendingSignIn).where(PendingSignIn.session_sha256 == visit.session_sha256))
