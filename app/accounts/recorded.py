"""What registrations recorded, for checks of rooms above."""

from datetime import datetime

from sqlalchemy import Row, select

from app.accounts.models import Account
from app.foundation import recent
from app.foundation.database import db


def agreements() -> list[Row[tuple[datetime, int | None]]]:
    """When each of the newest accounts was opened, and the newest policy version that its owner agreed to."""
    query = select(Account.created_at, Account.agreed_version)
    return list(db.session.execute(query.where(recent.newest(Account, Account.created_at))))
