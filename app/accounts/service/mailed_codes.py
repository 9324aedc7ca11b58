"""Mailing a code and judging what was typed. Nothing here tells whether an address has an account."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import exists, func, select, update

from app.accounts import terms
from app.accounts.codes import SENTENCES, CodeState, Verdict, judge
from app.accounts.models import Account
from app.accounts.service.visit import Visit
from app.accounts.sign_in_models import Device, MailedCode
from app.audit import service as audit
from app.foundation import codes, rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.mail import service as mail
from app.people.identifiers import Email

Purpose = Literal["register", "sign-in", "email", "lost"]
NONE_ASKED = "Please ask for a code first; this browser has none that waits."


@dataclass(frozen=True)
class Asked:
    """For whom a code is asked: `decoy` rows never work, `account_id` is the account it acts on."""

    purpose: Purpose
    email: Email
    account_id: int | None = None
    decoy: bool = False
    template: str = ""


def send(act: Act, visit: Visit, asked: Asked) -> None:
    """Make a code for this browser and queue its mail; past the hourly limits nothing is sent, and nothing told."""
    if _too_many(act, visit, asked.email):
        return
    _withdraw(act, visit, asked.purpose)
    row = MailedCode(
        purpose=asked.purpose,
        browser_sha256=visit.session_sha256,
        network_key=visit.network_key,
        account_id=asked.account_id,
        email=asked.email.address,
        email_key=asked.email.key,
        decoy=asked.decoy,
        salt=codes.random_token(128),
        made_at=act.at,
        tries=0,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(act, "code.mailed", f"code:{row.id}", purpose=asked.purpose)
    mail.queue(
        act,
        to=asked.email.address,
        template=asked.template,
        purpose="account",
        ref=f"code:{row.id}",
        derived={} if asked.decoy else {"code": ("code", asked.purpose, (row.id, row.salt))},
    )


def _withdraw(act: Act, visit: Visit, purpose: str) -> None:
    """A new code ends those that this browser asked for before."""
    db.session.execute(
        update(MailedCode)
        .where(
            MailedCode.browser_sha256 == visit.session_sha256,
            MailedCode.purpose == purpose,
            MailedCode.done_at.is_(None),
        )
        .values(done_at=act.at)
    )


def _too_many(act: Act, visit: Visit, email: Email) -> bool:
    """Whether the hour's mails are used up.

    A network from which the address's account has signed in before has its own share and no other limit: strangers
    elsewhere who ask for codes cannot keep the owner from theirs. The same is asked for every address.
    """
    to_address = MailedCode.email_key == email.key
    from_network = MailedCode.network_key == visit.network_key
    at_home = exists().where(
        Account.email_key == email.key, Device.account_id == Account.id, Device.network == visit.network
    )
    counts = select(
        func.count().filter(to_address & from_network).label("both"),
        func.count().filter(to_address).label("address"),
        func.count().filter(from_network).label("network"),
        select(at_home).scalar_subquery().label("at_home"),
    ).where(MailedCode.made_at > act.at - timedelta(hours=1), to_address | from_network)
    row = db.session.execute(counts).one()
    return row.both >= rules.whole("account.mails-per-hour") or (
        not row.at_home
        and (
            row.address >= rules.whole("account.mails-per-hour-address")
            or row.network >= rules.whole("account.mails-per-hour-network")
        )
    )


def waiting(browser_sha256: str, purpose: Purpose) -> MailedCode | None:
    """The code that this browser asked for last, if it is not done with."""
    found: MailedCode | None = db.session.scalar(
        select(MailedCode)
        .where(MailedCode.browser_sha256 == browser_sha256, MailedCode.purpose == purpose, MailedCode.done_at.is_(None))
        .order_by(MailedCode.id.desc())
        .limit(1)
    )
    return found


def check(act: Act, visit: Visit, purpose: Purpose, typed: str) -> MailedCode:
    """The row whose code was typed, now used.

    The try is counted and committed before the code is looked at, so that parallel tries cannot exceed what is allowed.

    Raises:
        Refusal: beside the field `code`.
    """
    row = waiting(visit.session_sha256, purpose)
    if row is None:
        raise Refusal(NONE_ASKED, "code")
    allowed = terms.codes(purpose)
    row_id, before = row.id, CodeState(row.made_at, row.tries, row.used_at)
    if before.tries < allowed.tries and not _count(row_id, allowed.tries):
        before = CodeState(before.made_at, allowed.tries, before.used_at)
    row = db.session.get_one(MailedCode, row_id, with_for_update=True, populate_existing=True)
    verdict = judge(before, codes.typed_code(purpose, row.id, row.salt), typed, act.at, allowed)
    if verdict is Verdict.RIGHT and not row.decoy and row.used_at is None:
        row.used_at = act.at
        db.session.flush()
        audit.record(act, "code.used", f"code:{row.id}", purpose=purpose)
        return row
    raise Refusal(SENTENCES[Verdict.WRONG if verdict is Verdict.RIGHT else verdict], "code")


def _count(row_id: int, most: int) -> bool:
    counted = 0

    def count() -> None:
        nonlocal counted
        result = db.session.execute(
            update(MailedCode)
            .where(MailedCode.id == row_id, MailedCode.tries < most)
            .values(tries=MailedCode.tries + 1)
        )
        counted = result.rowcount  # type: ignore[attr-defined]  # an update's result has a row count

    work.unit(count)
    return bool(counted)


def newest_open(email_key: str | None, account_id: int | None) -> list[tuple[str, str]]:
    """Purpose and code of every code that waits for an address or an account, newest first (`make code`)."""
    mine = MailedCode.email_key == email_key
    if account_id is not None:
        mine = mine | (MailedCode.account_id == account_id)
    rows = db.session.scalars(
        select(MailedCode)
        .where(mine, MailedCode.used_at.is_(None), MailedCode.done_at.is_(None), MailedCode.decoy.is_(False))
        .order_by(MailedCode.id.desc())
    )
    return [(row.purpose, codes.typed_code(row.purpose, row.id, row.salt)) for row in rows]
