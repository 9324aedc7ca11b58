"""A posted change that was withdrawn: notices that still wait are held back, their readers are told otherwise."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select

from app.accounts.views import ACCOUNT_CARD
from app.campaigns.models import PolicyNotice
from app.foundation import clock
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import service as mail
from app.policy import views
from app.policy.views import VersionLine

RECALL = "campaigns/policy_withdrawn"
BATCH = 100
"""Notices taken back in one commit."""


def recall_notices(act: Act) -> Iterator[None]:
    """Take back the notices of withdrawn versions, so many a commit."""
    for line in views.history():
        while line.state == "withdrawn" and (rows := _written(line.no)):
            for row in rows:
                _take_back(act, line, row)
            yield


def _written(number: int) -> list[Row[Any]]:
    card = ACCOUNT_CARD.subquery("card")
    query = (
        select(PolicyNotice, card.c.id, card.c.greeting, card.c.email)
        .join(card, card.c.person_id == PolicyNotice.person_id)
        .where(PolicyNotice.version_no == number, PolicyNotice.outcome == "written")
    )
    return list(db.session.execute(query.order_by(PolicyNotice.person_id).limit(BATCH)))


def _take_back(act: Act, line: VersionLine, row: Row[Any]) -> None:
    """Hold the mail back, or write a second one to whoever has the first."""
    notice: PolicyNotice = row[0]
    notice.outcome = "recalled"
    if not mail.hold_back(act, notice.mail_id or 0) and mail.was_sent(notice.mail_id or 0):
        mail.queue(
            act,
            to=row.email,
            template=RECALL,
            purpose="policy_notice",
            ref=f"account:{row.id}",
            greeting=row.greeting,
            number=line.no,
            date=clock.spoken_date(line.effective_at),
            note=views.events(line.id)[-1].note,
        )
    db.session.flush()
