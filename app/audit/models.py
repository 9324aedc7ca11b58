"""Audit entries (privacy.md section 14)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DDL, JSON, Date, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column

from app.audit import permanence
from app.foundation.database import Serial, UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, in_words, not_personal, personal
from app.foundation.retention import After, Keep


class AuditEntry(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Who did what to whom, when; the payload is salted so that it can be removed later."""

    __tablename__ = "audit_entry"
    __retention__ = After(
        "retention.audit-years", since="at", which="details", masks=("payload",), left="only the row, for good"
    )
    __person__ = "subject_ref as ref"
    __table_args__ = (
        Index("ix_audit_entry_kind_id", "kind", "id"),
        Index("ix_audit_entry_actor_id", "actor", "id"),
        Index("ix_audit_entry_subject_ref_id", "subject_ref", "id"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, info=STAMP)
    kind: Mapped[str] = mapped_column(String(80), info=not_personal("what was done, from a closed list"))
    actor: Mapped[str] = mapped_column(
        String(80),
        info=personal(
            "technical",
            purposes="enforce account",
            origins="system",
            clause="security",
            export="masked",
            correctable="no",
            reason="a record of what happened is not changed",
        ),
    )
    subject_ref: Mapped[str] = mapped_column(
        String(80),
        info=personal(
            "technical",
            purposes="enforce account",
            origins="system",
            clause="security",
            correctable="no",
            reason="a record of what happened is not changed",
        ),
    )
    policy_version: Mapped[int | None] = mapped_column(info=not_personal("the number of a policy version"))
    request_id: Mapped[str] = mapped_column(String(40), info=not_personal("a random number of one request"))
    payload: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True),
        info=personal(
            "technical",
            purposes="enforce account",
            origins="system",
            clause="security",
            export="masked",
            correctable="no",
            reason="a record of what happened is not changed",
        ),
    )
    salt: Mapped[str] = mapped_column(String(64), info=not_personal("random"))
    commitment: Mapped[str] = mapped_column(String(64), info=not_personal("a salted digest"))
    seq: Mapped[int | None] = mapped_column(Serial, unique=True, info=not_personal("the place in the chain"))
    prev: Mapped[str | None] = mapped_column(String(64), info=not_personal("a digest"))
    row_hash: Mapped[str | None] = mapped_column(String(64), info=not_personal("a digest"))


class AuditHead(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """The end of the chain as it was made public on one day: what shows that later rows were cut off."""

    __tablename__ = "audit_head"
    __retention__ = Keep("the published ends of the chain are evidence")
    __person__ = "nobody: the ends of a chain of digests"

    day: Mapped[date] = mapped_column(Date, primary_key=True, info=STAMP)
    seq: Mapped[int] = mapped_column(Serial, info=not_personal("a place in the chain"))
    row_hash: Mapped[str] = mapped_column(String(64), info=not_personal("a digest"))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


for _dialect, _statements in (("sqlite", permanence.SQLITE), ("postgresql", permanence.POSTGRESQL)):
    for _statement in _statements:
        _ddl = DDL(_statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # SQLAlchemy leaves DDL untyped
        event.listen(AuditEntry.__table__, "after_create", _ddl.execute_if(dialect=_dialect))


in_words(
    AuditEntry,
    "The record of who did what",
    actor="who did it, by number",
    subject_ref="about whom or what, by number",
    payload="what was done, in a few words",
)
