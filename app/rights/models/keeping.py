"""That the retention rules were carried out, and whose data a legal matter keeps from going."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import rules
from app.foundation.database import Serial, UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, in_words, not_personal, personal
from app.foundation.retention import After

rules.declare(rules.Rule("retention.run-months", 13, "months", "That old information was removed: each run of a rule"))
A_COUNT = not_personal("a number of rows")
HELD = personal(
    "contact",
    subject="correspondent",
    purposes="legal",
    origins="staff",
    clause="legal-disclosure",
    export="withheld",
    reason="the e-mail address in the form in which we compare it, beside a legal matter",
)
BY_STAFF = not_personal("the id of a member of staff, without a name")


class RetentionRun(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One run of one rule: how many rows it looked at, removed or masked, left because of a hold; what was left.

    `rule` is the table's or store's name and the house rule: `outbox_mail/retention.mail-sent-years`. `oldest_left` is
    read from the data afterwards, None where nothing is left whose time runs.
    """

    __tablename__ = "retention_run"
    __retention__ = After("retention.run-months", since="started_at")
    __person__ = "nobody: counts of rows"
    __table_args__ = (Index("ix_retention_run_of_rule", "rule", "id"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    rule: Mapped[str] = mapped_column(String(120), info=not_personal("the name of a table and of a rule"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    examined: Mapped[int] = mapped_column(default=0, info=A_COUNT)
    removed: Mapped[int] = mapped_column(default=0, info=A_COUNT)
    held: Mapped[int] = mapped_column(default=0, info=A_COUNT)
    oldest_left: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


class LegalHold(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Whatever is about this person, or reached by this address, stays until that day, because of a legal matter."""

    __tablename__ = "legal_hold"
    __retention__ = After("retention.ledger-years", since="ended_at", until="until it ends, then ")
    __person__ = "person_id as person else email_key as email-key"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True, info=KEY)
    email_key: Mapped[str] = mapped_column(String(320), default="", info=HELD)
    reason: Mapped[str] = mapped_column(Text, info=not_personal("which duty asks for it; no name belongs here"))
    case_ref: Mapped[str] = mapped_column(String(80), info=not_personal("the number of a legal matter"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    opened_by: Mapped[str] = mapped_column(String(80), info=BY_STAFF)
    until: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    ended_by: Mapped[str] = mapped_column(String(80), default="", info=BY_STAFF)


in_words(LegalHold, "What a legal matter keeps from being removed", email_key="e-mail address")
