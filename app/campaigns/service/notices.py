"""Notices of a changed policy by mail: to each customer once, and what the relay took is told to the policy room."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, distinct, exists, func, select

from app.accounts.views import ACCOUNT_CARD
from app.audit import heads
from app.campaigns.models import PolicyNotice
from app.foundation import clock, inventory, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import service as mail
from app.policy import service as policy
from app.policy import views
from app.policy.views import VersionLine

NOTICE = "campaigns/policy_notice"
BATCH = 100
"""Notices written in one commit."""
NOBODY = ".invalid"
"""The end of addresses that by convention reach nobody."""


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
    words = _words(act, line)
    for person_id, row in {row.person_id: row for row in rows}.items():
        outcome, mail_id = "agreed", None
        if person_id not in knows or knows[person_id].agreed < line.no:
            mail_id = _queue(act, row, words) or None
            outcome = "written" if mail_id else "refused"
        db.session.add(
            PolicyNotice(version_no=line.no, person_id=person_id, mail_id=mail_id, outcome=outcome, at=act.at)
        )
    db.session.flush()


def _queue(act: Act, row: Row[Any], words: dict[str, Any]) -> int:
    if row.email.endswith(NOBODY):
        return 0
    account = f"account:{row.id}"
    return mail.queue(
        act, to=row.email, template=NOTICE, purpose="policy_notice", ref=account, greeting=row.greeting, **words
    )


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
