"""The authenticator app: its secret begins, is confirmed by a first code, and then answers."""

from datetime import datetime

from sqlalchemy import delete, select, update

from app.accounts import totp
from app.accounts.factor_models import TotpFactor
from app.accounts.models import Account
from app.accounts.service import throttling
from app.accounts.service.factors import adding
from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal

HAS_ONE = "Your account has an authenticator app already. End that one first."
NOT_BEGUN = "Please begin again: there is no QR code that waits for its first code."
WRONG = (
    "This is not the code that your app shows. Please wait for its next one and type that. If that does not fit "
    "either, let your phone set its clock by itself: the codes come from the time."
)


def begin(act: Act, account_id: int) -> None:
    """Make a secret for the account, in place of one that was never confirmed.

    Raises:
        Refusal: there is a confirmed one.
    """
    row = _row(account_id)
    if row is not None and row.confirmed_at is not None:
        raise Refusal(HAS_ONE)
    if row is not None:
        db.session.delete(row)
        db.session.flush()
    db.session.add(TotpFactor(account_id=account_id, secret=totp.new_secret(), begun_at=act.at, last_step=0))
    db.session.flush()


def waiting_secret(account_id: int) -> str | None:
    """The secret that waits for its first code, to be shown to its owner."""
    found: str | None = db.session.scalar(
        select(TotpFactor.secret).where(TotpFactor.account_id == account_id, TotpFactor.confirmed_at.is_(None))
    )
    return found


def confirm(act: Act, account_id: int, typed: str) -> list[str]:
    """The first code: from now on the app is asked for. Gives recovery codes to show, where there were none.

    Raises:
        TooManyTries: the wait after wrong ones is not over.
        Refusal: beside the field `code`.
    """
    throttling.claim(act, "account", _counted(account_id), instead=".")
    row = _row(account_id)
    if row is None or row.confirmed_at is not None:
        raise Refusal(NOT_BEGUN, "code")
    step = totp.step_of(row.secret, _digits(typed), act.at, 0)
    if step is None:
        raise Refusal(WRONG, "code")
    row.confirmed_at, row.last_step = act.at, step
    db.session.flush()
    throttling.forgive("account", _counted(account_id))
    return adding.added(act, account_id, adding.APP)


def give(act: Act, account_id: int) -> None:
    """An app that nobody has in hand, without notice and recovery codes: for the demonstration's staff, whose codes
    `make code` tells."""
    secret = totp.new_secret()
    db.session.add(TotpFactor(account_id=account_id, secret=secret, begun_at=act.at, confirmed_at=act.at, last_step=0))
    db.session.flush()
    audit.record(act, "factor.added", f"account:{account_id}", what=adding.APP)


def code_now(account_id: int, at: datetime) -> str | None:
    """The code that the account's app shows and that still counts (`make code`); None without an app, or when the
    codes of this half minute are used up."""
    row = _row(account_id)
    return totp.code_now(row.secret, at, row.last_step) if row else None


def shown_now(at: datetime) -> list[tuple[str, str | None]]:
    """User ID and `code_now` of every account with an app, by user ID: only outside production."""
    query = select(Account.user_id, TotpFactor.secret, TotpFactor.last_step).join(
        TotpFactor, TotpFactor.account_id == Account.id
    )
    rows = db.session.execute(query.order_by(Account.user_id))
    return [(row.user_id, totp.code_now(row.secret, at, row.last_step)) for row in rows]


def use(act: Act, account_id: int, typed: str) -> bool:
    """Whether the code is right and its step was not used yet; it is used now."""
    row = _row(account_id)
    if row is None or row.confirmed_at is None:
        return False
    step = totp.step_of(row.secret, _digits(typed), act.at, row.last_step)
    if step is None:
        return False
    # Told by the database, so that of two tries at once only one is good.
    done = db.session.execute(
        update(TotpFactor)
        .where(TotpFactor.id == row.id, TotpFactor.last_step < step)
        .values(last_step=step, last_used_at=act.at),
        execution_options={"synchronize_session": False},
    )
    db.session.expire(row)
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result has a row count


def drop(account_id: int) -> bool:
    """Remove it; False when there was none that was confirmed."""
    row = _row(account_id)
    confirmed = row is not None and row.confirmed_at is not None
    db.session.execute(delete(TotpFactor).where(TotpFactor.account_id == account_id))
    return confirmed


def _row(account_id: int) -> TotpFactor | None:
    found: TotpFactor | None = db.session.scalar(select(TotpFactor).where(TotpFactor.account_id == account_id))
    return found


def _digits(typed: str) -> str:
    return "".join(sign for sign in typed if sign in "0123456789")


def _counted(account_id: int) -> str:
    return f"first-code:{account_id}"
