"""Unusually many stops through one mail server: all of them hold, staff are told, and their owners are asked."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from app.audit import service as audit
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing
from app.mail.models import InboundEffect, InboundMail, StopWave
from app.mail.service import raw_copies
from app.mail.service.queueing import queue
from app.people import service as people

HOUR = timedelta(hours=1)
MOST = "mail.stops-an-hour"
TEMPLATE = "mail/was_it_you"
rules.declare(rules.Rule(MOST, 20, "stops", "How many stops by mail one mail server may bring in an hour unremarked"))


def count(act: Act, row: InboundMail) -> None:
    """Count a mail that stopped something; above the rule it belongs to a wave, which staff see."""
    if not row.relay_digest:
        return
    since = row.received_at - HOUR
    found = db.session.scalar(select(func.count(func.distinct(InboundMail.id))).where(*_stops(row.relay_digest, since)))
    if (found or 0) <= rules.whole(MOST):
        return
    query = select(StopWave).where(StopWave.relay_digest == row.relay_digest, StopWave.last_at > since)
    wave = db.session.scalars(query.order_by(StopWave.id.desc()).with_for_update().limit(1)).first()
    if wave is None:
        wave = StopWave(relay_digest=row.relay_digest, began_at=since, last_at=row.received_at, count=found or 0)
        db.session.add(wave)
    else:
        wave.count, wave.last_at = wave.count + 1, max(wave.last_at, row.received_at)
    db.session.flush()


def _stops(relay: str, since: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        InboundMail.relay_digest == relay,
        InboundMail.received_at > since,
        InboundEffect.inbound_id == InboundMail.id,
        InboundEffect.what == "stopped",
    )


def offer_undo(act: Act, wave_id: int) -> int:
    """Ask every owner of a stopped address, whom we know, whether that was them; gives how many. Twice asks nobody.

    Raises:
        Missing: there is no such wave.
    """
    wave = db.session.get(StopWave, wave_id, with_for_update=True)
    if wave is None:
        raise Missing
    if wave.offered_at is not None:
        return 0
    wave.offered_at = act.at
    found = select(InboundMail.id).where(
        *_stops(wave.relay_digest, wave.began_at), InboundMail.received_at <= wave.last_at
    )
    asked: set[str] = set()
    for inbound_id in db.session.scalars(found.distinct().order_by(InboundMail.id)):
        email = raw_copies.sender_of(inbound_id)
        if email is None or email.key in asked or not people.person_of("email", email.key):
            continue
        asked.add(email.key)
        queue(act, to=email.address, template=TEMPLATE, purpose="account", ref=f"inbound:{inbound_id}")
    db.session.flush()
    audit.record(act, "inbound.undo-offered", f"wave:{wave_id}", stops=len(asked))
    return len(asked)
