"""Taking back a change of the e-mail address by the link that the old address got (accounts.md, Changing an account).

Whoever changed it may have been a thief, who knows the password, is signed in, and may have added a second factor: so
all of that ends, and the owner comes in again by a code mailed to the old address.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, select, update

from app.accounts.factor_models import PendingSignIn
from app.accounts.hashing import Hasher
from app.accounts.models import Account
from app.accounts.service import devices, email_changing, secrets, throttling
from app.accounts.service.factors import ending
from app.accounts.service.profile import own
from app.accounts.service.visit import Visit
from app.accounts.sign_in_models import EmailChange, MailedCode
from app.audit import service as audit
from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.people import identifiers
from app.people import service as people

GONE = "This link no longer works."
TAKEN = (
    "This address belongs to another account now, and an address belongs to one account only, so nothing was changed. "
    "If that account is yours, give it another address first, then open this link again. If not, please write to us."
)


@dataclass(frozen=True)
class Undoable:
    """A change that its link may still take back: to which address, and whether another account has that one now."""

    email: str
    changed_at: datetime
    until: datetime
    taken: bool


def undoable(act: Act, token: str) -> Undoable | None:
    """What the link would take back; None when it is not ours, was used or is too old."""
    row = _change(act, token)
    if row is None or row.undo_until is None:
        return None
    key = identifiers.email(row.old_email).key
    taken = exists().where(Account.email_key == key, Account.id != row.account_id)
    return Undoable(row.old_email, row.changed_at, row.undo_until, bool(db.session.scalar(select(taken))))


def undo(act: Act, visit: Visit, token: str, hasher: Hasher) -> None:
    """Put the old address back, end every device, code and later factor, and make the password unusable.

    Tries are counted by network; the right link is forgiven.

    Raises:
        TooManyTries: the wait after wrong ones is not over.
        Refusal: the link does not work, or the address is another account's now.
    """
    counted = f"{email_changing.UNDO}:{visit.network_key}"
    throttling.claim(act, "network", counted, instead=".")
    if _change(act, token) is None:
        raise Refusal(GONE)
    # A password that nobody knows: another one is set after signing in by a mailed code.
    unknown = secrets.hashed(hasher, codes.random_token(256))
    change = _change(act, token, lock=True)
    if change is None:
        raise Refusal(GONE)
    throttling.forgive("network", counted)
    _put_back(act, change)
    _shut_out(act, change, unknown)
    audit.record(act, "email.put-back", f"account:{change.account_id}")


def password_is_unknown(account_id: int) -> bool:
    """Whether the password was made unusable by an undo, and no new one was set since."""
    waits = exists().where(
        EmailChange.account_id == account_id,
        Account.id == EmailChange.account_id,
        Account.password_set_at == EmailChange.undone_at,
    )
    return bool(db.session.scalar(select(waits)))


def _change(act: Act, token: str, *, lock: bool = False) -> EmailChange | None:
    query = select(EmailChange).where(
        EmailChange.undo_sha256 == codes.digest(token), EmailChange.undone_at.is_(None), EmailChange.undo_until > act.at
    )
    found: EmailChange | None = db.session.scalar(query.with_for_update() if lock else query)
    return found


def _put_back(act: Act, change: EmailChange) -> None:
    """The address from before this change stands, and later changes cannot be taken back any more: their links went
    to addresses of whoever made this one."""
    row = own(change.account_id, lock=True)
    left = row.email
    if left != change.old_email:
        purpose = people.purpose_of(row.person_id, "email")
        try:
            email_changing.move(act, row, identifiers.email(change.old_email), purpose)
        except Refusal:
            raise Refusal(TAKEN) from None
        devices.notify(act, row.id, "accounts/email_taken_back", to=left)
    db.session.execute(
        update(EmailChange)
        .where(EmailChange.account_id == row.id, EmailChange.id >= change.id, EmailChange.undone_at.is_(None))
        .values(undone_at=act.at)
    )


def _shut_out(act: Act, change: EmailChange, password_hash: str) -> None:
    """Nobody is signed in, or can be by what was known or begun before."""
    account_id = change.account_id
    row = own(account_id)
    row.password_hash, row.password_set_at = password_hash, act.at
    db.session.flush()
    db.session.execute(delete(PendingSignIn).where(PendingSignIn.account_id == account_id))
    db.session.execute(
        update(MailedCode)
        .where(MailedCode.account_id == account_id, MailedCode.done_at.is_(None))
        .values(done_at=act.at)
    )
    ending.added_since(act, account_id, change.changed_at)
    devices.end_all(act, account_id, "email-put-back")
    devices.notify(act, account_id, "accounts/email_put_back")
