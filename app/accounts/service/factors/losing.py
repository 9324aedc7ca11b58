"""Saying that every factor is lost: takes the password and a code by mail, and opens a case for two of the staff."""

from sqlalchemy.exc import IntegrityError

from app.accounts.hashing import Hasher
from app.accounts.lost_models import LostFactors
from app.accounts.service import devices, mailed_codes, sign_in
from app.accounts.service.factors import held, lost
from app.accounts.service.mailed_codes import Asked
from app.accounts.service.profile import own
from app.accounts.service.visit import Visit
from app.audit import service as audit
from app.cases import service as cases
from app.cases import views as case_views
from app.cases.service import NewCase
from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.clock import spoken
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.people.identifiers import Email

WORDS = "I lost every second factor and all recovery codes. Please let me in without them."
NOTHING = "Your account has no second factor any more: your password signs you in. Please begin again."
ASKED = "You asked for this already, and it is being looked into. Our mail says how to follow it."


def mail_code(act: Act, visit: Visit, account_id: int) -> None:
    """Mail a code to the account's own address."""
    row = own(account_id)
    asked = Asked("lost", Email(row.email, row.email_key), account_id=account_id, template="accounts/lost_factors_code")
    mailed_codes.send(act, visit, asked)


def ask(act: Act, visit: Visit, account_id: int, *, password: str, code: str, words: str, hasher: Hasher) -> int:
    """Open the case; the owner is told at once, with a link that stops it. Gives the case's number.

    Both the password and the mailed code are asked for, whichever of them began this sign-in.

    Raises:
        TooManyTries, Crowded: the wait after wrong passwords is not over, or too many sign in now.
        Refusal: beside the field that does not fit; or a request is open already.
    """
    if not held.of(account_id).any:
        raise Refusal(NOTHING)
    sign_in.again(act, visit, account_id, password, hasher)
    row = mailed_codes.check(act, visit, "lost", code)
    if row.account_id != account_id:
        raise Refusal(mailed_codes.NONE_ASKED, "code")
    row.done_at = act.at
    if lost.open_of(account_id) is not None:
        raise Refusal(ASKED)
    return open_request(act, account_id, words)


def open_request(act: Act, account_id: int, words: str) -> int:
    """Open the case of an owner who has given both proofs, and tell them at once; gives its number.

    Raises:
        Refusal: one is open already.
    """
    owner = own(account_id)
    number = cases.open_case(
        act,
        NewCase(
            lost.KIND, "account", "web", words or WORDS, name=owner.name, email=Email(owner.email, owner.email_key),
            person_id=owner.person_id, quiet=True,
        ),
    )  # fmt: skip
    request = LostFactors(case_number=number, account_id=account_id, asked_at=act.at, stop_salt=codes.random_token(160))
    try:
        with db.session.begin_nested():
            db.session.add(request)
    except IntegrityError:
        raise Refusal(ASKED) from None
    request.stop_sha256 = lost.digest_of(request)
    db.session.flush()
    _tell(act, request)
    audit.record(act, "factors.lost", f"account:{account_id}", case=number)
    return number


def _tell(act: Act, request: LostFactors) -> None:
    use, *parts = case_views.code_parts(request.case_number)
    devices.notify(
        act,
        request.account_id,
        "accounts/lost_factors_asked",
        number=request.case_number,
        earliest=spoken(lost.waits_until(request.asked_at)),
        derived={"token": lost.token_of(request), "code": ("letter-code", use, tuple(parts))},
    )
