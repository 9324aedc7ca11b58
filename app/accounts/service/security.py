"""Changing the password of an account."""

from datetime import timedelta

from sqlalchemy import exists, or_, select

from app.accounts import passwords
from app.accounts.factor_models import Passkey
from app.accounts.hashing import Hasher
from app.accounts.service import devices, opening, secrets, sign_in
from app.accounts.service.factors import held
from app.accounts.service.profile import own
from app.accounts.service.visit import Visit
from app.accounts.sign_in_models import MailedCode
from app.audit import service as audit
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal

LONGER = (
    f"Without a second factor a password has at least {passwords.SHORTEST} characters. Please choose a longer one here."
)
TYPE_IT = "Please type your password."
NOT_PRESENT = "This is not your present password. If you forgot it, sign in by a mailed code: then it is not asked for."


def asks_for_present(act: Act, account_id: int) -> bool:
    """Whether a new password takes the present one: not for whoever came in lately by a mailed code or a passkey."""
    lately = act.at - timedelta(minutes=rules.whole("account.fresh-minutes") + rules.whole("account.second-minutes"))
    by_code = exists().where(
        MailedCode.account_id == account_id, MailedCode.purpose == "sign-in", MailedCode.used_at > lately
    )
    by_passkey = exists().where(Passkey.account_id == account_id, Passkey.last_used_at > lately)
    return not db.session.scalar(select(or_(by_code, by_passkey)))


def change_own_password(
    act: Act, visit: Visit, account_id: int, device_id: int, *, present: str, password: str, hasher: Hasher
) -> None:
    """Set the password that its owner chose; the present one must fit where it is asked for.

    Raises:
        TooManyTries: the wait after wrong ones is not over.
        Crowded: too many are signing in at this moment.
        Refusal: beside the field `current`, or as below.
    """
    password_hash = _hashed(account_id, password, hasher)
    if asks_for_present(act, account_id):
        try:
            sign_in.check(act, visit, account_id, present, hasher)
        except Refusal as refusal:
            raise (Refusal(NOT_PRESENT, "current") if refusal.field else refusal) from None
    _set(act, account_id, device_id, password_hash)


def change_password(act: Act, account_id: int, device_id: int, password: str, hasher: Hasher) -> None:
    """Set a new password; every other device is signed out and the owner is told.

    Raises:
        Refusal: it is easily guessed.
    """
    _set(act, account_id, device_id, _hashed(account_id, password, hasher))


def shortest_for(account_id: int) -> int:
    """How many characters the account's password must have: fewer beside a second factor."""
    return passwords.SHORTEST_WITH_FACTOR if held.of(account_id).any else passwords.SHORTEST


def password_without_factor(act: Act, visit: Visit, account_id: int, *, present: str, new: str, hasher: Hasher) -> str:
    """What must be known before the last factor ends, since nothing at rest tells how long the password is.

    Gives the hash of the new password, empty where the present one is long enough to stand alone. Comes before
    anything is written.

    Raises:
        TooManyTries: the wait after wrong ones is not over.
        Crowded: too many are signing in at this moment.
        Refusal: beside `present` or `new`.
    """
    if not new and not (present and passwords.long_enough_alone(present)):
        raise (
            Refusal(LONGER, "new") if present or not asks_for_present(act, account_id) else Refusal(TYPE_IT, "present")
        )
    try:
        password_hash = _hashed(account_id, new, hasher, passwords.SHORTEST) if new else ""
    except Refusal as refusal:
        raise (Refusal(refusal.sentence, "new") if refusal.field else refusal) from None
    if present:
        try:
            sign_in.check(act, visit, account_id, present, hasher)
        except Refusal as refusal:
            raise (Refusal(NOT_PRESENT, "present") if refusal.field else refusal) from None
    elif asks_for_present(act, account_id):
        raise Refusal(TYPE_IT, "present")
    return password_hash


def set_hashed(act: Act, account_id: int, device_id: int, password_hash: str) -> None:
    """Set the password whose hash `password_without_factor` gave, with all that a new password brings."""
    _set(act, account_id, device_id, password_hash)


def _hashed(account_id: int, password: str, hasher: Hasher, shortest: int = 0) -> str:
    """The hash of a password that its owner may have; comes before anything is written."""
    row, least = own(account_id), shortest or shortest_for(account_id)
    own_words = (row.user_id, row.name, row.greeting, row.email.partition("@")[0])
    opening.check_password(password, *own_words, shortest=least)
    return secrets.hashed(hasher, password)


def _set(act: Act, account_id: int, device_id: int, password_hash: str) -> None:
    row = own(account_id, lock=True)
    row.password_hash, row.password_set_at = password_hash, act.at
    db.session.flush()
    devices.end_others(act, account_id, device_id, "password-change")
    devices.notify(act, account_id, "accounts/password_changed")
    audit.record(act, "password.changed", f"account:{account_id}")
