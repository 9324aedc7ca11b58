"""Changing the password and the e-mail address of an account."""

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from app.accounts.codes import SENTENCES, Verdict
from app.accounts.hashing import Hasher
from app.accounts.models import Account
from app.accounts.service import devices, mailed_codes, opening, secrets
from app.accounts.service.mailed_codes import Asked
from app.accounts.service.profile import own
from app.accounts.service.visit import Visit
from app.accounts.sign_in_models import EmailChange
from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.mail.service import bounces
from app.people import service as people
from app.people.identifiers import Email
from app.people.service import Told
from app.permissions import service as permissions


def change_password(act: Act, account_id: int, device_id: int, password: str, hasher: Hasher) -> None:
    """Set a new password; every other device is signed out and the owner is told.

    Raises:
        Refusal: it is easily guessed.
    """
    row = own(account_id)
    opening.check_password(password, row.user_id, row.name, row.greeting, row.email.partition("@")[0])
    password_hash = secrets.hashed(hasher, password)
    row = own(account_id, lock=True)
    row.password_hash, row.password_set_at = password_hash, act.at
    db.session.flush()
    devices.end_others(act, account_id, device_id, "password-change")
    devices.notify(act, account_id, "accounts/password_changed")
    audit.record(act, "password.changed", f"account:{account_id}")


def begin_email_change(act: Act, visit: Visit, account_id: int, email: Email) -> None:
    """Mail a code to the new address; an address that has an account gets a mail that says so instead.

    Raises:
        Refusal: it is the address that the account has.
    """
    if own(account_id).email_key == email.key:
        raise Refusal("This is the address that we have already.", "email")
    taken = bool(db.session.scalar(select(exists().where(Account.email_key == email.key))))
    template = "accounts/already_registered" if taken else "accounts/email_code"
    mailed_codes.send(act, visit, Asked("email", email, account_id=account_id, decoy=taken, template=template))


def confirm_email_change(act: Act, visit: Visit, account_id: int, typed: str, purpose: str) -> None:
    """Take the typed code: the new address stands from now on, and the old one is told.

    Raises:
        Refusal: beside the field `code`.
    """
    code = mailed_codes.check(act, visit, "email", typed)
    row = own(account_id, lock=True)
    if code.account_id != account_id:
        raise Refusal(mailed_codes.NONE_ASKED, "code")
    old, old_key = row.email, row.email_key
    try:
        with db.session.begin_nested():
            row.email, row.email_key, row.email_verified_at = code.email, code.email_key, act.at
            row.version += 1
    except IntegrityError:
        # Somebody registered it meanwhile; saying so would tell who has an account.
        raise Refusal(SENTENCES[Verdict.WORN_OUT], "code") from None
    code.done_at = act.at
    db.session.add(EmailChange(account_id=account_id, old_email=old, new_email=row.email, changed_at=act.at))
    people.record(act, row.person_id, Told("email", row.email, purpose, verified=True), origin_ref="security")
    # What was stopped holds for the old address, too, whoever imports it one day.
    permissions.outlive(act, row.person_id, old_key)
    people.end_identifier(act, row.person_id, "email", old_key)
    people.identify(act, row.person_id, "email", row.email_key, verified=True)
    bounces.clear(act, row.email_key)
    devices.notify(act, account_id, "accounts/email_changed", to=old)
    audit.record(act, "email.changed", f"account:{account_id}")
