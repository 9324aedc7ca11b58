"""The devices of an account that are signed in, for their owner."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.sign_in_models import Device
from app.foundation.database import db
from app.foundation.errors import Missing

MOST = 100
"""How many stand on the page, those used last; nobody has so many, and all others are ended at once."""


@dataclass(frozen=True)
class SeenDevice:
    """One browser: `remembered` ones stay signed in when it is closed; `here` is the one that looks."""

    id: int
    browser: str
    network: str
    first_seen_at: datetime
    last_seen_at: datetime
    remembered: bool
    here: bool


def of(account_id: int, here: int) -> list[SeenDevice]:
    """The devices that are signed in or remembered, the one with the id `here` first."""
    columns = (
        Device.id, Device.browser, Device.network, Device.first_seen_at, Device.last_seen_at, Device.remembered_at
    )  # fmt: skip
    query = select(*columns).where(Device.account_id == account_id, Device.ended_at.is_(None))
    rows = db.session.execute(query.order_by(Device.last_seen_at.desc(), Device.id.desc()).limit(MOST))
    found = [SeenDevice(*row[:5], row.remembered_at is not None, row.id == here) for row in rows]
    return sorted(found, key=lambda device: not device.here)


def own(account_id: int, device_id: int) -> None:
    """See that the device is this account's.

    Raises:
        Missing: it is not.
    """
    mine = select(Device.id).where(Device.id == device_id, Device.account_id == account_id)
    if db.session.scalar(mine) is None:
        raise Missing
