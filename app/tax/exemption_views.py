"""Certificates as their owner and as staff see them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, String, and_, cast, literal, select

from app.accounts.places import STATES
from app.accounts.views import ACCOUNT_CARD
from app.foundation import clock, rules
from app.foundation.database import db
from app.foundation.errors import Missing
from app.tax.exemption_models import TaxExemption

PAGE = 50
NOTICE = "tax.exemption-notice-days"
rules.declare(rules.Rule(NOTICE, 30, "days", "How long before a tax certificate ends its owner is told"))
TONES = {"in force": "good", "sent": "working", "refused": "bad"}


@dataclass(frozen=True)
class Line:
    """A certificate. `standing` is sent, refused, in force, not begun, ended, or withdrawn."""

    id: int
    account_id: int
    state: str
    number: str
    first_day: date
    last_day: date | None
    kind: str
    size: int
    sent_at: datetime
    replaces_id: int | None
    checked_at: datetime | None
    refused_at: datetime | None
    decided_by: str
    reason: str
    withdrawn_at: datetime | None
    over_at: datetime | None
    standing: str

    @property
    def state_name(self) -> str:
        return STATES.get(self.state, self.state)

    @property
    def tone(self) -> str:
        return TONES.get(self.standing, "neutral")

    @property
    def days(self) -> str:
        """Its days in words: `from January 1, 2026 to December 31, 2027`."""
        return f"from {_spoken(self.first_day)}" + (f" to {_spoken(self.last_day)}" if self.last_day else ", no end")

    @property
    def file_name(self) -> str:
        """The name under which a browser saves it; a name that we make says nothing and can do no harm."""
        return f"certificate-{self.id}.{self.kind}"


_COLUMNS = (
    TaxExemption.id, TaxExemption.account_id, TaxExemption.state, TaxExemption.number, TaxExemption.first_day,
    TaxExemption.last_day, TaxExemption.kind, TaxExemption.size, TaxExemption.sent_at, TaxExemption.replaces_id,
    TaxExemption.checked_at, TaxExemption.refused_at, TaxExemption.decided_by, TaxExemption.reason,
    TaxExemption.withdrawn_at, TaxExemption.over_at,
)  # fmt: skip


def of_account(account_id: int, at: datetime) -> list[Line]:
    """All certificates of an account, by state, the newest first."""
    query = select(*_COLUMNS).where(TaxExemption.account_id == account_id)
    rows = db.session.execute(query.order_by(TaxExemption.state, TaxExemption.id.desc())).mappings()
    return [_line(dict(row), at) for row in rows]


def line(exemption_id: int, at: datetime, account_id: int | None = None) -> Line:
    """One certificate, through its owner when one is given.

    Raises:
        Missing: there is none, or it is somebody else's.
    """
    query = select(*_COLUMNS).where(TaxExemption.id == exemption_id)
    if account_id is not None:
        query = query.where(TaxExemption.account_id == account_id)
    row = db.session.execute(query).mappings().one_or_none()
    if row is None:
        raise Missing
    return _line(dict(row), at)


def refs_of(account_id: int) -> Select[str]:
    """The refs (`exemption:7`) of all certificates of an account, for joining."""
    ref = literal("exemption:", String) + cast(TaxExemption.id, String)
    return select(ref).where(TaxExemption.account_id == account_id)


def folder_of(exemption_id: int) -> str:
    """Where the file of a certificate lies; empty where there is no certificate."""
    return db.session.scalar(select(TaxExemption.folder).where(TaxExemption.id == exemption_id)) or ""


@dataclass(frozen=True)
class Waiting:
    """A certificate that somebody has to look at."""

    id: int
    state: str
    sent_at: datetime
    customer: str
    user_id: str

    @property
    def state_name(self) -> str:
        return STATES.get(self.state, self.state)


def waiting(after: int = 0) -> list[Waiting]:
    """Certificates that nobody decided about, the oldest first, one more than a page holds."""
    return _listed(and_(*_open(), TaxExemption.id > after), oldest_first=True)


def decided() -> list[Waiting]:
    """Certificates that were looked at, the newest first."""
    return _listed(TaxExemption.checked_at.is_not(None) | TaxExemption.refused_at.is_not(None), oldest_first=False)


def _open() -> tuple[ColumnElement[bool], ...]:
    return (
        TaxExemption.checked_at.is_(None),
        TaxExemption.refused_at.is_(None),
        TaxExemption.withdrawn_at.is_(None),
    )


def _listed(chosen: ColumnElement[bool], oldest_first: bool) -> list[Waiting]:
    card = ACCOUNT_CARD.subquery("card")
    query = (
        select(TaxExemption.id, TaxExemption.state, TaxExemption.sent_at, card.c.name, card.c.user_id)
        .join(card, card.c.id == TaxExemption.account_id)
        .where(chosen)
        .order_by(TaxExemption.id if oldest_first else TaxExemption.id.desc())
        .limit(PAGE + 1)
    )
    return [Waiting(*row) for row in db.session.execute(query)]


def ending(at: datetime) -> list[int]:
    """Certificates in force that end soon, whose owners were not told and have sent no other in their place."""
    today = clock.central(at).date()
    newer = select(TaxExemption.replaces_id).where(
        TaxExemption.replaces_id.is_not(None), TaxExemption.refused_at.is_(None)
    )
    query = (
        select(TaxExemption.id)
        .where(TaxExemption.last_day >= today, TaxExemption.last_day <= today + timedelta(days=rules.whole(NOTICE, at)))
        .where(TaxExemption.checked_at.is_not(None), TaxExemption.withdrawn_at.is_(None))
        .where(TaxExemption.ending_told_at.is_(None), TaxExemption.id.not_in(newer))
        .order_by(TaxExemption.id)
    )
    return list(db.session.scalars(query))


def _line(row: dict[str, object], at: datetime) -> Line:
    made = Line(**row, standing="")  # type: ignore[arg-type]  # the columns are the fields
    return Line(**row, standing=_standing(made, at))  # type: ignore[arg-type]  # as above


def _standing(made: Line, at: datetime) -> str:
    if made.refused_at:
        return "refused"
    if made.over_at is not None and made.over_at <= at:
        return "withdrawn" if made.withdrawn_at else "ended"
    if made.checked_at is None:
        return "sent"
    return "not begun" if made.first_day > clock.central(at).date() else "in force"


def _spoken(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
