"""The public figures about opt-outs: how fast they held, how they came, and whether any mail left in spite of one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, func, literal, select

from app.foundation import rules
from app.foundation.database import db
from app.mail.models import OutboxMail, StopLink
from app.mail.views.welcome import Rates, rates
from app.permissions.opt_outs import STOPS_BY_MAIL, SUBJECTS, OptOuts, opt_outs, stopped_then
from app.permissions.purposes import NEVER_SUPPRESSED, covers

DAYS = 90
LOOKED_THROUGH = 100_000
"""How many of the newest mails are looked through for one that left after a stop."""


@dataclass(frozen=True)
class AfterStop:
    """Of the newest mails that can be stopped, `seen` in number, how many left after a stop had taken effect."""

    seen: int
    after: int


@dataclass(frozen=True)
class Figures:
    """What the public page shows."""

    since: datetime
    opt_outs: OptOuts
    after_stop: AfterStop
    rates: Rates


def figures(now: datetime) -> Figures:
    """Ninety days, in a number of queries that does not grow."""
    since = now - timedelta(days=DAYS)
    return Figures(since, opt_outs(since), after_stop(since), rates(since))


def after_stop(since: datetime, most: int = LOOKED_THROUGH) -> AfterStop:
    """Look at what left, not at what was permitted: each mail against the stops of its reader and of its address."""
    left = (
        OutboxMail.id > select(func.max(OutboxMail.id)).scalar_subquery() - most,
        OutboxMail.sent_at >= since,
        OutboxMail.purpose.not_in(NEVER_SUPPRESSED),
    )
    seen = db.session.scalar(select(func.count()).where(*left)) or 0
    suspects = {found for query in (_of_person(), _of_address()) for found in _suspects(query.where(*left))}
    return AfterStop(seen, len({suspect[0] for suspect in suspects if _stood(*suspect[1:])}))


def _of_person() -> Select[*tuple[Any, ...]]:
    """The mails beside the stops of whom they were permitted for."""
    subjects, stops = SUBJECTS.subquery(), STOPS_BY_MAIL.subquery()
    return (
        select(OutboxMail.id, stops.c.subject_key, OutboxMail.purpose, OutboxMail.sent_at, stops.c.purpose)
        .join(subjects, subjects.c.id == OutboxMail.send_permit_id)
        .join(stops, stops.c.subject_key == subjects.c.subject_key)
        .where(stops.c.stopped_at < OutboxMail.sent_at)
    )


def _of_address() -> Select[*tuple[Any, ...]]:
    """The mails beside the stops that were filed under the address alone."""
    stops = STOPS_BY_MAIL.subquery()
    return (
        select(OutboxMail.id, stops.c.subject_key, OutboxMail.purpose, OutboxMail.sent_at, stops.c.purpose)
        .join(StopLink, StopLink.mail_id == OutboxMail.id)
        .join(stops, stops.c.subject_key == literal("address:", String) + StopLink.address_key)
        .where(stops.c.stopped_at < OutboxMail.sent_at)
    )


def _suspects(query: Select[*tuple[Any, ...]]) -> Iterator[tuple[int, str, str, datetime]]:
    for mail_id, subject_key, purpose, sent_at, stopped in db.session.execute(query):
        if covers(stopped, purpose):
            yield mail_id, subject_key, purpose, sent_at


def _stood(subject_key: str, purpose: str, sent_at: datetime) -> bool:
    """Whether the stop still stood when the mail left, and had had the time that the rules give it."""
    since = stopped_then(subject_key, purpose, "email", sent_at)
    return since is not None and since + timedelta(seconds=rules.whole("gate.stop-seconds")) < sent_at
