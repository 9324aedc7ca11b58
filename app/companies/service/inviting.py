"""Invitations into a company: mailed, taken up, declined, withdrawn.

The secret and the whole e-mail address rest in no table of ours: a digest tells whether the right person has come.
Whether the address has an account, or refused such mail, is never told to whoever invites.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from app.accounts import service as accounts
from app.audit import service as audit
from app.companies import views
from app.companies.models import CompanyInvitation
from app.companies.roles import ADMINISTRATOR, ROLES
from app.companies.service.companies import join
from app.companies.service.members import tell_new_administrator
from app.companies.service.records import LARGEST, Place, administered, count, locked, open_members
from app.companies.views import InvitationView, limit_text
from app.foundation import clock, codes, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.mail import service as mail
from app.people import identifiers
from app.people.identifiers import Email
from app.permissions import service as permissions
from app.permissions.subjects import address_key

PURPOSE = "company-invitation"
GONE = "This invitation can no longer be used. Ask whoever invited you for a new one."
NOT_YOURS = (
    "This invitation was mailed to another e-mail address than the one of your account. "
    "Sign in with the account that has it, or ask for an invitation to your address."
)


@dataclass(frozen=True)
class Invited:
    """Whom an administrator invites, and as what."""

    email: Email
    place: Place


def invite(act: Act, account_id: int, invited: Invited) -> None:
    """Mail an invitation; one to the same address that still waited is withdrawn.

    Raises:
        Missing: the account administers no company.
        Refusal: they belong to it already, it is full, or it invited enough in this hour.
    """
    company, place = administered(account_id), invited.place.checked()
    digest = address_key(invited.email.key)
    _check_room(act, company.id, digest)
    often = _count(CompanyInvitation.address_digest == digest, act, timedelta(days=1))
    for older in _open(company.id, digest):
        _settle(act, older, "withdrawn_at")
    salt = codes.random_token(128)
    row = CompanyInvitation(
        company_id=company.id,
        salt=salt,
        token_sha256=codes.digest(codes.keyed_hex(PURPOSE, company.id, salt)),
        address_digest=digest,
        shown=shortened(invited.email),
        role=place.role,
        limit_cents=place.limit_cents,
        made_at=act.at,
        by=str(act.actor),
        expires_at=act.at + timedelta(days=rules.whole("companies.invitation-days")),
        policy_version=act.policy_version,
        agreement=act.agreement_slug,
        agreement_version=act.agreement_version,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(act, "company.invited", _ref(row), company=company.id, role=place.role)
    # Past the limit of an address nothing goes out, and nothing tells so: it may be that others invite it, too.
    if often < rules.whole("companies.invitations-per-address-day"):
        _mail(act, row, invited.email, company.name, accounts.account_card(account_id).name)


def _check_room(act: Act, company_id: int, digest: str) -> None:
    emails = (accounts.account_card(one.account_id).email for one in open_members(company_id))
    if digest in {address_key(identifiers.email(email).key) for email in emails}:
        raise Refusal("Whoever has this address belongs to your company already.", "email")
    if count(company_id) >= rules.whole("companies.most-members"):
        raise Refusal("Your company is full. Please write to us; we find a way.")
    lately = _count(CompanyInvitation.company_id == company_id, act, timedelta(hours=1))
    if lately >= rules.whole("companies.invitations-per-hour"):
        raise Refusal("Your company has sent many invitations in this hour. Please send the next ones later.")


def _count(which: ColumnElement[bool], act: Act, span: timedelta) -> int:
    query = select(func.count()).where(which, CompanyInvitation.made_at > act.at - span)
    return db.session.scalar(query) or 0


def _open(company_id: int, digest: str) -> list[CompanyInvitation]:
    query = select(CompanyInvitation).where(
        CompanyInvitation.company_id == company_id,
        CompanyInvitation.address_digest == digest,
        CompanyInvitation.taken_at.is_(None),
        CompanyInvitation.declined_at.is_(None),
        CompanyInvitation.withdrawn_at.is_(None),
    )
    return list(db.session.scalars(query))


def shortened(email: Email) -> str:
    """`robin.vale@example.com` as `r…@example.com`: enough for whoever typed it to know it again."""
    local, _, domain = email.address.rpartition("@")
    return f"{local[:1]}…@{domain}"[:120]


def _ref(row: CompanyInvitation) -> str:
    return f"company-invitation:{row.id}"


def _mail(act: Act, row: CompanyInvitation, email: Email, company: str, inviter: str) -> None:
    """A mail that the company asked for, and that the person can stop like everything that is not about an order."""
    permissions.open_cause(act, mail.recipient(email.address), "request", _ref(row), expires_at=row.expires_at)
    mail.queue(
        act,
        to=email.address,
        template="companies/invitation",
        purpose="requested",
        ref=_ref(row),
        derived={"token": ("token", PURPOSE, (row.company_id, row.salt))},
        company=company,
        inviter=inviter,
        role=ROLES[row.role].name,
        words=ROLES[row.role].words,
        limit=limit_text(row.role, row.limit_cents),
        until=clock.spoken_date(row.expires_at),
    )


def withdraw(act: Act, account_id: int, invitation_id: int) -> None:
    """Take an invitation back; doing it twice is harmless.

    Raises:
        Missing: the account administers no company, or the invitation is none of its.
    """
    company = administered(account_id)
    query = select(CompanyInvitation).where(
        CompanyInvitation.id == min(invitation_id, LARGEST), CompanyInvitation.company_id == company.id
    )
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise Missing
    if _waits(row):
        _settle(act, row, "withdrawn_at")
        audit.record(act, "company.invitation-withdrawn", _ref(row))


def waiting_for(account_id: int, at: datetime) -> list[tuple[InvitationView, str]]:
    """The invitations that wait for the owner of the account's e-mail address, each with its secret."""
    found = views.waiting_for(_own(account_id), at)
    return [(view, codes.keyed_hex(PURPOSE, view.company_id, salt)) for view, salt in found]


