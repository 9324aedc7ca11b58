"""When somebody was last signed in to an account."""

from datetime import datetime

from sqlalchemy import func, select

from app.accounts.sign_in_models import Device
from app.foundation.database import db


def last_seen(account_id: int) -> datetime | None:
    """When one of the account's devices was last seen; None when it has none."""
    found: datetime | None = db.session.scalar(
        select(func.max(Device.last_seen_at)).where(Device.account_id == account_id)
    )
    return found
