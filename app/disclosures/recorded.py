"""What the record must say of the ledger: each disclosure."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from app.audit.counters import Done, Recorded
from app.disclosures.models import Disclosure
from app.foundation.database import db


def disclosed(since: datetime, most: int) -> Iterable[Done]:
    query = select(Disclosure.id, Disclosure.at).where(Disclosure.at >= since).order_by(Disclosure.id.desc())
    return [(f"disclosure:{row.id}", row.at) for row in db.session.execute(query.limit(most))]


RECORDED = (Recorded("disclosures", ("disclosure.recorded",), disclosed),)
