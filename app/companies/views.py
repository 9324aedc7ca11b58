"""Read-only values of companies: columns, never entities."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from app.accounts.views import ACCOUNT_CARD
from app.companies.models import Company, CompanyInvitation, CompanyMember
from app.companies.roles import ADMINISTRATOR, APPROVING, ROLES, Role
from app.foundation.database import db
from app.foundation.errors import Missing
from app.foundation.money import dollars


@dataclass(frozen=True)
class Standing:
    """How somebody stands in their company. `limit_cents` is for one order, None where there is none."""

    company_id: int
    name: str
    role: str
    limit_cents: int | None
    po_required: bool
    member_id: int

    @property
    def may(self) -> Role:
        """What the role may do."""
        return ROLES[self.role]


@dataclass(frozen=True)
class CompanyView:
    """A company with its own rules."""

    id: int
    name: str
    opened_at: datetime
    default_limit_cents: int | None
    po_required: bool
    version: int


@dataclass(frozen=True)
class MemberView:
    """One who belongs to a company now."""

    id: int
    account_id: int
    name: str
    email: str
    role: str
    limit_cents: int | None
    since: datetime
    version: int

    @property
    def may(self) -> Role:
        return ROLES[self.role]

    @property
    def limit_text(self) -> str:
        return limit_text(self.role, self.limit_cents)


@dataclass(frozen=True)
class InvitationView:
    """An invitation; `shown` is the shortened address."""

    id: int
    company_id: int
    company_name: str
    address_digest: str
    shown: str
    role: str
    limit_cents: int | None
    made_at: datetime
    expires_at: datetime
    taken_at: datetime | None
    declined_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def may(self) -> Role:
        return ROLES[self.role]

    @property
    def limit_text(self) -> str:
        return limit_text(self.role, self.limit_cents)

    def live(self, at: datetime) -> bool:
        """Whether it can be taken up."""
        return at < self.expires_at and (self.taken_at, self.declined_at, self.withdrawn_at) == (None, None, None)


def limit_typed(limit_cents: int | None) -> str:
    """A limit as it stands in a form; empty where there is none."""
    return "" if limit_cents is None else dollars(limit_cents)


def limit_text(role: str, limit_cents: int | None) -> str:
    """The limit of one order in words; empty for whoever orders nothing."""
    if not ROLES[role].orders:
        return ""
    return "no limit" if limit_cents is None else f"{dollars(limit_cents)} for one order"


_STANDING = (
    select(
        Company.id,
        Company.name,
        CompanyMember.role,
        CompanyMember.limit_cents,
        Company.po_required,
        CompanyMember.id.label("member_id"),
    )
    .join(CompanyMember, CompanyMember.company_id == Company.id)
    .where(CompanyMember.ended_at.is_(None))
)


def standing(account_id: int) -> Standing | None:
    """How the account stands in its company; None where it belongs to none."""
    row = db.session.execute(_STANDING.where(CompanyMember.account_id == account_id)).one_or_none()
    return Standing(*row) if row else None


def company(company_id: int) -> CompanyView:
    """The company with that number.

    Raises:
        Missing: there is none.
    """
    columns = (
        Company.id, Company.name, Company.opened_at, Company.default_limit_cents, Company.po_required, Company.version,
    )  # fmt: skip
    row = db.session.execute(select(*columns).where(Company.id == company_id)).one_or_none()
    if row is None:
        raise Missing
    return CompanyView(*row)


def name_of(company_id: int | None) -> str:
    """The company's name; empty where there is none, or none any more."""
    if company_id is None:
        return ""
    return db.session.scalar(select(Company.name).where(Company.id == company_id)) or ""


def _members() -> Select[*tuple[Any, ...]]:
    card = ACCOUNT_CARD.subquery("card")
    return (
        select(
            CompanyMember.id,
            CompanyMember.account_id,
            card.c.name,
            card.c.email,
            CompanyMember.role,
            CompanyMember.limit_cents,
            CompanyMember.since,
            CompanyMember.version,
        )
        .join(card, card.c.id == CompanyMember.account_id)
        .where(CompanyMember.ended_at.is_(None))
    )


def members(company_id: int) -> list[MemberView]:
    """Everybody who belongs to the company, who has been longest first."""
    query = _members().where(CompanyMember.company_id == company_id).order_by(CompanyMember.id)
    return [MemberView(*row) for row in db.session.execute(query)]


def member(company_id: int, member_id: int) -> MemberView:
    """One who belongs to the company.

    Raises:
        Missing: nobody with that number belongs to it.
    """
    query = _members().where(CompanyMember.company_id == company_id, CompanyMember.id == member_id)
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise Missing
    return MemberView(*row)


def approvers(company_id: int, besides: int) -> list[MemberView]:
    """Who may approve an order of the account `besides`."""
    query = _members().where(
        CompanyMember.company_id == company_id,
        CompanyMember.role.in_(APPROVING),
        CompanyMember.account_id != besides,
    )
    return [MemberView(*row) for row in db.session.execute(query.order_by(CompanyMember.id))]


_INVITATION: Select[*tuple[Any, ...]] = select(
    CompanyInvitation.id,
    CompanyInvitation.company_id,
    Company.name,
    CompanyInvitation.address_digest,
    CompanyInvitation.shown,
    CompanyInvitation.role,
    CompanyInvitation.limit_cents,
    CompanyInvitation.made_at,
    CompanyInvitation.expires_at,
    CompanyInvitation.taken_at,
    CompanyInvitation.declined_at,
    CompanyInvitation.withdrawn_at,
).join(Company, Company.id == CompanyInvitation.company_id)


def invitation(token_sha256: str) -> InvitationView:
    """The invitation with this digest.

    Raises:
        Missing: there never was one, or it is gone.
    """
    row = db.session.execute(_INVITATION.where(CompanyInvitation.token_sha256 == token_sha256)).one_or_none()
    if row is None:
        raise Missing
    return InvitationView(*row)


def pending(company_id: int, at: datetime) -> list[InvitationView]:
    """The invitations of a company that can still be taken up, the newest first."""
    query = _INVITATION.where(CompanyInvitation.company_id == company_id, _live(at))
    return [InvitationView(*row) for row in db.session.execute(query.order_by(CompanyInvitation.id.desc()))]


def waiting_for(address_digest: str, at: datetime) -> list[tuple[InvitationView, str]]:
    """The invitations to that address that can still be taken up, each with the salt of its secret."""
    query = _INVITATION.add_columns(CompanyInvitation.salt).where(
        CompanyInvitation.address_digest == address_digest, _live(at)
    )
    rows = db.session.execute(query.order_by(CompanyInvitation.id))
    return [(InvitationView(*row[:-1]), row[-1]) for row in rows]


def _live(at: datetime) -> ColumnElement[bool]:
    return and_(
        CompanyInvitation.expires_at > at,
        CompanyInvitation.taken_at.is_(None),
        CompanyInvitation.declined_at.is_(None),
        CompanyInvitation.withdrawn_at.is_(None),
    )


def headless() -> tuple[int, int]:
    """How many companies have members, and how many of them have no administrator."""
    led = select(CompanyMember.company_id).where(CompanyMember.ended_at.is_(None), CompanyMember.role == ADMINISTRATOR)
    counted = select(func.count(CompanyMember.company_id.distinct())).where(CompanyMember.ended_at.is_(None))
    everybody = db.session.scalar(counted) or 0
    without = db.session.scalar(counted.where(CompanyMember.company_id.not_in(led))) or 0
    return everybody, without
