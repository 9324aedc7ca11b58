"""Ending a factor: only with another one, and the owner is told."""

from datetime import datetime

from sqlalchemy import select

from app.accounts.factor_models import Passkey
from app.accounts.relying import Asking, RelyingParty
from app.accounts.service import devices
from app.accounts.service.factors import adding, authenticator, held, passkeys, proving, recovery
from app.accounts.service.staff import who_may
from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal

NO_APP = "Your account has no authenticator app."
NOT_TWO = "This needs two members of staff who answer cases, and neither may be the account's owner."
NOTHING = "This account has no second factor."
END_FACTORS = "cases:case:answer"
"""The permission of those who may stand for it."""


def app_by_code(act: Act, account_id: int, typed: str) -> None:
    """End the authenticator app with a recovery code.

    Raises:
        TooManyTries, Refusal: the code does not fit.
    """
    proving.by_code(act, account_id, typed, app=False)
    _end_app(act, account_id)


def app_by_passkey(act: Act, asking: Asking, party: RelyingParty, account_id: int, sent: str) -> None:
    """End the authenticator app with a passkey.

    Raises:
        Refusal: the passkey does not fit.
    """
    passkeys.answered(act, asking, party, sent, account_id=account_id)
    _end_app(act, account_id)


def passkey_by_code(act: Act, account_id: int, passkey_id: int, typed: str) -> None:
    """End a passkey with a code of the app or a recovery code.

    Raises:
        Missing: the account has no such passkey.
        TooManyTries, Refusal: the code does not fit.
    """
    own_passkey(account_id, passkey_id)
    proving.by_code(act, account_id, typed)
    _end_passkey(act, account_id, passkey_id)


def passkey_by_passkey(
    act: Act, asking: Asking, party: RelyingParty, account_id: int, *, passkey_id: int, sent: str
) -> None:
    """End a passkey with another one.

    Raises:
        Missing: the account has no such passkey.
        Refusal: the other passkey does not fit, or is the same one.
    """
    own_passkey(account_id, passkey_id)
    passkeys.answered(act, asking, party, sent, account_id=account_id, without=passkey_id)
    _end_passkey(act, account_id, passkey_id)


def all_of(act: Act, account_id: int, asked_by: int, confirmed_by: int, why: str) -> None:
    """End every factor of an account whose owner lost them all, and every recovery code; each device is signed out.

    Two members of staff stand for it, and neither may be the owner: one looked into it, the other agreed. `why` names
    the case in which they did.

    Raises:
        Refusal: they are not two others of the staff, or the account has no factor.
    """
    helpers = {asked_by, confirmed_by}
    if len(helpers) < 2 or account_id in helpers or not helpers <= set(who_may(END_FACTORS, 1_000)):
        raise Refusal(NOT_TWO)
    if not held.of(account_id).any:
        raise Refusal(NOTHING)
    audit.record(act, "factors.ended", f"account:{account_id}", first=asked_by, second=confirmed_by, why=why)
    if authenticator.drop(account_id):
        _told(act, account_id, adding.APP, why)
    for key in held.of(account_id).passkeys:
        _end_passkey(act, account_id, key.id, why)
    recovery.drop(account_id)
    devices.end_all(act, account_id, "factors-ended")


def added_since(act: Act, account_id: int, since: datetime) -> None:
    """End every factor that was added, and every recovery code that was made, after that instant.

    For an owner who took back what a stranger did to the account: what they had themselves before stays.
    """
    had = held.of(account_id)
    if had.app_since is not None and had.app_since > since and authenticator.drop(account_id):
        _told(act, account_id, adding.APP, "taken-back")
    for key in had.passkeys:
        if key.added_at > since:
            _end_passkey(act, account_id, key.id, "taken-back")
    recovery.drop(account_id, since)


def own_passkey(account_id: int, passkey_id: int) -> Passkey:
    """A passkey of this account.

    Raises:
        Missing: it has no such passkey.
    """
    key: Passkey | None = db.session.scalar(
        select(Passkey).where(Passkey.id == passkey_id, Passkey.account_id == account_id)
    )
    if key is None:
        raise Missing
    return key


def _end_app(act: Act, account_id: int) -> None:
    if not authenticator.drop(account_id):
        raise Refusal(NO_APP)
    _told(act, account_id, adding.APP, "owner")


def _end_passkey(act: Act, account_id: int, passkey_id: int, why: str = "owner") -> None:
    db.session.delete(own_passkey(account_id, passkey_id))
    db.session.flush()
    _told(act, account_id, adding.PASSKEY, why)


def _told(act: Act, account_id: int, what: str, why: str) -> None:
    audit.record(act, "factor.ended", f"account:{account_id}", what=what, why=why)
    devices.notify(act, account_id, "accounts/factor_ended", what=what)
    if not held.of(account_id).any:
        recovery.drop(account_id)
