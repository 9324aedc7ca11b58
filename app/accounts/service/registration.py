"""Registration in two steps: the address is confirmed first, so that nothing tells who has an account."""

from dataclasses import replace

from sqlalchemy import exists, select

from app.accounts import terms
from app.accounts.hashing import Hasher
from app.accounts.models import Account
from app.accounts.service import devices, mailed_codes, opening, secrets, throttling
from app.accounts.service.devices import SignedIn
from app.accounts.service.mailed_codes import Asked
from app.accounts.service.opening import NewAccount
from app.accounts.service.visit import Visit
from app.accounts.sign_in_models import MailedCode
from app.audit import service as audit
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.people.identifiers import Email


def begin(act: Act, visit: Visit, email: Email) -> None:
    """Mail a code to the address, or, if it has an account, a mail that says so; the page cannot tell which."""
    known = bool(db.session.scalar(select(exists().where(Account.email_key == email.key))))
    template = "accounts/already_registered" if known else "accounts/registration_code"
    mailed_codes.send(act, visit, Asked("register", email, decoy=known, template=template))


def confirm(act: Act, visit: Visit, typed: str) -> None:
    """Take the typed code.

    Raises:
        Refusal: beside the field `code`.
    """
    mailed_codes.check(act, visit, "register", typed)


def confirmed_email(act: Act, visit: Visit) -> Email | None:
    """The address that this browser has confirmed, while the registration may be finished."""
    row = _confirmed(act, visit)
    return Email(row.email, row.email_key) if row else None


def _confirmed(act: Act, visit: Visit) -> MailedCode | None:
    row = mailed_codes.waiting(visit.session_sha256, "register")
    if row is None or row.used_at is None or act.at - row.used_at > terms.confirmed():
        return None
    return row


def finish(act: Act, visit: Visit, new: NewAccount, password: str, hasher: Hasher) -> SignedIn:
    """Open the account for the confirmed address and sign in.

    Raises:
        Refusal: the user ID or password cannot be used, or no address is confirmed.
    """
    company = new.shipping.company if new.shipping else ""
    opening.check_password(password, new.user_id, new.name, new.greeting, company, new.email.address.partition("@")[0])
    password_hash = secrets.hashed(hasher, password)
    row = _confirmed(act, visit)
    if row is None:
        raise Refusal("Please confirm your e-mail address again: that was too long ago.")
    _check_taken(act, row, new.user_id)
    account_id = opening.open_account(act, replace(new, email=Email(row.email, row.email_key)), password_hash)
    row.done_at = act.at
    audit.record(act, "registration.finished", f"account:{account_id}")
    return devices.sign_in(act, account_id, visit, opening=True)


def _check_taken(act: Act, row: MailedCode, user_id: str) -> None:
    if not opening.user_id_taken(user_id):
        return
    most = rules.whole("account.user-id-tries")
    if not throttling.told(act, "user-id", row.email_key, most):
        raise Refusal("You have tried many user IDs. Please go on in an hour.", "user_id")
    raise Refusal(opening.TAKEN, "user_id")
