"""Cases: what somebody asks of us, all that was said about it, who works on it, and who may read it (P14, P68, P85)."""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, CheckConstraint, Connection, ForeignKey, Identity, Index, String, event, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.keys import HOUSE
from app.foundation.retention import After, Both, Swept, With
from app.foundation.sealed import Sealed, reach

FIRST_NUMBER = 40001
SQLITE_FIRST_NUMBER = f"INSERT INTO sqlite_sequence (name, seq) VALUES ('case_file', {FIRST_NUMBER - 1})"  # noqa: S608  # nothing in it comes from outside
"""SQLite counts on from here; PostgreSQL knows the start from the column's identity."""
KEPT = Both(
    (
        After(
            "retention.contact-mail-years",
            since=("case_message.at", "received_at"),
            then="after the last message",
            only=("kind", "contact"),
        ),
        After(
            "retention.case-years",
            since=("case_message.at", "received_at"),
            which="other requests and complaints",
            but=("kind", "contact"),
        ),
    )
)
WITH_THE_CASE = With("case_file", "with its case")

REACHED_AT = personal(
    "contact", subject="correspondent", purposes="requested", origins="subject staff", clause="writing-to-us"
)
SAID = personal(
    "communication",
    subject="correspondent",
    purposes="requested",
    origins="subject staff",
    clause="writing-to-us",
    correctable="no",
    rest="sealed",
    reason="what was said is not changed afterwards; another message may correct it",
)
WORKER = personal(
    "technical",
    subject="staff",
    purposes="requested",
    origins="system",
    clause="writing-to-us",
    export="masked",
    correctable="no",
    reason="who worked on a case is not changed afterwards",
)


