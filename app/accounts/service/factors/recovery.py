"""Recovery codes: ten, shown once, each good once; only keyed digests are kept."""

from datetime import datetime

from sqlalchemy import delete, update

from app.accounts.factor_models import RecoveryCode
from app.accounts.service import devices
from app.audit import service as audit
from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.database import db

COUNT = 10


def make(act: Act, account_id: int, *, first: bool = False) -> list[str]:
    """Ten new codes, in groups as they are shown, this once; those from before no longer work.

    `first`: they come with the first factor, whose own notice says so.
    """
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    plain = [codes.reference() for _ in range(COUNT)]
    db.session.add_all(
        RecoveryCode(account_id=account_id, digest=_digest(account_id, code), made_at=act.at) for code in plain
    )
    db.session.flush()
    audit.record(act, "recovery-codes.made", f"account:{account_id}", count=COUNT)
    if not first:
        devices.notify(act, account_id, "accounts/recovery_codes_new")
    return [codes.grouped(code) for code in plain]


def use(act: Act, account_id: int, typed: str) -> bool:
    """Whether it is one of the account's unused codes; it is used up, and the owner is told."""
    row = (RecoveryCode.account_id == account_id) & (
        RecoveryCode.digest == _digest(account_id, codes.read_letters(typed))
    )
    done = db.session.execute(
        update(RecoveryCode).where(row, RecoveryCode.used_at.is_(None)).values(used_at=act.at),
        execution_options={"synchronize_session": False},
    )
    if not done.rowcount:  # type: ignore[attr-defined]  # an update's result has a row count
        return False
    audit.record(act, "recovery-code.used", f"account:{account_id}")
    devices.notify(act, account_id, "accounts/recovery_code_used")
    return True


def drop(account_id: int, since: datetime | None = None) -> None:
    """With the last factor its recovery codes go; with `since` only those that were made after that instant."""
    gone = delete(RecoveryCode).where(RecoveryCode.account_id == account_id)
    db.session.execute(gone if since is None else gone.where(RecoveryCode.made_at > since))


def _digest(account_id: int, letters: str) -> str:
    return codes.keyed_hex("recovery-code", account_id, letters)
