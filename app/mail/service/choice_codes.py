"""A code by mail opens somebody's choices without an account, in the browser that asked; all addresses are alike."""

import hmac
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import delete, select, update

from app.audit import service as audit
from app.cases.service import tries
from app.foundation import codes, jobs, rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.mail.models import ChoiceCode
from app.mail.service.outbox import forget_recipients
from app.mail.service.queueing import queue
from app.people import service as people
from app.people.identifiers import Email
from app.permissions.subjects import Subject, address_key

TEMPLATE, PURPOSE = "mail/choice_code", "mail-choices"
WRONG = (
    "This code does not open the choices here. Please check it. It also wears out when it is old or was mistyped "
    "often: you can ask for a new one."
)

for _rule in (
    rules.Rule("choices.code-minutes", 30, "minutes", "How long a mailed code opens the mail choices"),
    rules.Rule("choices.code-tries", 5, "tries", "How often such a code may be typed before it is worn out"),
    rules.Rule("choices.open-minutes", 60, "minutes", "How long a typed code opens the mail choices in that browser"),
    rules.Rule("choices.codes-a-day", 10, "mails", "How many such codes one address gets in a day"),
    rules.Rule("choices.codes-an-hour", 30, "mails", "How many such codes one network may ask for in an hour"),
):
    rules.declare(_rule)


def ask(act: Act, browser: str, email: Email, network: str) -> None:
    """Mail a code to the address; past the limits nothing is sent and nothing is told."""
    _end(act, browser)
    busy = tries.free_at(act, "choice-network", network, rules.whole("choices.codes-an-hour"), timedelta(hours=1))
    often = tries.free_at(act, "choice-address", email.key, rules.whole("choices.codes-a-day"), timedelta(days=1))
    if busy or often:
        return
    row = ChoiceCode(
        browser_sha256=browser,
        address_key=address_key(email.key),
        person_id=people.person_of("email", email.key),
        salt=codes.random_token(128),
        made_at=act.at,
        tries=0,
    )
    db.session.add(row)
    db.session.flush()
    queue(
        act,
        to=email.address,
        template=TEMPLATE,
        purpose="account",
        ref=_ref(row.id),
        derived={"code": ("code", PURPOSE, (row.id, row.salt))},
        minutes=rules.whole("choices.code-minutes"),
    )


def check(act: Act, browser: str, typed: str) -> None:
    """Take the code. The try is counted and committed before it is compared, so that tries in parallel gain nothing.

    Raises:
        Refusal: beside the field `code`.
    """
    row = _waiting(browser)
    if row is None or not _counted(row.id):
        raise Refusal(WRONG, "code")
    young = act.at - row.made_at < timedelta(minutes=rules.whole("choices.code-minutes"))
    given = "".join(sign for sign in typed if sign.isdigit())
    if not young or not hmac.compare_digest(codes.typed_code(PURPOSE, row.id, row.salt), given):
        raise Refusal(WRONG, "code")
    row.used_at = act.at
    db.session.flush()
    audit.record(act, "choices.opened", _ref(row.id))


def opened(act: Act, browser: str) -> Subject | None:
    """Whose choices are open in this browser; None when no code was typed here lately."""
    life = timedelta(minutes=rules.whole("choices.open-minutes"))
    query = select(ChoiceCode.person_id, ChoiceCode.address_key).where(
        ChoiceCode.browser_sha256 == browser, ChoiceCode.done_at.is_(None), ChoiceCode.used_at > act.at - life
    )
    row = db.session.execute(query.order_by(ChoiceCode.id.desc()).limit(1)).one_or_none()
    return Subject(row.person_id, digest=row.address_key) if row is not None else None


def sweep(act: Act) -> Iterator[None]:
    """Remove old codes; of an address that nobody is known by, the mail forgets the address, too."""
    before = act.at - timedelta(hours=rules.whole("retention.choice-code-hours"))
    old = db.session.execute(select(ChoiceCode.id, ChoiceCode.person_id).where(ChoiceCode.made_at < before)).all()
    for row in old:
        if not row.person_id:
            forget_recipients(_ref(row.id), TEMPLATE)
        db.session.execute(delete(ChoiceCode).where(ChoiceCode.id == row.id))
        yield


def _waiting(browser: str) -> ChoiceCode | None:
    query = select(ChoiceCode).where(
        ChoiceCode.browser_sha256 == browser, ChoiceCode.done_at.is_(None), ChoiceCode.used_at.is_(None)
    )
    found: ChoiceCode | None = db.session.scalar(query.order_by(ChoiceCode.id.desc()).limit(1))
    return found


def _end(act: Act, browser: str) -> None:
    """A new code ends those that this browser asked for before."""
    open_ones = (ChoiceCode.browser_sha256 == browser, ChoiceCode.done_at.is_(None))
    db.session.execute(update(ChoiceCode).where(*open_ones).values(done_at=act.at))


def _counted(row_id: int) -> bool:
    """Count a try; whether it was one of those allowed."""
    most, counted = rules.whole("choices.code-tries"), 0

    def count() -> None:
        nonlocal counted
        free = (ChoiceCode.id == row_id, ChoiceCode.tries < most)
        result = db.session.execute(update(ChoiceCode).where(*free).values(tries=ChoiceCode.tries + 1))
        counted = result.rowcount  # type: ignore[attr-defined]  # an update's result has a row count

    work.unit(count)
    return bool(counted)


def _ref(row_id: int) -> str:
    return f"choice:{row_id}"


SWEEP = jobs.Job(
    "sweep-choice-codes",
    sweep,
    60,
    "Remove old codes that opened mail choices, and forget addresses that nobody is known by",
    purposes="account",
    clause="your-choices",
)
