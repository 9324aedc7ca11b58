"""What every verb of companies begins with: the company for writing, by somebody who may; and who belongs to it."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.accounts.service import devices
from app.companies.models import Company, CompanyMember
from app.companies.roles import ADMINISTRATOR, ROLES
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal

LARGEST = 2**31 - 1
LAST = "Somebody must administer the company. Make another member administrator first, or close the company."


@dataclass(frozen=True)
class Place:
    """What somebody is or shall be in a company; `limit_cents` is for one order, None without one."""

    role: str
    limit_cents: int | None = None

    def checked(self) -> "Place":
        """The place as it is kept: who orders nothing has no limit.

        Raises:
            Refusal: there is no such role, or the limit is no amount.
        """
        role = ROLES.get(self.role)
        if role is None:
            raise Refusal("Please choose one of the roles.", "role")
        if self.limit_cents is not None and not 0 < self.limit_cents <= LARGEST:
            raise Refusal("Please type an amount above zero, or leave it empty for no limit.", "limit")
        return self if role.orders else Place(self.role)


def administered(account_id: int) -> Company:
    """The company that the account administers, kept from other writers until the commit.

    Raises:
        Missing: it administers none.
    """
    me = open_membership(account_id)
    if me is None or not ROLES[me.role].manages:
        raise Missing
    company = locked(me.company_id)
    # Whoever waited for the lock may have lost the role meanwhile.
    db.session.refresh(me)
    if me.ended_at is not None or not ROLES[me.role].manages:
        raise Missing
    return company


def locked(company_id: int) -> Company:
    """The company, kept from other writers until the commit."""
    query = select(Company).where(Company.id == company_id).with_for_update()
    found: Company = db.session.scalars(query.execution_options(populate_existing=True)).one()
    return found


def open_membership(account_id: int) -> CompanyMember | None:
    """The row that says to which company the account belongs now."""
    query = select(CompanyMember).where(CompanyMember.account_id == account_id, CompanyMember.ended_at.is_(None))
    return db.session.scalars(query).one_or_none()


def open_members(company_id: int) -> list[CompanyMember]:
    """The rows of everybody who belongs to the company now, who has been longest first."""
    query = select(CompanyMember).where(CompanyMember.company_id == company_id, CompanyMember.ended_at.is_(None))
    return list(db.session.scalars(query.order_by(CompanyMember.id)))


def belonging(company_id: int, member_id: int) -> CompanyMember:
    """One who belongs to the company.

    Raises:
        Missing: nobody with that number does.
    """
    query = select(CompanyMember).where(
        CompanyMember.id == min(member_id, LARGEST),
        CompanyMember.company_id == company_id,
        CompanyMember.ended_at.is_(None),
    )
    row: CompanyMember | None = db.session.scalars(query).one_or_none()
    if row is None:
        raise Missing
    return row


def count(company_id: int) -> int:
    """How many people belong to the company."""
    query = select(func.count()).where(CompanyMember.company_id == company_id, CompanyMember.ended_at.is_(None))
    return db.session.scalar(query) or 0


def check_not_last(row: CompanyMember) -> None:
    """Refuse to lose the only administrator.

    Raises:
        Refusal: nobody else administers the company.
    """
    others = (one for one in open_members(row.company_id) if one.id != row.id)
    if row.role == ADMINISTRATOR and not any(one.role == ADMINISTRATOR for one in others):
        raise Refusal(LAST)


def tell_administrators(act: Act, company: Company, letter: str, besides: int = 0, **values: str) -> None:
    """A notice to everybody who administers the company, but for the account `besides`."""
    for one in open_members(company.id):
        if one.role == ADMINISTRATOR and one.account_id != besides:
            devices.notify(act, one.account_id, letter, company=company.name, **values)
