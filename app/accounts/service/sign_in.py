"""Signing in by password or by a mailed code, without telling whether there is an account."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select

from app.accounts import passwords, user_ids, views
from app.accounts.codes import SENTENCES, Verdict
from app.accounts.hashing import Hasher
from app.accounts.models import Account
from app.accounts.service import devices, mailed_codes, secrets, throttling
from app.accounts.service.devices import SignedIn
from app.accounts.service.factors import held, second
from app.accounts.service.factors.second import Waiting
from app.accounts.service.mailed_codes import Asked
from app.accounts.service.throttling import Counted
from app.accounts.service.visit import Visit
from app.accounts.sign_in_models import WebSession
from app.audit import service as audit
from app.foundation import codes, facts
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.foundation.facts import Fact
from app.people import identifiers
from app.people.identifiers import Email, NotUsableError

WRONG = "This user ID and password do not fit together. Please check both."
TOO_SHORT_ALONE = (
    "This password was chosen beside a second factor, which the account has no more, and is too short to stand alone. "
    "Please have a code mailed to you, and choose a longer password then."
)
FAILED = "sign-in.failed"


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
        Crowded: too many are signing in at this moment.
        Refusal: they do not fit.
    """
    known = _find(who)
    counted_by = [("account", known.throttle)] + ([] if known.ours else [("network", visit.network_key)])
    _verify(act, visit, known, password, hasher, counted_by)
    if not passwords.long_enough_alone(password) and not held.of(known.id).any:
        raise Refusal(TOO_SHORT_ALONE, "password")
    return second.first_done(act, known.id, visit, remember=remember)


def again(act: Act, visit: Visit, account_id: int, password: str, hasher: Hasher) -> SignedIn | Waiting:
    """Give the password again, for a sensitive change: the session is fresh afterwards, under a new id.

    An account with a second factor is asked for it again, too. Tries are counted by the account alone: whoever is
    signed in does not wait for what strangers on the same network do.

    Raises:
        TooManyTries: the wait after earlier failures is not over.
        Crowded: too many are signing in at this moment.
        Refusal: it is not the account's password.
    """
    check(act, visit, account_id, password, hasher)
    return second.first_done(act, account_id, visit)


def check(act: Act, visit: Visit, account_id: int, password: str, hasher: Hasher) -> None:
    """See that it is the account's password, which nobody changes until this work is done.

    Raises:
        TooManyTries: the wait after earlier failures is not over.
        Crowded: too many are signing in at this moment.
        Refusal: it is not the account's password.
    """
    rows = views.reader_rows(select(Account.password_hash).where(Account.id == account_id))
    known = _Known(account_id, rows[0].password_hash, f"account:{account_id}")
    _verify(act, visit, known, password, hasher, [("account", known.throttle)])


def _verify(
    act: Act, visit: Visit, known: _Known, password: str, hasher: Hasher, counted_by: Sequence[Counted]
) -> None:
    throttling.refuse_early(act, counted_by)
    with hasher.queue.place(visit.network_key):
        throttling.claim_all(act, counted_by)
        fits = secrets.fits(hasher, known.password_hash, password)
        newer = hasher.hash(password) if fits and hasher.outdated(known.password_hash or "") else ""
    if not fits or not _unchanged(known):
        facts.append(FAILED, account=known.id)
        raise Refusal(WRONG, "password")
    if newer:
        _rehash(act, known.id, newer)
    for kind, value in counted_by:
        throttling.forgive(kind, value)


def fold_failed(act: Act, found: list[Fact]) -> None:
    """One entry a minute for each account that was tried, and one for all names that are nobody's: a flood of wrong
    passwords does not drown the record."""
    for account_id, tries in Counter(int(fact["account"]) for fact in found).items():
        last = max(datetime.fromisoformat(fact["at"]) for fact in found if int(fact["account"]) == account_id)
        then = replace(act, actor=Actor("visitor"), at=last)
        audit.record(then, FAILED, f"account:{account_id}" if account_id else "account:none", tries=tries)


def _unchanged(known: _Known) -> bool:
    """Whether the account still has the password that was checked; a change of it waits until this sign-in is done.

    Checking takes a while, and takes no lock: without this look, whoever comes in by the old password at the moment
    of a change would not be signed out by it, and a new hash of the old password could take the new one's place.
    """
    same = select(Account.id).where(Account.id == known.id, Account.password_hash == known.password_hash)
    return db.session.scalar(same.with_for_update()) is not None


def _rehash(act: Act, account_id: int, password_hash: str) -> None:
    """The parameters have risen since it was hashed."""
    db.session.get_one(Account, account_id).password_hash = password_hash
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
    if account.email_key != row.email_key:
        # The account has left that address since: whoever reads its mail now is not let in.
        raise Refusal(SENTENCES[Verdict.WORN_OUT], "code")
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
