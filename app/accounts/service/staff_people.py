"""Who works here, for the page of staff: in a number of queries that does not grow with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, select

from app.accounts.factor_models import Passkey, TotpFactor
from app.accounts.models import Account, StaffInvitation, StaffRole
from app.accounts.roles import ROLES
from app.accounts.sign_in_models import Device
from app.foundation.database import db
from app.foundation.errors import Missing


@dataclass(frozen=True)
class RoleHeld:
    """A role, since when, and who gave it: a name, or what gave it."""

    code: str
    since: datetime
    by: str

    @property
    def words(self) -> str:
        return ROLES.get(self.code, self.code)


@dataclass(frozen=True)
class Member:
    """Somebody who works here; `seen_at` is None where no device of theirs is kept any more."""

    id: int
    name: str
    user_id: str
    email: str
    roles: list[RoleHeld]
    seen_at: datetime | None
    factored: bool

    def has(self, role: str) -> bool:
        return role in {held.code for held in self.roles}


@dataclass(frozen=True)
class Waiting:
    """An invitation that waits; one that a command printed was mailed to nobody."""

    id: int
    email: str
    roles: list[str]
    sent_at: datetime
    expires_at: datetime
    by: str


_SEEN = select(func.max(Device.last_seen_at)).where(Device.account_id == Account.id).scalar_subquery()
_APP = exists().where(TotpFactor.account_id == Account.id, TotpFactor.confirmed_at.is_not(None))
_PASSKEY = exists().where(Passkey.account_id == Account.id)
_MEMBER = select(
    Account.id,
    Account.name,
    Account.user_id,
    Account.email,
    _SEEN.label("seen_at"),
    or_(_APP, _PASSKEY).label("factored"),
)


def members(account_id: int | None = None) -> list[Member]:
    """Everybody with a role, by name; or that one alone."""
    held = select(StaffRole.account_id, StaffRole.role, StaffRole.since, StaffRole.by)
    query = _MEMBER.where(Account.id.in_(select(StaffRole.account_id)))
    if account_id is not None:
        held, query = held.where(StaffRole.account_id == account_id), query.where(Account.id == account_id)
    roles = db.session.execute(held.order_by(StaffRole.since, StaffRole.id)).all()
    givers = _givers(row.by for row in roles)
    by_account: dict[int, list[RoleHeld]] = {}
    for row in roles:
        by_account.setdefault(row.account_id, []).append(RoleHeld(row.role, row.since, givers[row.by]))
    people = db.session.execute(query.order_by(Account.name, Account.id))
    return [
        Member(row.id, row.name, row.user_id, row.email, by_account[row.id], row.seen_at, bool(row.factored))
        for row in people
    ]


def member(account_id: int) -> Member:
    """One of them.

    Raises:
        Missing: the account has no role.
    """
    found = members(account_id)
    if not found:
        raise Missing
    return found[0]


def waiting(at: datetime) -> list[Waiting]:
    """The invitations that can still be taken up, the newest first."""
    open_ = (StaffInvitation.used_at.is_(None), StaffInvitation.withdrawn_at.is_(None))
    query = select(StaffInvitation).where(*open_, StaffInvitation.expires_at >= at).order_by(StaffInvitation.id.desc())
    rows = list(db.session.scalars(query))
    givers = _givers(row.by for row in rows)
    return [
        Waiting(
            row.id,
            row.email or "",
            [ROLES.get(role, role) for role in row.roles.split()],
            row.resent_at or row.made_at,
            row.expires_at,
            givers[row.by],
        )
        for row in rows
    ]


def holders() -> dict[str, int]:
    """How many people have each role; one that nobody has is not in it."""
    counted = select(StaffRole.role, func.count()).group_by(StaffRole.role)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def _givers(actors: Iterable[str]) -> dict[str, str]:
    """Who each actor is, in words."""
    wanted = set(actors)
    ids = {actor: int(actor.partition(":")[2]) for actor in wanted if actor.partition(":")[2].isdigit()}
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(set(ids.values()))))
    names = {row.id: row.name for row in rows}
    words = dict.fromkeys(wanted, "a command on the server")
    return words | {actor: names.get(number, "somebody who left") for actor, number in ids.items()}
