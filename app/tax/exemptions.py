"""Tax exemption certificates: a customer sends one, staff look at it, and orders to its state go without tax."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import IO, Any

from sqlalchemy import delete, or_, select

from app.accounts.places import STATES
from app.accounts.service import cards
from app.audit import service as audit
from app.foundation import clock
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.mail import service as mail
from app.tax import exemption_files
from app.tax.exemption_models import TaxExemption

MOST = 60
"""Certificates that one account may hold: one for each state, and some in the place of others."""


@dataclass(frozen=True)
class Exemption:
    """A checked certificate in force: `label` stands on the receipt, `ref` (`exemption:3`) is frozen in the order."""

    label: str
    ref: str


@dataclass(frozen=True)
class Certificate:
    """What a customer says about a certificate; `last_day` is None where it names none."""

    state: str
    number: str
    first_day: date
    last_day: date | None


def exemption(account_id: int, state: str, at: datetime) -> Exemption | None:
    """The account's certificate for deliveries to `state` (its code) at that time, if we checked one."""
    day = clock.central(at).date()
    query = (
        select(TaxExemption.id)
        .where(TaxExemption.account_id == account_id, TaxExemption.state == state.strip().upper())
        .where(TaxExemption.checked_at <= at, TaxExemption.first_day <= day)
        .where(or_(TaxExemption.last_day.is_(None), TaxExemption.last_day >= day))
        .where(or_(TaxExemption.over_at.is_(None), TaxExemption.over_at > at))
        .order_by(TaxExemption.id.desc())
        .limit(1)
    )
    found = db.session.scalar(query)
    if found is None:
        return None
    return Exemption(f"No {STATES.get(state.strip().upper(), state)} sales tax: exemption certificate {found}",
                     f"exemption:{found}")  # fmt: skip


def send(act: Act, account_id: int, told: Certificate, stream: IO[bytes], replaces_id: int | None = None) -> int:
    """Keep a certificate until somebody looks at it; gives its id. The one that it replaces stands until then.

    Raises:
        Missing: there is no such certificate to replace.
        Refusal: the file is none that we take, the days are over, or there are too many.
    """
    kind = exemption_files.kind_of(stream)
    if told.last_day is not None and told.last_day < clock.central(act.at).date():
        raise Refusal("This certificate has ended already. Please send one that is in force.", "last_day")
    if len(list(db.session.scalars(select(TaxExemption.id).where(TaxExemption.account_id == account_id)))) >= MOST:
        raise Refusal("There are very many certificates here already. Please withdraw those that have ended.")
    if replaces_id is not None:
        locked(replaces_id, account_id)
    kept = exemption_files.put(act, account_id, stream)
    row = TaxExemption(
        account_id=account_id, state=told.state, number=told.number, first_day=told.first_day, last_day=told.last_day,
        folder=kept.key, kind=kind, size=kept.size, sha256=kept.sha256, sent_at=act.at, replaces_id=replaces_id,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record(act, "exemption.sent", f"exemption:{row.id}", state=row.state, sha256=kept.sha256)
    return row.id


def withdraw(act: Act, account_id: int, exemption_id: int) -> None:
    """The customer takes a certificate back. One that was never checked goes at once; a checked one stays as evidence.

    Raises:
        Missing: there is none, or it is somebody else's.
    """
    row = locked(exemption_id, account_id)
    if row.withdrawn_at is not None:
        return
    audit.record(act, "exemption.withdrawn", f"exemption:{row.id}", state=row.state)
    if row.checked_at is None:
        let_go(act, [row.id])
    else:
        _over(act, row, act.at)


def check(act: Act, exemption_id: int) -> None:
    """A member of staff looked at the certificate and it is good: orders to its state go without tax from now on.

    Raises:
        Missing: there is none.
        Refusal: somebody decided about it already, or it has ended.
    """
    row = _undecided(exemption_id)
    if row.last_day is not None and row.last_day < clock.central(act.at).date():
        raise Refusal("Its last day is over. Refuse it, and say so.")
    row.checked_at, row.decided_by = act.at, str(act.actor)
    row.over_at = _midnight(row.last_day + timedelta(days=1)) if row.last_day else None
    if row.replaces_id is not None:
        old = db.session.get(TaxExemption, row.replaces_id, with_for_update=True)
        if old is not None and old.account_id == row.account_id and old.checked_at and not old.withdrawn_at:
            _over(act, old, max(act.at, _midnight(row.first_day)))
    db.session.flush()
    audit.record(act, "exemption.checked", f"exemption:{row.id}", state=row.state)
    _write(act, row, "tax/exemption_checked", last_day=_spoken(row.last_day))


def refuse(act: Act, exemption_id: int, reason: str) -> None:
    """A member of staff looked at the certificate and it cannot be used; the customer is told why.

    Raises:
        Missing: there is none.
        Refusal: somebody decided about it already.
    """
    row = _undecided(exemption_id)
    row.refused_at, row.decided_by, row.reason = act.at, str(act.actor), reason
    db.session.flush()
    audit.record(act, "exemption.refused", f"exemption:{row.id}", state=row.state)
    _write(act, row, "tax/exemption_refused", reason=reason)


def remind(act: Act, exemption_id: int) -> None:
    """Tell the owner that the certificate ends soon, once."""
    row = locked(exemption_id)
    if row.ending_told_at is None and row.last_day is not None:
        row.ending_told_at = act.at
        db.session.flush()
        audit.record(act, "exemption.ending-told", f"exemption:{row.id}")
        _write(act, row, "tax/exemption_ends", last_day=_spoken(row.last_day))


def let_go(_act: Act, exemption_ids: Collection[int]) -> int:
    """Remove certificates with their files; gives how many there were."""
    chosen = TaxExemption.id.in_(exemption_ids)
    folders = list(db.session.scalars(select(TaxExemption.folder).where(chosen)))
    db.session.execute(delete(TaxExemption).where(chosen))
    for folder in folders:
        exemption_files.remove_later(folder)
    return len(folders)


def locked(exemption_id: int, account_id: int | None = None) -> TaxExemption:
    """The row for writing, through its owner when one is given.

    Raises:
        Missing: there is none, or it is somebody else's.
    """
    query = select(TaxExemption).where(TaxExemption.id == exemption_id)
    if account_id is not None:
        query = query.where(TaxExemption.account_id == account_id)
    row: TaxExemption | None = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise Missing
    return row


def _undecided(exemption_id: int) -> TaxExemption:
    row = locked(exemption_id)
    if row.checked_at or row.refused_at or row.withdrawn_at:
        raise Refusal("Somebody decided about this certificate already. The page shows what.")
    return row


def _over(act: Act, row: TaxExemption, since: datetime) -> None:
    row.withdrawn_at = act.at
    row.over_at = min(row.over_at, since) if row.over_at else since
    db.session.flush()


def _midnight(day: date) -> datetime:
    """When the day begins in Central time."""
    return datetime.combine(day, time(), clock.CENTRAL).astimezone(UTC)


def _spoken(day: date | None) -> str:
    return f"{day:%B} {day.day}, {day.year}" if day else ""


def _write(act: Act, row: TaxExemption, letter: str, **values: Any) -> None:
    card = cards.account_card(row.account_id)
    mail.queue(
        act, to=card.email, template=letter, purpose="account", ref=f"account:{row.account_id}",
        greeting=card.greeting, state=STATES.get(row.state, row.state), **values,
    )  # fmt: skip
