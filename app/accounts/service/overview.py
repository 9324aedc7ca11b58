"""What the account page shows, in one query."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from app.accounts.models import Account
from app.foundation.database import rows
from app.foundation.errors import Missing


@dataclass(frozen=True)
class Overview:
    """An account at a glance."""

    name: str
    user_id: str
    email: str
    email_verified_at: datetime | None
    password_set_at: datetime
    created_at: datetime
    agreed_version: int | None


_QUERY = select(
    Account.name,
    Account.user_id,
    Account.email,
    Account.email_verified_at,
    Account.password_set_at,
    Account.created_at,
    Account.agreed_version,
).where(Account.id == bindparam("account_id"))


def of(account_id: int) -> Overview:
    """The overview of an account.

    Raises:
        Missing: there is none.
    """
    found = rows(_QUERY, {"account_id": account_id})
    if not found:
        raise Missing
    return Overview(*tuple(found[0]))
