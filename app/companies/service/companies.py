"""Opening a company, changing its own rules, and closing it."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.accounts.service import devices
from app.audit import service as audit
from app.companies import news
from app.companies.models import Company, CompanyInvitation, CompanyMember
from app.companies.roles import ADMINISTRATOR
from app.companies.service.records import Place, administered, open_members, open_membership
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal, Stale
from app.foundation.money import dollars

ONE_ONLY = "You belong to a company already. Leave it first: one account belongs to one company."


@dataclass(frozen=True)
class Rules:
    """A company's name and its own rules; `default_limit_cents` is what new buyers get, None for no limit."""

    name: str
    default_limit_cents: int | None = None
    po_required: bool = False


def open_company(act: Act, account_id: int, rules: Rules) -> int:
    """Open a company whose administrator is this account; gives its number.

    Raises:
        Refusal: it belongs to one already.
    """
    company = Company(
        name=rules.name,
        opened_by=str(act.actor),
        opened_at=act.at,
        default_limit_cents=rules.default_limit_cents,
        po_required=rules.po_required,
        policy_version=act.policy_version,
        agreement=act.agreement_slug,
        agreement_version=act.agreement_version,
        version=1,
    )
    db.session.add(company)
    db.session.flush()
    join(act, company, account_id, Place(ADMINISTRATOR), by=str(act.actor))
    audit.record(act, "company.opened", f"company:{company.id}")
    return company.id


def join(act: Act, company: Company, account_id: int, place: Place, by: str) -> None:
    """Make the account a member.

    Raises:
        Refusal: it belongs to a company already.
    """
    if open_membership(account_id) is not None:
        raise Refusal(ONE_ONLY)
    row = CompanyMember(
        company_id=company.id,
        account_id=account_id,
        role=place.role,
        limit_cents=place.limit_cents,
        since=act.at,
        by=by,
        policy_version=act.policy_version,
        agreement=act.agreement_slug,
        agreement_version=act.agreement_version,
        version=1,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        # Another window of the same person was faster.
        raise Refusal(ONE_ONLY) from None


def change_rules(act: Act, account_id: int, rules: Rules, version: int) -> None:
    """Change the company's name and rules. Limits that somebody has already stay as they are.

    Raises:
        Missing: the account administers no company.
        Stale: another administrator changed them since.
    """
    company = administered(account_id)
    if company.version != version:
        raise Stale(_current(company))
    if rules == Rules(company.name, company.default_limit_cents, company.po_required):
        return
    company.name = rules.name
    company.default_limit_cents, company.po_required = rules.default_limit_cents, rules.po_required
    company.version += 1
    db.session.flush()
    audit.record(act, "company.rules-changed", f"company:{company.id}")


def _current(company: Company) -> dict[str, str]:
    limit = company.default_limit_cents
    return {
        "name": company.name,
        "limit": "" if limit is None else dollars(limit),
        "po_required": "y" if company.po_required else "",
        "version": str(company.version),
    }


def close(act: Act, account_id: int) -> None:
    """Close the company that the account administers: nobody belongs to it from now on, and everybody is told.

    Orders placed for it stay with whoever placed them; those that wait for approval are cancelled by the room of
    orders, which hears of it.

    Raises:
        Missing: it administers none.
    """
    company = administered(account_id)
    news.closing.send(act, company_id=company.id)
    for row in open_members(company.id):
        row.ended_at, row.ended_by = act.at, str(act.actor)
        row.version += 1
        devices.notify(act, row.account_id, "companies/closed", company=company.name)
    empty(act, company)
    audit.record(act, "company.closed", f"company:{company.id}")


def empty(act: Act, company: Company) -> None:
    """Nobody belongs to the company any more: nobody may join it either."""
    open_ones = update(CompanyInvitation).where(
        CompanyInvitation.company_id == company.id,
        CompanyInvitation.taken_at.is_(None),
        CompanyInvitation.declined_at.is_(None),
        CompanyInvitation.withdrawn_at.is_(None),
    )
    db.session.execute(open_ones.values(withdrawn_at=act.at, shown=""))
    company.empty_since = act.at
    company.version += 1
    db.session.flush()
