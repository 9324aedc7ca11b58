"""Which messages are due, in which order, and how fast a domain may get them."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.foundation import rules
from app.foundation.database import db
from app.mail.models import OutboxMail

BATCH = 50
PACE = timedelta(minutes=1)

rules.declare(
    rules.Rule(
        "mail.domain-pace", 300, "mails a minute", "How fast one domain gets our mail; 0 means no limit", least=0
    )
)


def due(now: datetime) -> list[int]:
    """The next messages to hand over, at most `BATCH`; those to a domain that had enough this minute wait.

    Mail of no run comes first: nobody waits for a password because of a newsletter.
    """
    most = rules.whole("mail.domain-pace", now)
    had = _had(now) if most else Counter()
    full = [domain for domain, count in had.items() if count >= most] if most else []
    query = select(OutboxMail.id, OutboxMail.domain).where(
        OutboxMail.state == "queued", OutboxMail.due_at <= now, OutboxMail.domain.not_in(full)
    )
    order = (OutboxMail.due_at, OutboxMail.id)
    found = list(db.session.execute(query.where(OutboxMail.run_id.is_(None)).order_by(*order).limit(BATCH)))
    if len(found) < BATCH:
        runs = query.where(OutboxMail.run_id > 0).order_by(OutboxMail.run_id, *order)
        found += db.session.execute(runs.limit(BATCH - len(found)))
    taken: list[int] = []
    for mail_id, domain in found:
        if not most or had[domain] < most:
            had[domain] += 1
            taken.append(mail_id)
    return taken


def _had(now: datetime) -> Counter[str]:
    query = select(OutboxMail.domain, func.count()).where(OutboxMail.claimed_at > now - PACE, OutboxMail.domain != "")
    return Counter({row[0]: row[1] for row in db.session.execute(query.group_by(OutboxMail.domain))})
