"""Whom a notice was written to."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, in_words, not_personal, personal
from app.foundation.retention import With


class PolicyNotice(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One customer and one version of the policy: looked at once, so that nobody gets the notice twice.

    `outcome` is `written` (a mail went into the outbox), `refused` (the gate said no), `agreed` (the account was opened
    under this version or a later one, so there is nothing to tell), or `recalled` (the version was withdrawn, so the
    mail was held back, or a second one says so).
    """

    __tablename__ = "policy_notice"
    __retention__ = With("person", "the life of the account")
    __person__ = "person_id as person"

    version_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, info=KEY)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False, info=KEY)
    mail_id: Mapped[int | None] = mapped_column(unique=True, info=not_personal("the number of a mail"))
    outcome: Mapped[str] = mapped_column(
        String(10),
        info=personal(
            "communication",
            purposes="policy_notice",
            origins="system",
            clause="new-uses",
            correctable="no",
            reason="a record of what was sent is not changed",
        ),
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


in_words(PolicyNotice, "Notices of a changed policy", outcome="whether one was written to you")
