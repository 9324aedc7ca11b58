"""Which factors an account has."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.factor_models import Passkey, RecoveryCode, TotpFactor
from app.foundation.database import db


@dataclass(frozen=True)
class HeldPasskey:
    """One passkey, for a list."""

    id: int
    name: str
    added_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True)
class Held:
    """The factors of an account, and how many recovery codes are left."""

    app_since: datetime | None
    app_last_used_at: datetime | None
    passkeys: tuple[HeldPasskey, ...]
    codes_left: int

    @property
    def any(self) -> bool:
        """Whether there is a second factor to ask for."""
        return self.app_since is not None or bool(self.passkeys)

    @property
    def only_one(self) -> bool:
        """Whether the next factor that ends is the last."""
        return (self.app_since is not None) + len(self.passkeys) == 1

    @property
    def in_words(self) -> str:
        """`An authenticator app and 2 passkeys`; empty without any."""
        count = len(self.passkeys)
        passkeys = "a passkey" if count == 1 else f"{count} passkeys" if count else ""
        parts = [part for part in ("an authenticator app" if self.app_since else "", passkeys) if part]
        return " and ".join(parts).capitalize()


def of(account_id: int) -> Held:
    """What the account has."""
    app = db.session.execute(
        select(TotpFactor.confirmed_at, TotpFactor.last_used_at).where(
            TotpFactor.account_id == account_id, TotpFactor.confirmed_at.is_not(None)
        )
    ).one_or_none()
    columns = (Passkey.id, Passkey.name, Passkey.added_at, Passkey.last_used_at)
    keys = db.session.execute(select(*columns).where(Passkey.account_id == account_id).order_by(Passkey.id))
    left = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    )
    return Held(
        app.confirmed_at if app else None,
        app.last_used_at if app else None,
        tuple(HeldPasskey(*row) for row in keys),
        int(db.session.scalar(left) or 0),
    )
