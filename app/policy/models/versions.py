"""Documents, their versions and clauses. What is published is permanent: the database refuses to change it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.retention import Keep
from app.policy import permanence

OUR_TEXT = not_personal("the words of a text that we publish")
REVIEWER = personal(
    "contact",
    subject="staff",
    purposes="legal",
    origins="staff",
    clause="posting-changes",
    correctable="no",
    reason="the record of who reviewed a policy stays as it was",
)
BY_STAFF = personal(
    "technical",
    subject="staff",
    purposes="legal",
    origins="system",
    clause="posting-changes",
    export="masked",
    correctable="no",
    reason="the record of who worked on a policy stays as it was",
)


class PolicyDoc(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A text with versions: the privacy policy, later also each area's agreement (P12)."""

    __tablename__ = "policy_doc"
    __retention__ = Keep("versions of the policy are kept for good")
    __person__ = "nobody: a text of ours"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    slug: Mapped[str] = mapped_column(String(60), unique=True, info=not_personal("the name of a document"))
    title: Mapped[str] = mapped_column(String(120), info=OUR_TEXT)


OPEN = ("draft", "in_review", "approved")
"""States in which the text may still change; a document has one such version at most."""
PERMANENT = ("scheduled", "published", "superseded", "withdrawn")
"""States from which on the database refuses every change of the text."""
_ONE_OPEN = text("state IN ('draft', 'in_review', 'approved')")


class PolicyVersion(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One version of a document: worked on, then posted (`scheduled`, `published`) and from then on permanent.

    The text in force is told by `effective_at`, not by the state: a job that comes late changes no text.
    """

    __tablename__ = "policy_version"
    __retention__ = Keep("versions of the policy are kept for good")
    __person__ = "author as actor | reviewer as actor"
    __table_args__ = (
        UniqueConstraint("doc_id", "no"),
        UniqueConstraint("doc_id", "effective_at", name="uq_policy_version_effective_at"),
        Index(
            "uq_policy_version_one_open",
            "doc_id",
            unique=True,
            sqlite_where=_ONE_OPEN,
            postgresql_where=_ONE_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    doc_id: Mapped[int] = mapped_column(ForeignKey("policy_doc.id"), info=KEY)
    no: Mapped[int | None] = mapped_column(info=not_personal("the number of a version"))
    state: Mapped[str] = mapped_column(String(20), default="draft", info=STATE)
    body_md: Mapped[str] = mapped_column(Text, info=OUR_TEXT)
    body_html: Mapped[str] = mapped_column(Text, default="", info=OUR_TEXT)
    sha256: Mapped[str] = mapped_column(String(64), default="", info=not_personal("a digest of our text"))
    slots: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=not_personal("periods, lists and addresses"))
    prev_id: Mapped[int | None] = mapped_column(ForeignKey("policy_version.id"), info=KEY)
    effective_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    change_class: Mapped[str] = mapped_column(String(20), default="", info=not_personal("the kind of a change of text"))
    change_note: Mapped[str] = mapped_column(Text, default="", info=OUR_TEXT)
    author: Mapped[str] = mapped_column(
        String(80),
        info=personal(
            "technical",
            subject="staff",
            purposes="legal",
            origins="system",
            clause="posting-changes",
            export="masked",
            correctable="no",
            reason="the record of who published a policy stays as it was",
        ),
    )
    author_name: Mapped[str] = mapped_column(
        String(200),
        info=personal(
            "contact",
            subject="staff",
            purposes="legal",
            origins="staff",
            clause="posting-changes",
            correctable="no",
            reason="the record of who published a policy stays as it was",
        ),
    )
    reviewer: Mapped[str] = mapped_column(String(80), default="", info=REVIEWER)
    reviewer_name: Mapped[str] = mapped_column(String(200), default="", info=REVIEWER)
    guard: Mapped[dict[str, Any]] = mapped_column(
        JSON,
        default=dict,
        info=not_personal("what the wording of each changed clause needs: an answer of the editor's"),
    )
    kinds: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, info=not_personal("how staff say that clauses are kept which the program does not know")
    )
    new_uses: Mapped[list[Any]] = mapped_column(
        JSON, default=list, info=not_personal("purposes that the version adds, each with its words")
    )
    not_for: Mapped[list[Any]] = mapped_column(
        JSON, default=list, info=not_personal("purposes that an agreement rules out for what is gathered in its area")
    )
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    version: Mapped[int] = mapped_column(default=1, info=STAMP)


class PolicyClause(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One clause of a published version, in the order of the text."""

    __tablename__ = "policy_clause"
    __retention__ = Keep("versions of the policy are kept for good")
    __person__ = "nobody: a text of ours"
    __table_args__ = (UniqueConstraint("version_id", "anchor"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"), info=KEY)
    position: Mapped[int] = mapped_column(info=not_personal("a place in our text"))
    anchor: Mapped[str] = mapped_column(String(60), index=True, info=OUR_TEXT)
    level: Mapped[int] = mapped_column(info=not_personal("the level of a heading"))
    heading: Mapped[str] = mapped_column(Text, info=OUR_TEXT)
    heading_html: Mapped[str] = mapped_column(Text, info=OUR_TEXT)
    html: Mapped[str] = mapped_column(Text, info=OUR_TEXT)
    text: Mapped[str] = mapped_column(Text, info=OUR_TEXT)
    sha256: Mapped[str] = mapped_column(String(64), info=not_personal("a digest of our text"))
    kind: Mapped[str] = mapped_column(String(12), default="", info=not_personal("how the clause is kept"))


permanence.guard(PolicyVersion.__table__, PolicyClause.__table__, PERMANENT)


in_words(
    PolicyVersion,
    "Who wrote the policy",
    author="the member of staff, by number",
    author_name="name of the author",
    reviewer="the reviewer, by number",
    reviewer_name="name of the reviewer",
)
