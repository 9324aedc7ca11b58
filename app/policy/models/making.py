"""How a version came about: states, savings, comments, comparison; who was told of it; settings that wait for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Serial, UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.retention import Keep, Swept, With
from app.policy.models.versions import BY_STAFF, OUR_TEXT, REVIEWER


class PolicyEvent(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A state that a version came into: when, by whom, and what was said."""

    __tablename__ = "policy_event"
    __retention__ = Keep("how a version of the policy came about")
    __person__ = "actor as actor"
    __table_args__ = (Index("ix_policy_event_of_version", "version_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"), info=KEY)
    state: Mapped[str] = mapped_column(String(20), info=STATE)
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    actor: Mapped[str] = mapped_column(String(80), info=BY_STAFF)
    actor_name: Mapped[str] = mapped_column(String(200), default="", info=REVIEWER)
    note: Mapped[str] = mapped_column(Text, default="", info=OUR_TEXT)


class PolicySaving(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One saving of a draft, so that nothing typed is lost; `auto` ones are folded while the same person goes on."""

    __tablename__ = "policy_saving"
    __retention__ = Swept(
        "sweep-policy-savings",
        "after the version was posted",
        rule="policy.savings-days",
        since="policy_version.published_at",
    )
    __person__ = "author as actor"
    __table_args__ = (UniqueConstraint("version_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"), info=KEY)
    number: Mapped[int] = mapped_column(info=STAMP)
    body_md: Mapped[str] = mapped_column(Text, info=OUR_TEXT)
    author: Mapped[str] = mapped_column(String(80), info=BY_STAFF)
    author_name: Mapped[str] = mapped_column(String(200), info=REVIEWER)
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    auto: Mapped[bool] = mapped_column(default=False, info=STATE)


class PolicyComment(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A remark about one clause of a version in work, until somebody settles it."""

    __tablename__ = "policy_comment"
    __retention__ = Keep("how a version of the policy came about")
    __person__ = "actor as actor | settled_by as actor"
    __table_args__ = (Index("ix_policy_comment_of_version", "version_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"), info=KEY)
    anchor: Mapped[str] = mapped_column(String(60), info=OUR_TEXT)
    text: Mapped[str] = mapped_column(Text, info=OUR_TEXT)
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    actor: Mapped[str] = mapped_column(String(80), info=BY_STAFF)
    actor_name: Mapped[str] = mapped_column(String(200), info=REVIEWER)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    settled_by: Mapped[str] = mapped_column(String(80), default="", info=BY_STAFF)


class PolicyComparison(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """What a posted version changed against the one before it, word by word; computed once, when it was posted."""

    __tablename__ = "policy_comparison"
    __retention__ = Keep("as long as the policy version")
    __person__ = "nobody: what changed in a text of ours"

    version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"), primary_key=True, info=KEY)
    body: Mapped[dict[str, Any]] = mapped_column(JSON, info=OUR_TEXT)


class Engagement(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """How far a version reached one person: notified (by mail), shown (the banner), viewed (the text), agreed."""

    __tablename__ = "policy_engagement"
    __retention__ = With("person", "the life of the account")
    __person__ = "person_id as person"
    __table_args__ = (
        UniqueConstraint("person_id", "version_id", "stage"),
        Index("ix_policy_engagement_of_version", "version_id", "stage"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info=KEY)
    version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"), info=KEY)
    stage: Mapped[str] = mapped_column(
        String(10),
        info=personal(
            "communication",
            purposes="policy_notice",
            origins="system",
            clause="posting-changes",
            correctable="no",
            reason="a record of what was shown is not changed",
        ),
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    how: Mapped[str] = mapped_column(String(40), default="", info=not_personal("mail, page or form"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    """When the person took an agreement back."""


class RuleWish(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A house rule's new value that the published text does not allow yet: it waits for a version that says so."""

    __tablename__ = "policy_rule_wish"
    __retention__ = Keep("the history of the rules is evidence")
    __person__ = "nobody: a setting of the house that waits"
    __table_args__ = (Index("ix_policy_rule_wish_open", "settled_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    name: Mapped[str] = mapped_column(String(80), info=not_personal("the name of a rule"))
    value: Mapped[Any] = mapped_column(JSON, info=not_personal("a period, cap, rate or text of the house"))
    reason: Mapped[str] = mapped_column(Text, default="", info=not_personal("why the rule is to change"))
    asked_by: Mapped[str] = mapped_column(String(80), info=not_personal("the id of a member of staff, without a name"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("policy_version.id"), info=KEY)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    outcome: Mapped[str] = mapped_column(String(12), default="", info=STATE)


in_words(PolicyEvent, "Who reviewed and published the policy", actor="by number", actor_name="name")
in_words(PolicySaving, "Who saved a draft of the policy", author="the member of staff, by number", author_name="name")
in_words(
    PolicyComment,
    "Who remarked on a draft of the policy",
    actor="the member of staff, by number",
    actor_name="name",
    settled_by="who settled it, by number",
)
in_words(Engagement, "That you were told of a change of the policy", stage="notified, shown, viewed or agreed")