def is_for(account_id: int, invitation: InvitationView) -> bool:
    """Whether the invitation was mailed to the account's own address."""
    return _own(account_id) == invitation.address_digest


def _own(account_id: int) -> str:
    return address_key(identifiers.email(accounts.account_card(account_id).email).key)


def take(act: Act, account_id: int, token: str) -> str:
    """Join by an invitation; gives the company's name.

    Raises:
        Missing: there never was such an invitation.
        Refusal: it is over, it is somebody else's, or the account belongs to a company.
    """
    row = _by(token)
    if not _waits(row) or row.expires_at <= act.at:
        raise Refusal(GONE)
    if _own(account_id) != row.address_digest:
        raise Refusal(NOT_YOURS)
    company = locked(row.company_id)
    join(act, company, account_id, Place(row.role, row.limit_cents), by=row.by)
    _settle(act, row, "taken_at")
    audit.record(act, "company.joined", f"account:{account_id}", company=company.id, role=row.role)
    if row.role == ADMINISTRATOR:
        tell_new_administrator(act, company, account_id)
    return company.name


def decline(act: Act, token: str) -> None:
    """Whoever has the mail wants to hear no more of it; doing it twice is harmless.

    Raises:
        Missing: there never was such an invitation.
    """
    row = _by(token)
    if _waits(row):
        _settle(act, row, "declined_at")
        audit.record(act, "company.invitation-declined", _ref(row))


def _by(token: str) -> CompanyInvitation:
    query = select(CompanyInvitation).where(CompanyInvitation.token_sha256 == codes.digest(token)).with_for_update()
    row: CompanyInvitation | None = db.session.scalars(query).one_or_none()
    if row is None:
        raise Missing
    return row


def _waits(row: CompanyInvitation) -> bool:
    return (row.taken_at, row.declined_at, row.withdrawn_at) == (None, None, None)


def _settle(act: Act, row: CompanyInvitation, how: str) -> None:
    """The invitation is over: what was kept of the address goes, but for its digest, which counts against floods."""
    setattr(row, how, act.at)
    row.shown = ""
    db.session.flush()
    permissions.close_cause(act, "request", _ref(row))
