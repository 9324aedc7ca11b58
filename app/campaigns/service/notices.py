"""Notices of a changed policy by mail: to each customer once, and what the relay took is told to the policy room."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, distinct, exists, func, select

from app.accounts.views import ACCOUNT_CARD
from app.audit import heads
from app.campaigns.models import MailRun, PolicyNotice
from app.campaigns.service.steps import POLICY_NOTICE, locked, note, waits
from app.foundation import clock, inventory, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import service as mail
from app.mail.service import Queued
from app.policy import service as policy
from app.policy import views
from app.policy.views import VersionLine

NOTICE = "campaigns/policy_notice"
BATCH = 100
"""Notices written in one commit."""
NOBODY = ".invalid"
"""The end of addresses that by convention reach nobody."""


_NOTICE_RUN = MailRun.kind == POLICY_NOTICE


def write_notices(act: Act) -> Iterator[None]:
    """Write the notices that are due, so many a commit; a version withdrawn meanwhile stops its own."""
    for number in [line.no for line in due(act.at)]:
        last = 0
        while (line := _still(act.at, number)) and (rows := _next(number, last)):
            _write(act, line, rows)
            last = rows[-1].id
            yield


def due(at: datetime) -> list[VersionLine]:
    """Posted versions of which customers are told by mail: new uses, and suppliers that took another's place.

    They are told ahead; whoever was missed, as long after the change as pages announce it.
    """
    since = at - timedelta(days=rules.whole("policy.strip-days", at))
    lines = [line for line in views.history() if line.state != "withdrawn" and line.effective_at > since]
    return [line for line in lines if line.change_class == "widens" or _other_suppliers(line)]


def audience() -> int:
    """How many people a notice to every customer would be written to."""
    card = ACCOUNT_CARD.subquery("card")
    reached = select(func.count(distinct(card.c.person_id))).where(~card.c.email.endswith(NOBODY))
    return db.session.scalar(reached) or 0


def _other_suppliers(line: VersionLine) -> bool:
    if line.change_class != "clarify":
        return False
    before, after = views.published(line.prev_no), views.published(line.no)
    return before is not None and after is not None and before.slots.get("suppliers") != after.slots.get("suppliers")


def _still(at: datetime, number: int) -> VersionLine | None:
    return next((line for line in due(at) if line.no == number), None)


def _next(number: int, last: int) -> list[Row[Any]]:
    """The next accounts after `last` whose person was not looked at for this version."""
    card = ACCOUNT_CARD.subquery("card")
    looked_at = exists().where(PolicyNotice.version_no == number, PolicyNotice.person_id == card.c.person_id)
    query = select(card.c.id, card.c.person_id, card.c.greeting, card.c.email).where(card.c.id > last, ~looked_at)
    return list(db.session.execute(query.order_by(card.c.id).limit(BATCH)))


def _write(act: Act, line: VersionLine, rows: list[Row[Any]]) -> None:
    knows = views.reaches([row.person_id for row in rows])
    people = {row.person_id: row for row in rows}
    told = [row for row in people.values() if row.person_id not in knows or knows[row.person_id].agreed < line.no]
    mails = _queue(act, line, [row for row in told if not row.email.endswith(NOBODY)])
    for person_id in people:
        outcome = "written" if mails.get(person_id) else "refused"
        if person_id not in {row.person_id for row in told}:
            outcome = "agreed"
        mail_id = mails.get(person_id) or None
        db.session.add(
            PolicyNotice(version_no=line.no, person_id=person_id, mail_id=mail_id, outcome=outcome, at=act.at)
        )
    db.session.flush()


def _queue(act: Act, line: VersionLine, rows: list[Row[Any]]) -> dict[int, int]:
    """Write to these people; gives each person's mail, 0 where the gate refused."""
    words, run_id = _words(act, line), _run_of(act, line.no)
    letters = [
        Queued(
            row.email,
            NOTICE,
            "policy_notice",
            f"account:{row.id}",
            {"greeting": row.greeting, **words},
            run=run_id,
        )
        for row in rows
    ]
    mails = mail.queue_many(act, letters)
    return {row.person_id: mail_id for row, mail_id in zip(rows, mails, strict=True)}


def _run_of(act: Act, number: int) -> int:
    """The run of a version's notices, as staff follow it; begun with the first of them."""
    found: int | None = db.session.scalar(select(MailRun.id).where(_NOTICE_RUN, MailRun.notice_no == number))
    if found is not None:
        locked(found, POLICY_NOTICE).state = "sending"
        return found
    row = MailRun(
        kind=POLICY_NOTICE,
        subject=f"Notice of policy version {number}",
        body="",
        notice_no=number,
        version=1,
        policy_version=act.policy_version,
        state="sending",
        made_at=act.at,
    )
    db.session.add(row)
    db.session.flush()
    note(act, row, "sending")
    return row.id


def end_notices(act: Act) -> Iterator[None]:
    """Runs of notices of which nothing waits any more are done, until another customer has to be told."""
    going = select(MailRun.id).where(_NOTICE_RUN, MailRun.state == "sending").order_by(MailRun.id)
    for run_id in db.session.scalars(going).all():
        row = locked(run_id, POLICY_NOTICE)
        if not waits(run_id):
            row.state = "done"
            note(act, row, "done")
        yield


def _words(act: Act, line: VersionLine) -> dict[str, Any]:
    """What the letter says of the version; the newest head of the record goes with it (privacy.md section 14)."""
    head = heads.newest()
    return {
        "number": line.no,
        "date": clock.spoken_date(line.effective_at),
        "ahead": line.effective_at > act.at,
        "note": line.change_note,
        "uses": [{"title": inventory.PURPOSES[use.purpose], "words": use.words} for use in line.new_uses],
        "head": {"day": head.day.isoformat(), "seq": head.seq, "row_hash": head.row_hash} if head else None,
    }


def delivered(act: Act, mail_id: int) -> None:
    """The relay has taken that mail: if it is a notice, its reader was notified."""
    row = db.session.scalar(select(PolicyNotice).where(PolicyNotice.mail_id == mail_id))
    if row is not None:
        policy.engaged(act, row.person_id, row.version_no, "notified", "mail")
