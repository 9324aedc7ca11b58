"""The life of an erasure: asked, told by mail, rows gone, then keys and files gone; a job carries each on to its end.

Each step is one commit and may be done again, so a process that dies in the middle costs a minute.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.accounts import service as accounts
from app.audit import service as audit
from app.cases import service as cases
from app.cases.service import requesting
from app.foundation import codes, database, files, jobs, keys, rules
from app.foundation.acts import Act
from app.foundation.clock import spoken
from app.foundation.database import db
from app.foundation.reaching import Keys
from app.mail import service as mail
from app.mail import spool
from app.rights.models import Erasure
from app.rights.service import erasing, fates, hindrances
from app.rights.service.fates import Erased
from app.rights.service.knowing import keys_of

JOB = "erase"
LAST_MAIL = "rights/erased"
SITE = "This site"
"""Who answers where nobody had to decide."""

rules.declare(
    rules.Rule(
        "erasure.last-mail-hours", 24, "hours", "How long an erasure waits at most for its own last mail to go out"
    )
)


def ask(act: Act, who: Keys, case_number: int = 0) -> int:
    """Begin an erasure; gives its number. One that is under way for the same person is not begun again.

    Raises:
        Refusal: work on an order is left, somebody works here with the account, or a company would have nobody to
            lead it.
    """
    hindrances.check_no_staff(who)
    hindrances.check_orders(who)
    hindrances.check_companies(who)
    person_id = next(iter(who.persons), None)
    if under_way := _open(person_id, case_number):
        return under_way
    row = Erasure(
        person_id=person_id,
        case_number=case_number or None,
        salt=codes.random_token(160),
        reached_by={"emails": sorted(who.email_keys)},
        asked_at=act.at,
        report=[],
    )
    db.session.add(row)
    db.session.flush()
    if case_number:
        requesting.bring(act, case_number, "verified")
    audit.record(act, "erasure.asked", f"erasure:{row.id}")
    jobs.nudge(JOB)
    return row.id


def _open(person_id: int | None, case_number: int) -> int:
    same = Erasure.person_id == person_id if person_id else Erasure.case_number == (case_number or -1)
    return db.session.scalar(select(Erasure.id).where(same, Erasure.finished_at.is_(None))) or 0


def of_case(case_number: int) -> Erasure | None:
    """The erasure that belongs to a case, the newest."""
    found: Erasure | None = db.session.scalars(
        select(Erasure).where(Erasure.case_number == case_number).order_by(Erasure.id.desc()).limit(1)
    ).first()
    return found


def report_of(row: Erasure) -> Erased:
    """What went and what stayed, once the rows are gone."""
    return fates.restored(row.report)


def carry_on(act: Act) -> Iterator[None]:
    """Carry every erasure on as far as it goes today."""
    waiting = select(Erasure.id).where(Erasure.finished_at.is_(None)).order_by(Erasure.id)
    for number in db.session.scalars(waiting).all():
        yield from _carry_on(act, number)


def _carry_on(act: Act, number: int) -> Iterator[None]:
    row = db.session.get_one(Erasure, number)
    who = _who(row)
    if row.done_at is None:
        row.waits_for = hindrances.waits_for(who, act.at)
        if not row.waits_for and row.told_at is None:
            _tell(act, row, who)
        yield
        if row.waits_for or _last_mail_waits(act, row):
            return
        _erase(act, row, who)
        yield
    _remove_files(row)
    _destroy_keys(act, row, who)
    yield
    if database.empty_log():
        _finish(act, db.session.get_one(Erasure, number))
        yield


def _who(row: Erasure) -> Keys:
    """Whose erasure it is; later looks find only what came in between."""
    emails = row.reached_by.get("emails", [])
    return keys_of(row.person_id or 0, "" if row.person_id else next(iter(emails), ""))


def _tell(act: Act, row: Erasure, who: Keys) -> None:
    """The last mail to an account, while there still is an address; without an account the case's page tells."""
    row.told_at = act.at
    for account_id in who.accounts:
        card = accounts.account_card(account_id)
        row.mail_id = mail.queue(
            act, to=card.email, template=LAST_MAIL, purpose="account", ref=f"account:{account_id}",
            greeting=card.greeting, when=spoken(act.at), **_in_words(erasing.preview(who)),
        ) or None  # fmt: skip
    db.session.flush()


def _in_words(erased: Erased) -> dict[str, Any]:
    return {
        "gone": [line.title for line in erased.gone],
        "kept": [f"{line.title}: {line.left}, because {line.why}" for line in erased.kept if line.table in TOLD],
    }


TOLD = frozenset({"print_order", "payment_attempt", "permission_event", "disclosure", "audit_entry", "case_file"})
"""What the last mail says of what stays; the page says all of it."""


def _last_mail_waits(act: Act, row: Erasure) -> bool:
    longest = timedelta(hours=rules.whole("erasure.last-mail-hours"))
    told = row.told_at or act.at
    return bool(row.mail_id) and act.at - told < longest and not mail.was_sent(row.mail_id or 0)


def _erase(act: Act, row: Erasure, who: Keys) -> None:
    row.reached_by = {"emails": erasing.addresses_of(who), "files": erasing.places_of(who)}
    erased = erasing.erase(act, who)
    row = db.session.get_one(Erasure, row.id)
    row.report, row.done_at = erased.stored(), act.at
    row.version += 1
    db.session.flush()
    gone, kept = (sum(line.count for line in lines) for lines in (erased.gone, erased.kept))
    audit.record(act, "erasure.done", f"erasure:{row.id}", gone=gone, kept=kept)


def _remove_files(row: Erasure) -> None:
    store = files.store()
    for place in row.reached_by.get("files", []):
        # A folder, or one file.
        for key in store.keys(place) or [key for key in (place,) if store.exists(key)]:
            store.delete(key)
    spool.forget(row.reached_by.get("emails", []))


def _destroy_keys(act: Act, row: Erasure, who: Keys) -> None:
    """Whatever was sealed for the person is unreadable from now on, in every copy of the database.

    What came in since the rows went (a sign-in that was under way) goes first.
    """
    if erasing.preview(who).gone:
        erasing.erase(act, who)
    for person_id in who.persons:
        audit.record(act, "keys.destroyed", f"person:{person_id}")
        keys.store().destroy(f"person:{person_id}", act.at)


def _finish(act: Act, row: Erasure) -> None:
    row.reached_by, row.finished_at = {}, act.at
    db.session.flush()
    audit.record(act, "erasure.finished", f"erasure:{row.id}")
    if row.case_number:
        cases.answer(act, row.case_number, _story(row), outcome="answered", role=SITE, version=None, agreed=True)


def _story(row: Erasure) -> str:
    """What went and what stayed, as the answer of the case: it holds nobody's data."""
    erased = report_of(row)
    gone = [f"- {line.title} ({line.count})" for line in erased.gone] or ["- nothing was there that could go"]
    kept = [f"- {line.title} ({line.count}): {line.left}, because {line.why}" for line in erased.kept]
    return "\n".join(["It is erased. What went:", *gone, "What stays, without your name:", *kept])
