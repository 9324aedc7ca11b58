"""The outbox as staff see it: how much stands where, lists by keyset on the number, and one mail."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, select

from app.foundation import codes
from app.foundation.database import db
from app.foundation.errors import Missing
from app.mail.models import OutboxMail

PAGE = 50
LOOKED_THROUGH = 100_000
"""A filter that no index serves looks through the newest of the outbox only; the page says so."""
LASTING = ("queued", "sending", "uncertain", "held")
"""States in which a mail still waits for something."""
ENDED = ("failed", "refused")


@dataclass(frozen=True)
class MailLine:
    """One line of the list."""

    id: int
    reference: str
    recipient: str
    template: str
    purpose: str
    ref: str
    state: str
    attempts: int
    trouble: str
    run_id: int | None
    queued_at: datetime
    due_at: datetime
    claimed_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True)
class Wanted:
    """What the list shows; empty is anything."""

    state: str = ""
    template: str = ""
    domain: str = ""
    before: int | None = None
    after: int | None = None

    @property
    def looked_through(self) -> int:
        """How many of the newest mails the list was made of; 0 for all."""
        served = not (self.template or self.domain) and (not self.state or self.state != "sent")
        return 0 if served else LOOKED_THROUGH


@dataclass(frozen=True)
class MailPage:
    """A page of the list, the newest first; `newer` and `older` are where other pages go on, None at the ends."""

    rows: list[MailLine]
    newer: int | None
    older: int | None


_LINE = [getattr(OutboxMail, name) for name in MailLine.__dataclass_fields__]


def counts(now: datetime, days: int) -> dict[str, int]:
    """How many mails stand in each state: what waits, and what ended in the last days."""
    since = now - timedelta(days=days)
    lately = and_(OutboxMail.state.in_(ENDED), OutboxMail.due_at >= since)
    query = select(OutboxMail.state, func.count()).where(or_(OutboxMail.state.in_(LASTING), lately))
    found = dict.fromkeys((*LASTING, *ENDED), 0)
    return found | {row[0]: row[1] for row in db.session.execute(query.group_by(OutboxMail.state))}


def outbox(wanted: Wanted) -> MailPage:
    """The mails that staff asked for."""
    back = wanted.before is not None
    query = select(*_LINE).where(*_conditions(wanted)).order_by(OutboxMail.id.asc() if back else OutboxMail.id.desc())
    rows = [MailLine(*row) for row in db.session.execute(query.limit(PAGE + 1))]
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if back:
        rows.reverse()
    if not rows:
        return MailPage([], None, None)
    newer = more if back else wanted.after is not None
    older = True if back else more
    return MailPage(rows, rows[0].id if newer else None, rows[-1].id if older else None)


def found(recipients: Collection[str], reference: str, most: int) -> list[MailLine]:
    """The newest mails to any of these addresses, and the one with that reference, however it was typed."""
    meant = or_(OutboxMail.recipient.in_(recipients), OutboxMail.reference == codes.read_letters(reference)[:12])
    query = select(*_LINE).where(meant).order_by(OutboxMail.id.desc()).limit(most)
    return [MailLine(*row) for row in db.session.execute(query)]


def refs_to(address: str) -> Select[str]:
    """The refs (`mail:7`) of all mails to an address, for joining."""
    return select(literal("mail:", String) + cast(OutboxMail.id, String)).where(OutboxMail.recipient == address)


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    for name in ("state", "template", "domain"):
        if value := getattr(wanted, name):
            yield getattr(OutboxMail, name) == value
    if wanted.looked_through:
        yield OutboxMail.id > select(func.max(OutboxMail.id)).scalar_subquery() - wanted.looked_through
    if wanted.before is not None:
        yield OutboxMail.id > wanted.before
    if wanted.after is not None:
        yield OutboxMail.id < wanted.after


def mail_of(mail_id: int) -> OutboxMail:
    """One mail, whole.

    Raises:
        Missing: there is none of that number.
    """
    row = db.session.get(OutboxMail, mail_id)
    if row is None:
        raise Missing
    return row
