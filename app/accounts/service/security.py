"""Changing the password of an account."""

from app.accounts.hashing import Hasher
from app.accounts.service import devices, opening, secrets
from app.accounts.service.profile import own
from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db


def change_password(act: Act, account_id: int, device_id: int, password: str, hasher: Hasher) -> None:
    """Set a new password; every other device is signed out and the owner is told.

    Raises:
        Refusal: it is easily guessed.
    """
    row = own(account_id)
    opening.check_password(password, row.user_id, row.name, row.greeting, row.email.partition("@")[0])
    password_hash = secrets.hashed(hasher, password)
    row = own(account_id, lock=True)
    row.password_hash, row.password_set_at = password_hash, act.at
    db.session.flush()
    devices.end_others(act, account_id, device_id, "password-change")
    devices.notify(act, account_id, "accounts/password_changed")
    audit.record(act, "password.changed", f"account:{account_id}")