class Case(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One case: who asks, how they are reached, by when they have an answer."""

    __tablename__ = "case_file"
    __retention__ = KEPT
    __person__ = "person_id as person else email_key as email-key"
    __ref__ = "case"
    __table_args__ = (
        Index("ix_case_file_due", "state", "due_at", "number"),
        Index("ix_case_file_by_time", "due_at", "number"),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(Identity(start=FIRST_NUMBER), primary_key=True, info=KEY)
    kind: Mapped[str] = mapped_column(String(20), info=not_personal("contact, or another kind of case"))
    topic: Mapped[str] = mapped_column(String(20), info=not_personal("a word of the list beside the form"))
    channel: Mapped[str] = mapped_column(String(10), info=not_personal("web, mail, letter or phone"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True, info=KEY)
    name: Mapped[str] = mapped_column(String(120), default="", info=REACHED_AT)
    email: Mapped[str] = mapped_column(String(254), default="", info=REACHED_AT)
    email_key: Mapped[str] = mapped_column(
        String(320), default="", index=True,
        info=personal("contact", subject="correspondent", purposes="requested", origins="system",
                      clause="writing-to-us", export="withheld",
                      reason="the e-mail address again, in the form in which it is compared"),
    )  # fmt: skip
    reach: Mapped[str] = mapped_column(
        Sealed("case_file.reach", place=("salt",)), default="",
        info=personal("contact", subject="correspondent", purposes="requested", origins="subject staff",
                      clause="writing-to-us", rest="sealed"),
    )  # fmt: skip
    salt: Mapped[str] = mapped_column(String(64), info=not_personal("random"))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    state: Mapped[str] = mapped_column(String(20), info=STATE)
    policy_version: Mapped[int | None] = mapped_column(info=not_personal("the number of a policy version"))
    clause: Mapped[str] = mapped_column(String(80), default="", info=not_personal("an anchor of the policy"))
    version: Mapped[int] = mapped_column(default=1, info=STATE)


event.listen(Case.__table__, "after_create", DDL(SQLITE_FIRST_NUMBER).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]  # SQLAlchemy types it so


def _owner_of(connection: Connection, number: Any) -> str:
    """Whose key seals what was said: the person's who wrote while signed in, else the house's own."""
    person_id = connection.scalar(select(Case.person_id).where(Case.number == number))
    return f"person:{person_id}" if person_id else HOUSE


reach("case_number", _owner_of)


class CaseMessage(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Something that was said: by the person, to the person, or a note among staff (`sort`)."""

    __tablename__ = "case_message"
    __retention__ = WITH_THE_CASE
    __person__ = "case_number -> case_file"
    __table_args__ = (Index("ix_case_message_of_case", "case_number", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    case_number: Mapped[int] = mapped_column(ForeignKey("case_file.number"), info=KEY)
    sort: Mapped[str] = mapped_column(String(10), info=not_personal("message, answer or note"))
    text: Mapped[str] = mapped_column(
        Sealed("case_message.text", "case_number", place=("case_number", "sort", "actor")), info=SAID
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    actor: Mapped[str] = mapped_column(String(80), info=WORKER)
    role: Mapped[str] = mapped_column(String(40), default="", info=not_personal("the role of whoever wrote it"))


class CaseEvent(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A state that the case came into: when, and by whom."""

    __tablename__ = "case_event"
    __retention__ = WITH_THE_CASE
    __person__ = "case_number -> case_file"
    __table_args__ = (Index("ix_case_event_of_case", "case_number", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    case_number: Mapped[int] = mapped_column(ForeignKey("case_file.number"), info=KEY)
    state: Mapped[str] = mapped_column(String(20), info=STATE)
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    actor: Mapped[str] = mapped_column(String(80), info=WORKER)
    reason: Mapped[str] = mapped_column(
        Sealed("case_event.reason", "case_number", place=("case_number", "state")), default="", info=SAID
    )


class CaseDraft(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """An answer that one member of staff prepared and another decides: `decision` is empty, approved or returned."""

    __tablename__ = "case_draft"
    __retention__ = WITH_THE_CASE
    __person__ = "case_number -> case_file"
    __table_args__ = (
        CheckConstraint(
            "decision <> 'approved' OR (decided_by <> '' AND decided_by <> prepared_by)", name="two_people"
        ),
        Index("ix_case_draft_of_case", "case_number", "id"),
        Index(
            "uq_case_draft_open",
            "case_number",
            unique=True,
            sqlite_where=text("decision = ''"),
            postgresql_where=text("decision = ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    case_number: Mapped[int] = mapped_column(ForeignKey("case_file.number"), info=KEY)
    outcome: Mapped[str] = mapped_column(String(20), info=STATE)
    text: Mapped[str] = mapped_column(
        Sealed("case_draft.text", "case_number", place=("case_number", "outcome", "prepared_by")), info=SAID
    )
    role: Mapped[str] = mapped_column(String(40), info=not_personal("the role of whoever prepared it"))
    prepared_by: Mapped[str] = mapped_column(String(80), info=WORKER)
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    decision: Mapped[str] = mapped_column(String(10), default="", info=STATE)
    decided_by: Mapped[str] = mapped_column(String(80), default="", info=WORKER)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


class CaseWork(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Who took the case to work on it, from when to when."""

    __tablename__ = "case_work"
    __retention__ = WITH_THE_CASE
    __person__ = "staff_id as account"
    __table_args__ = (
        Index(
            "uq_case_work_open",
            "case_number",
            unique=True,
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
        Index("ix_case_work_of_staff", "staff_id", "released_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    case_number: Mapped[int] = mapped_column(ForeignKey("case_file.number"), info=KEY)
    staff_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=WORKER)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


class CaseVisit(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A browser that typed the case's number and code, and may read it for a while."""

    __tablename__ = "case_visit"
    __retention__ = Swept("sweep-cases", rule="retention.attempt-days", since="opened_at")
    __person__ = "case_number -> case_file"
    __table_args__ = (Index("ix_case_visit_of_browser", "browser_sha256", "case_number"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    browser_sha256: Mapped[str] = mapped_column(String(64), info=not_personal("a digest of a random number"))
    case_number: Mapped[int] = mapped_column(ForeignKey("case_file.number"), info=KEY)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, info=STAMP)


class CaseTry(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Tries counted against one typed number, network or address; what it is rests only as a keyed digest."""

    __tablename__ = "case_try"
    __retention__ = Swept("sweep-cases", rule="retention.attempt-days", since="last_at")
    __person__ = "nobody: keyed digests that cannot be turned back"

    key: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=not_personal("a keyed digest that cannot be turned back")
    )
    count: Mapped[int] = mapped_column(default=0, info=STATE)
    since: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, info=STAMP)


in_words(
    Case,
    "Your messages and requests",
    name="name",
    email="e-mail address",
    email_key="the e-mail address in the form in which we compare it",
    reach="where else we can reach you",
)
in_words(CaseEvent, "What became of a request", actor="who did it, by number", reason="why")
in_words(
    CaseDraft,
    "Answers that two of our staff agreed on",
    text="the words",
    prepared_by="who prepared them, by number",
    decided_by="who agreed or not, by number",
)
in_words(CaseMessage, "What was said", text="the words", actor="who wrote them, by number")
in_words(CaseVisit, "Browsers in which a request was read by its code")
in_words(CaseWork, "Who works on a request", staff_id="the member of staff, by number")
