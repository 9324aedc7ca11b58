"""Invitations of staff: mailed, sent again, withdrawn, taken up; nobody is ever given a password by another."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, select

from app.accounts.hashing import Hasher
from app.accounts.models import Account, StaffInvitation, StaffRole
from app.accounts.roles import ROLES
from app.accounts.service import devices, opening, secrets, staff
from app.accounts.service.devices import SignedIn
from app.accounts.service.opening import NewAccount
from app.accounts.service.visit import Visit
from app.audit import service as audit
from app.foundation import clock, codes, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.mail import service as mail
from app.people.identifiers import Email

PURPOSE = "staff-invitation"
"""What the tokens are derived for."""
MEANT_FOR_ANOTHER = "This invitation was mailed to another e-mail address than the one of your account."


@dataclass(frozen=True)
class Invited:
    """An invitation as whoever holds its token may know it. `state`: open, used, withdrawn or over."""

    id: int
    roles: list[str]
    email: str
    expires_at: datetime
    state: str
    has_account: bool

    @property
    def open(self) -> bool:
        return self.state == "open"


def invite(act: Act, *roles: str) -> str:
    """Make a one-time invitation that no mail carries; gives its token, which is stored nowhere.

    Raises:
        Refusal: there is no such role.
    """
    return _token(_made(act, list(roles), None))


def invite_by_mail(act: Act, email: Email, roles: list[str]) -> int:
    """Mail somebody an invitation; gives its id.

    Raises:
        Refusal: no role or one that does not exist, an invitation waits for them, or they have all these roles.
    """
    if db.session.scalar(select(_open(act.at).where(StaffInvitation.email_key == email.key).exists())):
        raise Refusal("An invitation waits for this address already. You can send it again below.", "email")
    if roles and set(roles) <= _roles_at(email.key):
        raise Refusal("This member of staff has these roles already.", "email")
    row = _made(act, roles, email)
    _mail(act, row)
    return row.id


def resend(act: Act, invitation_id: int) -> None:
    """Mail an invitation anew under another token and with its whole time again; the token before it ends.

    Raises:
        Missing: it is not open, or was never mailed.
    """
    row = _mailed(act, invitation_id)
    row.salt = codes.random_token(256)
    row.token_sha256 = codes.digest(_token(row))
    row.resent_at, row.expires_at = act.at, _expiry(act)
    db.session.flush()
    audit.record(act, "staff.invitation-resent", f"invitation:{row.id}")
    _mail(act, row)


def withdraw(act: Act, invitation_id: int) -> None:
    """Take an invitation back: its address opens nothing any more, and whom it was mailed to is forgotten.

    Raises:
        Missing: it is not open.
    """
    row = db.session.scalar(_open(act.at).where(StaffInvitation.id == invitation_id).with_for_update())
    if row is None:
        raise Missing
    row.withdrawn_at = act.at
    _forget(row)
    audit.record(act, "staff.invitation-withdrawn", f"invitation:{row.id}")


def by_token(token: str, at: datetime) -> Invited:
    """The invitation with this token, whatever became of it.

    Raises:
        Missing: there is none.
    """
    row = db.session.scalar(select(StaffInvitation).where(StaffInvitation.token_sha256 == codes.digest(token)))
    if row is None:
        raise Missing
    known = bool(row.email_key) and db.session.scalar(select(exists().where(Account.email_key == row.email_key)))
    return Invited(row.id, row.roles.split(), row.email or "", row.expires_at, _state(row, at), bool(known))


def accept(act: Act, visit: Visit, token: str, new: NewAccount, *, password: str, hasher: Hasher) -> SignedIn:
    """Take up an invitation: open the account, give the roles, sign in.

    Raises:
        Missing: there is no such invitation.
        Refusal: it cannot be used any more, or user ID, address or password cannot be used.
    """
    opening.check_password(password, new.user_id, new.name, new.greeting, new.email.address.partition("@")[0])
    password_hash = secrets.hashed(hasher, password)
    row = _taken_up(act, token)
    if row.email_key not in {None, new.email.key}:
        raise Refusal("Please use the e-mail address to which the invitation came.", "email")
    account_id = opening.open_account(act, new, password_hash)
    _give(act, row, account_id)
    return devices.sign_in(act, account_id, visit, opening=True)


def join(act: Act, account_id: int, token: str) -> None:
    """Take up an invitation with an account that exists and whose confirmed address is the invited one.

    Raises:
        Missing: there is no such invitation.
        Refusal: it cannot be used any more, or is meant for another address.
    """
    row = _taken_up(act, token)
    columns = (Account.email_key, Account.email_verified_at)
    account = db.session.execute(select(*columns).where(Account.id == account_id)).one()
    if row.email_key is not None and (account.email_key != row.email_key or account.email_verified_at is None):
        raise Refusal(MEANT_FOR_ANOTHER)
    _give(act, row, account_id)


def _made(act: Act, roles: list[str], email: Email | None) -> StaffInvitation:
    if not roles or set(roles) - set(ROLES):
        raise Refusal("Please choose at least one role.", "roles")
    row = StaffInvitation(
        token_sha256="",
        salt=codes.random_token(256),
        email=email.address if email else None,
        email_key=email.key if email else None,
        roles=" ".join(roles),
        made_at=act.at,
        expires_at=_expiry(act),
        by=str(act.actor),
    )
    row.token_sha256 = codes.digest(_token(row))
    db.session.add(row)
    db.session.flush()
    audit.record(act, "staff.invited", f"invitation:{row.id}", role=", ".join(roles))
    return row


def _expiry(act: Act) -> datetime:
    return act.at + timedelta(days=rules.whole("account.invitation-days"))


def _token(row: StaffInvitation) -> str:
    return codes.keyed_hex(PURPOSE, row.salt)


def _mail(act: Act, row: StaffInvitation) -> None:
    mail.queue(
        act,
        to=row.email or "",
        template="accounts/staff_invitation",
        purpose="account",
        ref=f"invitation:{row.id}",
        derived={"token": ("token", PURPOSE, (row.salt,))},
        roles=[ROLES[role] for role in row.roles.split()],
        until=clock.spoken(row.expires_at),
    )


def _open(at: datetime) -> Select[StaffInvitation]:
    return select(StaffInvitation).where(
        StaffInvitation.used_at.is_(None), StaffInvitation.withdrawn_at.is_(None), StaffInvitation.expires_at >= at
    )


def _mailed(act: Act, invitation_id: int) -> StaffInvitation:
    mailed = _open(act.at).where(StaffInvitation.id == invitation_id, StaffInvitation.email.is_not(None))
    row: StaffInvitation | None = db.session.scalar(mailed.with_for_update())
    if row is None:
        raise Missing
    return row


def _state(row: StaffInvitation, at: datetime) -> str:
    if row.used_at is not None:
        return "used"
    if row.withdrawn_at is not None:
        return "withdrawn"
    return "over" if row.expires_at < at else "open"


def _taken_up(act: Act, token: str) -> StaffInvitation:
    """The invitation, locked and now used."""
    mine = StaffInvitation.token_sha256 == codes.digest(token)
    row: StaffInvitation | None = db.session.scalar(select(StaffInvitation).where(mine).with_for_update())
    if row is None:
        raise Missing
    if _state(row, act.at) != "open":
        raise Refusal("This invitation cannot be used any more. Please ask for another.")
    row.used_at = act.at
    return row


def _give(act: Act, row: StaffInvitation, account_id: int) -> None:
    for role in row.roles.split():
        staff.grant(act, account_id, role, by=row.by)
    _forget(row)
    audit.record(act, "staff.joined", f"account:{account_id}", role=", ".join(row.roles.split()))


def _forget(row: StaffInvitation) -> None:
    """The address was kept for the mail alone."""
    row.email = row.email_key = None
    db.session.flush()


def _roles_at(email_key: str) -> set[str]:
    query = select(StaffRole.role).join(Account, Account.id == StaffRole.account_id)
    return set(db.session.scalars(query.where(Account.email_key == email_key)))
