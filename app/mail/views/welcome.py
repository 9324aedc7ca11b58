"""How often mail came back, and how often somebody complained about it."""

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from app.foundation.database import db
from app.mail.models import Bounce, OutboxMail

BACK = ("hard", "soft", "policy")
COMPLAINT = "complaint"
NEEDED = ("order", "billing", "account", "requested")
DAYS, STEP = 30, 5


@dataclass(frozen=True)
class Rates:
    """Of so many mails that were handed over, how many were complained about and how many came back."""

    sent: int
    complaints: int
    bounces: int

    @property
    def complaint_rate(self) -> float:
        """Complaints in a hundred mails."""
        return 100 * self.complaints / self.sent if self.sent else 0.0

    @property
    def bounce_rate(self) -> float:
        return 100 * self.bounces / self.sent if self.sent else 0.0


@dataclass(frozen=True)
class Bucket:
    """The rates of some days: from `since` until before `until`."""

    since: datetime
    until: datetime
    rates: Rates


@dataclass(frozen=True)
class CameBack:
    """Mail about an order or an account that did not arrive; whoever waits for it has to be reached in another way."""

    mail_id: int
    ref: str
    template: str
    status: str
    at: datetime


def came_back(since: datetime, most: int = 20) -> list[CameBack]:
    """What came back since then of mail that is no news but needed, the newest first; proven addresses left out."""
    query = (
        select(OutboxMail.id, OutboxMail.ref, OutboxMail.template, Bounce.status, Bounce.at)
        .join(Bounce, Bounce.mail_id == OutboxMail.id)
        .where(Bounce.at >= since, Bounce.kind == "hard", Bounce.cleared_at.is_(None), Bounce.purpose.in_(NEEDED))
    )
    return [CameBack(*row) for row in db.session.execute(query.order_by(Bounce.id.desc()).limit(most))]


def rates(since: datetime) -> Rates:
    """Everything that was handed over since then."""
    sent = select(func.count()).where(OutboxMail.claimed_at >= since, OutboxMail.state == "sent")
    return _rates(db.session.scalar(sent) or 0, Bounce.at >= since)


def rates_of_run(run_id: int) -> Rates:
    """One mailing to many."""
    sent = select(func.count()).where(OutboxMail.run_id == run_id, OutboxMail.state == "sent")
    return _rates(db.session.scalar(sent) or 0, Bounce.run_id == run_id)


def _rates(sent: int, about: ColumnElement[bool]) -> Rates:
    query = select(Bounce.kind, func.count()).where(about).group_by(Bounce.kind)
    kinds = {row[0]: row[1] for row in db.session.execute(query)}
    return Rates(sent, kinds.get(COMPLAINT, 0), sum(kinds.get(kind, 0) for kind in BACK))


def rates_by_days(now: datetime) -> list[Bucket]:
    """The last thirty days in pieces of five, the oldest first; two queries."""
    edges = [now - timedelta(days=DAYS - STEP * step) for step in range(DAYS // STEP + 1)]
    spans = list(itertools.pairwise(edges))
    counting = [func.count(case((_within(OutboxMail.claimed_at, *span), 1))) for span in spans]
    sent = db.session.execute(
        select(*counting).where(OutboxMail.claimed_at >= edges[0], OutboxMail.state == "sent")
    ).one()
    found = _came_back(spans)
    return [
        Bucket(*span, Rates(sent[place], found[place, COMPLAINT], sum(found[place, kind] for kind in BACK)))
        for place, span in enumerate(spans)
    ]


def _within(at: Any, since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(at >= since, at < until)


def _came_back(spans: list[tuple[datetime, datetime]]) -> Counter[tuple[int, str]]:
    counting = [func.count(case((_within(Bounce.at, *span), 1))) for span in spans]
    query = select(Bounce.kind, *counting).where(Bounce.at >= spans[0][0]).group_by(Bounce.kind)
    rows: Iterator[tuple[str, tuple[int, ...]]] = ((row[0], row[1:]) for row in db.session.execute(query))
    return Counter({(place, kind): number for kind, numbers in rows for place, number in enumerate(numbers)})
