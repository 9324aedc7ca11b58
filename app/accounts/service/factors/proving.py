"""Proving a second factor by a typed code: six digits of the app, or a recovery code."""

from app.accounts.service import throttling
from app.accounts.service.factors import authenticator, recovery
from app.accounts.totp import DIGITS
from app.audit import service as audit
from app.foundation import work
from app.foundation.acts import Act
from app.foundation.errors import Refusal

WRONG = (
    "This code does not fit, or it was used before. Please type the next one of the app, or a recovery code. If the "
    "app's codes never fit, let your phone set its clock by itself."
)


def by_code(act: Act, account_id: int, typed: str, *, app: bool = True) -> None:
    """Take a typed code. Tries are counted for the account in the database, before they are looked at.

    `app=False`: only a recovery code will do (the app itself is to be ended).

    Raises:
        TooManyTries: the wait after wrong ones is not over.
        Refusal: beside the field `code`.
    """
    counted = f"second:{account_id}"
    throttling.claim(act, "account", counted, instead=".")
    plain = "".join(sign for sign in typed if sign not in " -\u00a0\t")
    by_app = plain.isdecimal() and len(plain) == DIGITS
    good = (app and authenticator.use(act, account_id, plain)) if by_app else recovery.use(act, account_id, plain)
    if not good:
        work.keep(lambda: audit.record(act, "factor.failed", f"account:{account_id}"))
        raise Refusal(WRONG, "code")
    throttling.forgive("account", counted)
