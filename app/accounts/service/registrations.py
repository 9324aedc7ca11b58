"""Who registers, as counts that staff learn from (P36): by month and by state, nobody in particular.

Small counts are hidden, and whoever stopped the use of their data for improving the services is in none of them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, extract, func, literal, select

from app.accounts.models import Account, AccountAddress, AddressDefault, StaffRole
from app.accounts.places import STATES
from app.accounts.user_ids import OURS
from app.foundation import rules
from app.foundation.database import db
from app.permissions import views as gate

SMALLEST = "account.smallest-count"
MONTHS = 12
rules.declare(
    rules.Rule(SMALLEST, 5, "registrations", "The smallest count of registrations shown as a number", least=2)
)


@dataclass(frozen=True)
class Line:
    """A month or a state and its count in words: a small one is only “<5”, so that nobody stands out."""

    name: str
    shown: str


@dataclass(frozen=True)
class Registrations:
    """Customers by the month in which they registered, newest first, and by where their parcels go, by name."""

    months: list[Line]
    states: list[Line]


def counts(at: datetime) -> Registrations:
    """The last twelve months, and every state from which somebody registered in them."""
    since = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    since = since.replace(year=since.year - 1)
    counted = (
        Account.created_at >= since,
        ~Account.user_id_key.startswith(OURS),
        Account.id.not_in(select(StaffRole.account_id)),
        ~gate.stops(literal("person:").concat(cast(Account.person_id, String)), "improve"),
    )
    return Registrations(_months(counted), _states(counted))


def _months(counted: Iterable[ColumnElement[bool]]) -> list[Line]:
    year, month = extract("year", Account.created_at), extract("month", Account.created_at)
    rows = db.session.execute(select(year, month, func.count()).where(*counted).group_by(year, month)).all()
    newest = sorted(((int(row[0]), int(row[1]), int(row[2])) for row in rows), reverse=True)[:MONTHS]
    return [Line(f"{datetime(y, m, 1):%B %Y}", _shown(count)) for y, m, count in newest]


def _states(counted: Iterable[ColumnElement[bool]]) -> list[Line]:
    query: Any = (
        select(AccountAddress.country, AccountAddress.region, func.count())
        .join(AddressDefault, AddressDefault.address_id == AccountAddress.id)
        .join(Account, Account.id == AddressDefault.account_id)
        .where(AddressDefault.use == "shipping", *counted)
        .group_by(AccountAddress.country, AccountAddress.region)
    )
    found: Counter[str] = Counter()
    for country, region, count in db.session.execute(query):
        found[STATES.get(region, "Other") if country == "US" else "Outside the US"] += count
    return [Line(name, _shown(count)) for name, count in sorted(found.items())]


def _shown(count: int) -> str:
    smallest = rules.whole(SMALLEST)
    return str(count) if count >= smallest else f"<{smallest}"
