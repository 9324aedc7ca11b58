"""Changing the e-mail address of an account: the new one is confirmed first, the old one may take it back."""

from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from app.accounts.codes import SENTENCES, Verdict
from app.accounts.models import Account
from app.accounts.service import devices, mailed_codes
from app.accounts.service.mailed_codes import Asked
from app.accounts.service.profile import own
from app.accounts.service.visit import Visit
from app.accounts.sign_in_models import EmailChange
from app.audit import service as audit
from app.foundation import codes, rules
from app.foundation.acts import Act
from app.foundation.clock import spoken_date
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.mail.service import bounces
from app.people import identifiers
from app.people import service as people
from app.people.identifiers import Email
from app.people.service import Told
from app.permissions import service as permissions

UNDO = "email-undo"
"""What the token of the link is derived for."""


def begin(act: Act, visit: Visit, account_id: int, email: Email) -> None:
    """Mail a code to the new address; an address that has an account gets a mail that says so instead.

    Raises:
        Refusal: it is the address that the account has.
    """
    if own(account_id).email_key == email.key:
        raise Refusal("This is the address that we have already.", "email")
    taken = bool(db.session.scalar(select(exists().where(Account.email_key == email.key))))
    template = "accounts/already_registered" if taken else "accounts/email_code"
    mailed_codes.send(act, visit, Asked("email", email, account_id=account_id, decoy=taken, template=template))


def confirm(act: Act, visit: Visit, account_id: int, typed: str, purpose: str) -> None:
    """Take the typed code: the new address stands from now on, and the old one is told how to take it back.

    Raises:
        Refusal: beside the field `code`.
    """
    code = mailed_codes.check(act, visit, "email", typed)
    row = own(account_id, lock=True)
    if code.account_id != account_id:
        raise Refusal(mailed_codes.NONE_ASKED, "code")
    old = row.email
    try:
        move(act, row, Email(code.email, code.email_key), purpose)
    except Refusal:
        # Somebody registered it meanwhile; saying so would tell who has an account.
        raise Refusal(SENTENCES[Verdict.WORN_OUT], "code") from None
    code.done_at = act.at
    _offer_undo(act, row, old)
    audit.record(act, "email.changed", f"account:{account_id}")


def move(act: Act, row: Account, new: Email, purpose: str) -> None:
    """The account is reached at the new address from now on, which is confirmed, and at the old one no more.

    Raises:
        Refusal: the new address belongs to somebody else.
    """
    old_key = identifiers.email(row.email).key
    try:
        with db.session.begin_nested():
            row.email, row.email_key, row.email_verified_at = new.address, new.key, act.at
            row.version += 1
    except IntegrityError:
        raise Refusal("This address belongs to another account.") from None
    people.record(act, row.person_id, Told("email", row.email, purpose, verified=True), origin_ref="security")
    # What was stopped holds for the old address, too, whoever imports it one day.
    permissions.outlive(act, row.person_id, old_key)
    people.end_identifier(act, row.person_id, "email", old_key)
    people.identify(act, row.person_id, "email", row.email_key, verified=True)
    bounces.clear(act, row.email_key)


def _offer_undo(act: Act, row: Account, old: str) -> None:
    """Mail the old address a link that takes the change back; the link itself is stored nowhere."""
    until = act.at + timedelta(days=rules.whole("account.email-undo-days"))
    salt = codes.random_token(160)
    change = EmailChange(
        account_id=row.id, old_email=old, new_email=row.email, changed_at=act.at, undo_salt=salt, undo_until=until
    )
    db.session.add(change)
    db.session.flush()
    change.undo_sha256 = codes.digest(codes.keyed_hex(UNDO, change.id, salt))
    db.session.flush()
    link = {"token": ("token", UNDO, (change.id, salt))}
    devices.notify(act, row.id, "accounts/email_changed", to=old, until=spoken_date(until), derived=link)
