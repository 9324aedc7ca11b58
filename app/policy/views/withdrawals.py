"""When and why scheduled versions were withdrawn: they keep their number and stay listed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.foundation.database import db
from app.policy.models import PolicyDoc, PolicyEvent, PolicyVersion
from app.policy.views.shapes import PRIVACY


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """When a version was withdrawn, and why."""

    at: datetime
    note: str


def withdrawals(slug: str = PRIVACY) -> dict[int, Withdrawal]:
    """Every withdrawal by the version's number."""
    rows = db.session.execute(
        select(PolicyVersion.no, PolicyEvent.at, PolicyEvent.note)
        .join(PolicyEvent, PolicyEvent.version_id == PolicyVersion.id)
        .join(PolicyDoc, PolicyDoc.id == PolicyVersion.doc_id)
        .where(PolicyDoc.slug == slug, PolicyVersion.state == "withdrawn", PolicyEvent.state == "withdrawn")
    )
    return {no or 0: Withdrawal(at, note) for no, at, note in rows}
