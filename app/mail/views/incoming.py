"""The mail that came, as staff see it; who wrote to us; and waves of stops."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, cast, func, or_, select

from app.foundation.database import db
from app.foundation.errors import Missing
from app.mail.models import Correspondent, InboundEffect, InboundMail, OutboxMail, StopWave
from app.mail.views.outgoing import LOOKED_THROUGH
from app.permissions.subjects import address_key

PAGE = 50
UNREAD = ("stored", "failed")
LOOK = ("stored", "failed", "too-big")
UNSURE = ("fresh-no-words", "thread-no-words", "privacy-no-words")
"""Tests that fire where no word of the mail told what its writer wants."""
WAVE_DAYS = 7


@dataclass(frozen=True)
class InboundLine:
    """One line of the list."""

    id: int
    received_at: datetime
    way: str
    sender_address: str
    subject: str
    kind: str
    rule: str
    state: str
    wishes: list[str]
    reading_words: str
    case_number: int | None
    widened_at: datetime | None


@dataclass(frozen=True)
class Effect:
    """One thing that was done because of a mail."""

    what: str
    ref: str
    at: datetime


@dataclass(frozen=True)
class Asked:
    """What the list shows; empty is anything. `look` leaves what somebody of the staff should read."""

    kind: str = ""
    wish: str = ""
    look: bool = False
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True)
class Inbox:
    """A page of the list, the newest first."""

    rows: list[InboundLine]
    newer: int | None
    older: int | None


@dataclass(frozen=True)
class InboundPage:
    """One mail whole, what was done because of it, and the state of the answer that went out."""

    mail: InboundMail
    effects: list[Effect]
    answer_state: str


@dataclass(frozen=True)
class Waiting:
    """How many mails nobody has read yet, and how many somebody of the staff should look at."""

    unread: int
    look: int


_LINE = [getattr(InboundMail, name) for name in InboundLine.__dataclass_fields__]


def inbox(asked: Asked) -> Inbox:
    """The mails that staff asked for."""
    back = asked.before is not None
    order = InboundMail.id.asc() if back else InboundMail.id.desc()
    query = select(*_LINE).where(*_conditions(asked)).order_by(order).limit(PAGE + 1)
    rows = [InboundLine(*row) for row in db.session.execute(query)]
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if back:
        rows.reverse()
    if not rows:
        return Inbox([], None, None)
    newer = more if back else asked.after is not None
    return Inbox(rows, rows[0].id if newer else None, rows[-1].id if back or more else None)


def _conditions(asked: Asked) -> Iterable[ColumnElement[bool]]:
    if asked.kind:
        yield InboundMail.kind == asked.kind
    if asked.wish:
        yield cast(InboundMail.wishes, String).contains(f'"{asked.wish}"')
    if asked.look:
        yield _needs_a_look()
    if asked.kind or asked.wish or asked.look:
        yield InboundMail.id > select(func.max(InboundMail.id)).scalar_subquery() - LOOKED_THROUGH
    if asked.before is not None:
        yield InboundMail.id > asked.before
    if asked.after is not None:
        yield InboundMail.id < asked.after


def _needs_a_look() -> ColumnElement[bool]:
    return or_(
        InboundMail.state.in_(LOOK),
        InboundMail.kind == "unreadable",
        InboundMail.rule.in_(UNSURE) & InboundMail.widened_at.is_(None),
    )


def needs_a_look(line: InboundLine) -> bool:
    """The same for one line that was read."""
    unsure = line.rule in UNSURE and line.widened_at is None
    return line.state in LOOK or line.kind == "unreadable" or unsure


def waiting() -> Waiting:
    """What stands in the inbox now, by the index of states."""
    query = select(InboundMail.state, func.count()).where(InboundMail.state.in_(LOOK)).group_by(InboundMail.state)
    found = {row[0]: row[1] for row in db.session.execute(query)}
    return Waiting(sum(found.get(state, 0) for state in UNREAD), found.get("failed", 0) + found.get("too-big", 0))


def inbound(inbound_id: int) -> InboundPage:
    """One mail.

    Raises:
        Missing: there is none of that number.
    """
    mail = db.session.get(InboundMail, inbound_id)
    if mail is None:
        raise Missing
    query = select(InboundEffect.what, InboundEffect.ref, InboundEffect.at)
    done = db.session.execute(query.where(InboundEffect.inbound_id == inbound_id).order_by(InboundEffect.id))
    answer = select(OutboxMail.state).where(OutboxMail.id == mail.answered_mail_id)
    state = db.session.scalar(answer) if mail.answered_mail_id else None
    return InboundPage(mail, [Effect(*row) for row in done], state or "")


@dataclass(frozen=True)
class Writer:
    """One line of the register of who wrote to us (P14)."""

    id: int
    address: str
    first_at: datetime
    last_at: datetime
    count: int


@dataclass(frozen=True)
class Register:
    """A page of the register, who wrote last stands first."""

    rows: list[Writer]
    older: int | None


def correspondents(email_key: str = "", after: int | None = None) -> Register:
    """The register; with a normalised address only that one, found by its digest."""
    columns = [getattr(Correspondent, name) for name in Writer.__dataclass_fields__]
    query = select(*columns).order_by(Correspondent.last_at.desc(), Correspondent.id.desc())
    if email_key:
        query = query.where(Correspondent.address_key == address_key(email_key))
    if after is not None:
        mark = select(Correspondent.last_at).where(Correspondent.id == after).scalar_subquery()
        query = query.where(
            or_(Correspondent.last_at < mark, (Correspondent.last_at == mark) & (Correspondent.id < after))
        )
    rows = [Writer(*row) for row in db.session.execute(query.limit(PAGE + 1))]
    return Register(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


@dataclass(frozen=True)
class Wave:
    """Unusually many stops by mail through one mail server."""

    id: int
    began_at: datetime
    last_at: datetime
    count: int
    offered_at: datetime | None


def waves(now: datetime) -> list[Wave]:
    """The waves of the last days, the newest first."""
    columns = [getattr(StopWave, name) for name in Wave.__dataclass_fields__]
    query = select(*columns).where(StopWave.last_at >= now - timedelta(days=WAVE_DAYS))
    return [Wave(*row) for row in db.session.execute(query.order_by(StopWave.last_at.desc()).limit(10))]
