"""Signing in by password or by a mailed code, without telling whether there is an account."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from app.accounts import user_ids, views
from app.accounts.hashing import Hasher
from app.accounts.models import Account
from app.accounts.service import devices, mailed_codes, secrets, throttling
from app.accounts.service.devices import SignedIn
from app.accounts.service.factors import second
from app.accounts.service.factors.second import Waiting
from app.accounts.service.mailed_codes import Asked
from app.accounts.service.visit import Visit
from app.accounts.sign_in_models import WebSession
from app.audit import service as audit
from app.foundation import codes, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.people import identifiers
from app.people.identifiers import Email, NotUsableError

WRONG = "This user ID and password do not fit together. Please check both."


@dataclass(frozen=True)
class _Known:
    """What signing in needs of an account; without one, `id` is 0 and there is no hash."""

    id: int
    password_hash: str | None
    throttle: str
    ours: bool = False
    """The shop's own visitor: its hourly visits and one wrong password each must not slow down their network."""


def by_password(
    act: Act, visit: Visit, who: str, password: str, *, remember: bool, hasher: Hasher
) -> SignedIn | Waiting:
    """Sign in by user ID or e-mail address and password; an account with a second factor waits for it.

    Raises:
        TooManyTries: the wait after earlier failures is not over.
        Refusal: they do not fit.
    """
    known = _find(who)
    _verify(act, visit, known, password, hasher)
    return second.first_done(act, known.id, visit, remember=remember)


def again(act: Act, visit: Visit, account_id: int, password: str, hasher: Hasher) -> SignedIn | Waiting:
    """Give the password again, for a sensitive change: the session is fresh afterwards, under a new id.

    An account with a second factor is asked for it again, too.

    Raises:
        TooManyTries: the wait after earlier failures is not over.
        Refusal: it is not the account's password.
    """
    rows = views.reader_rows(select(Account.password_hash).where(Account.id == account_id))
    _verify(act, visit, _Known(account_id, rows[0].password_hash, f"account:{account_id}"), password, hasher)
    return second.first_done(act, account_id, visit)


def _verify(act: Act, visit: Visit, known: _Known, password: str, hasher: Hasher) -> None:
    if not known.ours:
        throttling.claim(act, "network", visit.network_key)
    throttling.claim(act, "account", known.throttle)
    if not secrets.fits(hasher, known.password_hash, password):
        subject = f"account:{known.id}" if known.id else "account:none"
        work.keep(lambda: audit.record(act, "sign-in.failed", subject))
        raise Refusal(WRONG, "password")
    if not known.ours:
        throttling.forgive("network", visit.network_key)
    throttling.forgive("account", known.throttle)
    if known.password_hash and hasher.outdated(known.password_hash):
        _rehash(act, known.id, password, hasher)


def _rehash(act: Act, account_id: int, password: str, hasher: Hasher) -> None:
    """The parameters have risen since: hash again."""
    account = db.session.get_one(Account, account_id)
    account.password_hash = hasher.hash(password)
    audit.record(act, "password.rehashed", f"account:{account_id}")


def _find(who: str) -> _Known:
    """The account of a user ID or e-mail address, read without a lock; a stand-in when there is none."""
    key = user_ids.key(who)
    try:
        email_key = identifiers.email(who).key if "@" in who else ""
    except NotUsableError:
        email_key = ""
    rows = views.reader_rows(
        select(Account.id, Account.password_hash, Account.user_id_key).where(
            or_(Account.user_id_key == key, Account.email_key == email_key)
        )
    )
    # Counted by what was typed: a count by account would tell that a user ID and an address belong together.
    throttle = f"typed:{email_key or key}"
    if not rows:
        return _Known(0, None, throttle)
    return _Known(rows[0].id, rows[0].password_hash, throttle, user_ids.is_ours(rows[0].user_id_key))


def mail_code(act: Act, visit: Visit, email: Email) -> None:
    """Mail a code that signs in; to an address without an account, a mail that says so."""
    account_id = db.session.scalar(select(Account.id).where(Account.email_key == email.key))
    template = "accounts/sign_in_code" if account_id else "accounts/no_account"
    asked = Asked("sign-in", email, account_id=account_id, decoy=account_id is None, template=template)
    mailed_codes.send(act, visit, asked)


def by_code(act: Act, visit: Visit, typed: str, remember: bool) -> SignedIn | Waiting:
    """Sign in by the mailed code: works however many passwords a stranger has tried.

    It stands for the password alone: a second factor is asked for all the same.

    Raises:
        Refusal: beside the field `code`.
    """
    row = mailed_codes.check(act, visit, "sign-in", typed)
    row.done_at = act.at
    if row.account_id is None:
        raise Refusal(mailed_codes.NONE_ASKED, "code")
    account = db.session.execute(
        select(Account.user_id_key, Account.email_key).where(Account.id == row.account_id)
    ).one()
    for key in account:
        throttling.forgive("account", f"typed:{key}")
    return second.first_done(act, row.account_id, visit, remember=remember)


def sign_out(act: Act, session_token: str) -> None:
    """End this browser's session and its device's remembering."""
    digest = codes.digest(session_token)
    row = db.session.scalar(select(WebSession).where(WebSession.token_sha256 == digest))
    if row is None:
        return
    if row.account_id and row.device_id:
        devices.end(act, row.account_id, row.device_id, "sign-out")
    else:
        db.session.delete(row)
    db.session.flush()
