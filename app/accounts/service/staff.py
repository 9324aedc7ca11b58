"""Staff: who has which role, invitations, and the first administrator."""

from datetime import timedelta

from sqlalchemy import exists, func, select

from app.accounts.hashing import Hasher
from app.accounts.models import Account, StaffInvitation, StaffRole
from app.accounts.roles import ADMINISTRATOR, ROLES, permissions_of
from app.accounts.service import devices, opening, secrets
from app.accounts.service.devices import SignedIn
from app.accounts.service.opening import NewAccount
from app.accounts.service.visit import Visit
from app.audit import service as audit
from app.foundation import codes, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal


def grant(act: Act, account_id: int, role: str) -> None:
    """Give an account a role; a second time does nothing.

    Raises:
        Refusal: there is no such role.
    """
    if role not in ROLES:
        raise Refusal(f"There is no staff role named {role}.")
    if db.session.scalar(select(exists().where(StaffRole.account_id == account_id, StaffRole.role == role))):
        return
    db.session.add(StaffRole(account_id=account_id, role=role, since=act.at, by=str(act.actor)))
    db.session.flush()
    audit.record(act, "staff.role-given", f"account:{account_id}", role=role)


def create_staff(act: Act, new: NewAccount, password: str, roles: list[str], hasher: Hasher) -> int:
    """Open a staff account with a known password: only for the demonstration, real staff are invited."""
    account_id = opening.open_account(act, new, secrets.hashed(hasher, password))
    for role in roles:
        grant(act, account_id, role)
    return account_id


def invite(act: Act, role: str) -> str:
    """Make a one-time invitation to a role; gives its token, which is stored nowhere.

    Raises:
        Refusal: there is no such role.
    """
    if role not in ROLES:
        raise Refusal(f"There is no staff role named {role}.")
    token = codes.random_token(256)
    invitation = StaffInvitation(
        token_sha256=codes.digest(token),
        role=role,
        made_at=act.at,
        expires_at=act.at + timedelta(days=rules.whole("account.invitation-days")),
        by=str(act.actor),
    )
    db.session.add(invitation)
    db.session.flush()
    audit.record(act, "staff.invited", f"invitation:{invitation.id}", role=role)
    return token


def first_administrator_needed() -> bool:
    """Whether nobody is an administrator yet."""
    return not db.session.scalar(select(func.count()).where(StaffRole.role == ADMINISTRATOR))


def invitation(act: Act, token: str) -> StaffInvitation:
    """The invitation with this token, while it may be used.

    Raises:
        Missing: there is none, it was used, or it is too old.
    """
    row: StaffInvitation | None = db.session.scalar(
        select(StaffInvitation).where(StaffInvitation.token_sha256 == codes.digest(token))
    )
    if row is None or row.used_at is not None or row.expires_at < act.at:
        raise Missing
    return row


def accept(act: Act, visit: Visit, token: str, new: NewAccount, *, password: str, hasher: Hasher) -> SignedIn:
    """Take up an invitation: open the account, give the role, sign in.

    Raises:
        Missing: the invitation cannot be used.
        Refusal: user ID, address or password cannot be used.
    """
    opening.check_password(password, new.user_id, new.name, new.greeting, new.email.address.partition("@")[0])
    password_hash = secrets.hashed(hasher, password)
    row = invitation(act, token)
    row.used_at = act.at
    account_id = opening.open_account(act, new, password_hash)
    grant(act, account_id, row.role)
    audit.record(act, "staff.joined", f"account:{account_id}", role=row.role)
    return devices.sign_in(act, account_id, visit, opening=True)


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
