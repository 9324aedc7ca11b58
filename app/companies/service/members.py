"""Who belongs to a company: other roles and limits, the end of a membership, and what happens when nobody leads."""

from collections.abc import Iterator

from sqlalchemy import exists, select

from app.accounts import service as accounts
from app.accounts.service import devices
from app.audit import service as audit
from app.companies import news
from app.companies.models import Company, CompanyMember
from app.companies.roles import ADMINISTRATOR, APPROVING, ROLES
from app.companies.service.companies import empty
from app.companies.service.records import (
    Place,
    administered,
    belonging,
    check_not_last,
    count,
    locked,
    open_members,
    open_membership,
    tell_administrators,
)
from app.companies.views import limit_text
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal, Stale
from app.foundation.money import dollars


def change(act: Act, account_id: int, member_id: int, place: Place, version: int) -> None:
    """Give a member another role or limit. Orders that wait for approval go on waiting.

    Raises:
        Missing: the account administers no company, or nobody with that number belongs to it.
        Refusal: the company would have no administrator.
        Stale: somebody changed the member since.
    """
    company, place = administered(account_id), place.checked()
    row = belonging(company.id, member_id)
    if row.version != version:
        raise Stale(_current(row))
    if place == Place(row.role, row.limit_cents):
        return
    if place.role != ADMINISTRATOR:
        check_not_last(row)
    raised = place.role == ADMINISTRATOR != row.role
    _put(act, row, place)
    audit.record(
        act, "company.member-changed", f"account:{row.account_id}", role=place.role, limit_cents=place.limit_cents or 0
    )
    _tell(act, company, row)
    if raised:
        tell_new_administrator(act, company, row.account_id)


def _put(act: Act, row: CompanyMember, place: Place) -> None:
    row.role, row.limit_cents = place.role, place.limit_cents
    row.changed_at, row.changed_by = act.at, str(act.actor)
    row.version += 1
    db.session.flush()


def _tell(act: Act, company: Company, row: CompanyMember) -> None:
    devices.notify(
        act,
        row.account_id,
        "companies/role_changed",
        company=company.name,
        role=ROLES[row.role].name,
        words=ROLES[row.role].words,
        limit=limit_text(row.role, row.limit_cents),
    )


def tell_new_administrator(act: Act, company: Company, account_id: int) -> None:
    """Every other administrator hears that there is one more."""
    name = accounts.account_card(account_id).name
    tell_administrators(act, company, "companies/administrator_made", besides=account_id, name=name)


def _current(row: CompanyMember) -> dict[str, str]:
    limit = "" if row.limit_cents is None else dollars(row.limit_cents)
    return {"role": row.role, "limit": limit, "version": str(row.version)}


def end(act: Act, account_id: int, member_id: int, version: int) -> None:
    """An administrator ends somebody else's membership.

    Raises:
        Missing: the account administers no company, or nobody with that number belongs to it.
        Refusal: it is their own, or somebody changed the member since.
    """
    company = administered(account_id)
    row = belonging(company.id, member_id)
    if row.account_id == account_id:
        raise Refusal("To end your own membership, leave the company on its page.")
    if row.version != version:
        raise Refusal("Somebody changed this member since you opened the page. Look at it again, then decide.")
    check_not_last(row)
    _end(act, company, row)


def leave(act: Act, account_id: int) -> None:
    """Leave one's company. Whoever leaves it last closes it.

    Raises:
        Missing: the account belongs to none.
        Refusal: others belong to it, and nobody of them administers it.
    """
    mine = open_membership(account_id)
    if mine is None:
        raise Missing
    company = locked(mine.company_id)
    if count(company.id) == 1:
        news.closing.send(act, company_id=company.id)
        empty(act, company)
    else:
        check_not_last(mine)
    _end(act, company, mine)


def _end(act: Act, company: Company, row: CompanyMember) -> None:
    row.ended_at, row.ended_by = act.at, str(act.actor)
    row.version += 1
    db.session.flush()
    audit.record(act, "company.member-left", f"account:{row.account_id}", company=company.id)
    devices.notify(act, row.account_id, "companies/ended", company=company.name)


def must_hand_over(account_id: int) -> str:
    """The name of the company that would have nobody to lead it without this account; empty where there is none."""
    mine = open_membership(account_id)
    if mine is None or mine.role != ADMINISTRATOR:
        return ""
    others = [one for one in open_members(mine.company_id) if one.id != mine.id]
    if not others or any(one.role == ADMINISTRATOR for one in others):
        return ""
    return db.session.get_one(Company, mine.company_id).name


def tend(act: Act) -> Iterator[None]:
    """What an erased account leaves behind: companies that nobody belongs to, or that nobody leads. A yield commits."""
    belong = exists().where(CompanyMember.company_id == Company.id, CompanyMember.ended_at.is_(None))
    lead = belong.where(CompanyMember.role == ADMINISTRATOR)
    for number in db.session.scalars(select(Company.id).where(Company.empty_since.is_(None), ~belong)).all():
        empty(act, locked(number))
        yield
    for number in db.session.scalars(select(Company.id).where(belong, ~lead)).all():
        _put_in_charge(act, locked(number))
        yield


def _put_in_charge(act: Act, company: Company) -> None:
    """Whoever approves, and has done so longest, leads from now on; else whoever belongs longest."""
    rows = sorted(open_members(company.id), key=lambda row: (row.role not in APPROVING, row.id))
    if not rows or any(row.role == ADMINISTRATOR for row in rows):
        return
    _put(act, rows[0], Place(ADMINISTRATOR, rows[0].limit_cents))
    audit.record(act, "company.member-changed", f"account:{rows[0].account_id}", role=ADMINISTRATOR, limit_cents=0)
    _tell(act, company, rows[0])
