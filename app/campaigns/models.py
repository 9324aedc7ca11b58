"""Mail to many: what it says, how it came about, and whom it was written to."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.retention import Keep, With

BY_WHOM = personal(
    "technical",
    subject="staff",
    purposes="legal",
    origins="system staff",
    clause="security-measures",
    export="masked",
    correctable="no",
    reason="the record of who wrote to customers stays as it was",
)
RECEIVED = personal(
    "communication",
    purposes="site_update",
    origins="system",
    clause="site-updates",
    correctable="no",
    reason="a record of what was sent is not changed",
)


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


class MailRun(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Mail to many: a site update that staff wrote, or the notice of a version of the policy.

    `state` is where it stands (`states.WORDS`), `reached` the account up to which counting has come, `audience` how
    many people there were to count. `published_at` is when the text came to the list of updates, which needs no mail;
    `withdrawn_at` when it was taken back there.
    """

    __tablename__ = "mail_run"
    __retention__ = Keep("what we published and mailed to many is evidence", how_long="for good, as part of the site")
    __person__ = "nobody: a text of ours"
    __table_args__ = (
        Index("ix_mail_run_published", "published_at", "id"),
        Index("ix_mail_run_state", "state", "scheduled_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    kind: Mapped[str] = mapped_column(String(20), info=not_personal("site_update or policy_notice"))
    subject: Mapped[str] = mapped_column(String(120), info=not_personal("the subject of a mail to many"))
    body: Mapped[str] = mapped_column(Text, info=not_personal("the text of a mail to many"))
    notice_no: Mapped[int | None] = mapped_column(unique=True, info=not_personal("the number of a policy version"))
    version: Mapped[int] = mapped_column(info=not_personal("how often it was saved"))
    policy_version: Mapped[int | None] = mapped_column(info=not_personal("the number of a policy version"))
    state: Mapped[str] = mapped_column(String(10), info=STATE)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    scheduled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    reached: Mapped[int] = mapped_column(default=0, info=not_personal("how far the work in hand has come"))
    complaints_seen: Mapped[int] = mapped_column(default=0, info=not_personal("a number of complaints"))
    """At which number of complaints it last paused: going on after a look needs no second one for the same."""
    audience: Mapped[int] = mapped_column(default=0, info=not_personal("how many people it was counted for"))


class RunEvent(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One step in the life of a run: what was done, by whom, when, and why."""

    __tablename__ = "mail_run_event"
    __retention__ = Keep("how mail to many came about is evidence")
    __person__ = "actor as actor"
    __table_args__ = (Index("ix_mail_run_event_of_run", "run_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    run_id: Mapped[int] = mapped_column(ForeignKey("mail_run.id"), info=KEY)
    step: Mapped[str] = mapped_column(String(12), info=not_personal("what was done"))
    note: Mapped[str] = mapped_column(String(400), default="", info=not_personal("why, in words about the run"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    actor: Mapped[str] = mapped_column(String(80), info=BY_WHOM)
    actor_name: Mapped[str] = mapped_column(String(200), default="", info=BY_WHOM)


class RunRecipient(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One person of a run's audience: looked at once, so that nobody gets two mails.

    `outcome` is `may` (the dry run found that they may be reached), `refused` (it found that they may not), `written`
    (a mail went into the outbox) or `stopped` (the gate said no when it was to be written). `reason` is the gate's.
    """

    __tablename__ = "run_recipient"
    __retention__ = With("person", "the life of the account")
    __person__ = "person_id as person"
    __table_args__ = (Index("ix_run_recipient_outcome", "run_id", "outcome", "reason", "person_id"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("mail_run.id"), primary_key=True, autoincrement=False, info=KEY)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), primary_key=True, autoincrement=False, index=True, info=KEY
    )
    outcome: Mapped[str] = mapped_column(String(10), info=RECEIVED)
    reason: Mapped[str] = mapped_column(String(20), default="", info=not_personal("a reason code"))
    mail_id: Mapped[int | None] = mapped_column(unique=True, info=not_personal("the number of a mail"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


in_words(RunEvent, "What you did about mail to many", actor="by number", actor_name="name")
in_words(RunRecipient, "Updates of the site", outcome="whether one was written to you")
