"""Staff: who has which role, who gives and takes them, and the end of somebody's work here."""

from sqlalchemy import exists, func, select

from app.accounts import news
from app.accounts.hashing import Hasher
from app.accounts.models import Account, StaffRole
from app.accounts.roles import ADMINISTRATOR, ROLES, permissions_of
from app.accounts.service import acting, devices, opening, secrets
from app.accounts.service.opening import NewAccount
from app.audit import service as audit
from app.cases import service as cases
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal

LAST = "There must be another administrator first: nobody else could give roles any more."


def grant(act: Act, account_id: int, role: str, by: str = "") -> None:
    """Give an account a role; a second time does nothing. `by` is the actor who gave it, where that is not this one.

    Raises:
        Refusal: there is no such role.
    """
    if role not in ROLES:
        raise Refusal(f"There is no staff role named {role}.")
    if db.session.scalar(select(exists().where(StaffRole.account_id == account_id, StaffRole.role == role))):
        return
    db.session.add(StaffRole(account_id=account_id, role=role, since=act.at, by=by or str(act.actor)))
    db.session.flush()
    audit.record(act, "staff.role-given", f"account:{account_id}", role=role)


def give(act: Act, account_id: int, role: str) -> None:
    """Give a member of staff one more role, and tell them by mail.

    Raises:
        Missing: the account is not one of staff.
        Refusal: there is no such role, or they have it.
    """
    held = _held(account_id)
    if role in {row.role for row in held}:
        raise Refusal("This member of staff has that role already.", "role")
    grant(act, account_id, role)
    devices.notify(act, account_id, "accounts/staff_role_given", role=ROLES[role])


def take(act: Act, account_id: int, role: str) -> None:
    """Take one role, and tell them by mail; whoever has no other works here no more.

    Raises:
        Missing: they do not have it.
        Refusal: they are the last administrator.
    """
    held = {row.role: row for row in _held(account_id)}
    if role not in held:
        raise Missing
    if len(held) == 1:
        end_work(act, account_id)
        return
    if role == ADMINISTRATOR:
        _another_administrator(account_id)
    db.session.delete(held[role])
    db.session.flush()
    audit.record(act, "staff.role-taken", f"account:{account_id}", role=role)
    devices.notify(act, account_id, "accounts/staff_role_taken", role=ROLES.get(role, role))


def end_work(act: Act, account_id: int) -> None:
    """End somebody's work here: every role, every session at once; what they work on is free for colleagues.

    Raises:
        Missing: the account is not one of staff.
        Refusal: they are the last administrator.
    """
    held = _held(account_id)
    if ADMINISTRATOR in {row.role for row in held}:
        _another_administrator(account_id)
    for row in held:
        db.session.delete(row)
    db.session.flush()
    devices.end_all(act, account_id, "staff-ended")
    audit.record(act, "staff.ended", f"account:{account_id}", roles=[row.role for row in held])
    acting.end_of_staff(act, account_id)
    cases.release_all(act, account_id)
    news.staff_ended.send(act, staff_id=account_id)
    devices.notify(act, account_id, "accounts/staff_ended")


def _held(account_id: int) -> list[StaffRole]:
    """The roles of a member of staff, locked until the work is done."""
    rows = db.session.scalars(select(StaffRole).where(StaffRole.account_id == account_id).with_for_update())
    found = rows.all()
    if not found:
        raise Missing
    return list(found)


def _another_administrator(account_id: int) -> None:
    """See that somebody else is an administrator; two who end each other at once wait for each other here."""
    rows = db.session.scalars(
        select(StaffRole.account_id).where(StaffRole.role == ADMINISTRATOR).order_by(StaffRole.id).with_for_update()
    )
    if not set(rows) - {account_id}:
        raise Refusal(LAST)


def create_staff(act: Act, new: NewAccount, password: str, roles: list[str], hasher: Hasher) -> int:
    """Open a staff account with a known password: only for the demonstration, real staff are invited."""
    account_id = opening.open_account(act, new, secrets.hashed(hasher, password))
    for role in roles:
        grant(act, account_id, role)
    return account_id


def first_administrator_needed() -> bool:
    """Whether nobody is an administrator yet."""
    return not db.session.scalar(select(func.count()).where(StaffRole.role == ADMINISTRATOR))


def staff_names(account_ids: list[int]) -> dict[int, str]:
    """Names of members of staff by account id, for lists that say who works on what."""
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(account_ids)))
    return {row.id: row.name for row in rows}


def staff_roles(account_ids: list[int]) -> dict[int, list[str]]:
    """Role names (`Customer service`) of members of staff by account id."""
    found: dict[int, list[str]] = {}
    query = select(StaffRole.account_id, StaffRole.role).where(StaffRole.account_id.in_(account_ids))
    for account_id, role in db.session.execute(query.order_by(StaffRole.account_id, StaffRole.role)):
        found.setdefault(account_id, []).append(ROLES.get(role, role))
    return found


def who_may(permission: str, most: int) -> list[int]:
    """The accounts whose roles hold the permission: those whose office it is before administrators; at most `most`."""
    roles = [role for role in ROLES if permission in permissions_of([role])]
    query = select(StaffRole.account_id, StaffRole.role).where(StaffRole.role.in_(roles))
    rows = sorted(db.session.execute(query), key=lambda row: (row.role == ADMINISTRATOR, row.account_id))
    return list(dict.fromkeys(row.account_id for row in rows))[:most]
