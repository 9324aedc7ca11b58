"""How a supplier's door stands, from its newest state and the end of its statement."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import func, select

from app.disclosures.models import VendorState
from app.foundation import rules
from app.foundation.database import db

Standing = Literal["open", "warned", "shut"]

for _rule in (
    rules.Rule("supplier.statement-days", 365, "days", "How long a supplier's yearly statement is good"),
    rules.Rule("supplier.warning-days", 14, "days", "The warning before a lapsed statement shuts a supplier's door"),
):
    rules.declare(_rule)


def standing_of(attest_until: datetime, newest_state: str, at: datetime) -> Standing:
    """Whether the door stands open, open with a warning, or shut; the calendar needs no job to shut it."""
    if newest_state == "shut" or at >= attest_until:
        return "shut"
    if at >= attest_until - timedelta(days=rules.whole("supplier.warning-days")):
        return "warned"
    return "open"


def newest_states(vendor_ids: Sequence[int]) -> dict[int, str]:
    """The newest state of each of these suppliers."""
    newest = (
        select(func.max(VendorState.id)).where(VendorState.vendor_id.in_(vendor_ids)).group_by(VendorState.vendor_id)
    )
    rows = db.session.execute(select(VendorState.vendor_id, VendorState.state).where(VendorState.id.in_(newest)))
    return {row.vendor_id: row.state for row in rows}
