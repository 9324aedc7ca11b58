"""What the gate reads: events, causes, suppressed addresses, collections, new uses; and what it decided."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import rules
from app.foundation.database import Serial, UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, in_words, not_personal, personal
from app.foundation.retention import After, Both, Keep, With

rules.declare(rules.Rule("retention.decision-years", 2, "years", "Answers of the gate, allowed and refused"))

CHOICE = personal(
    "preference", purposes="account marketing", origins="subject staff system", clause="your-choices",
    correctable="by-request",
)  # fmt: skip
EVIDENCE = personal(
    "preference", purposes="account enforce", origins="system", clause="your-choices",
    correctable="no", reason="a record of what was decided is not changed",
)  # fmt: skip
FOR_EVER = Keep("so that we go on obeying you", how_long="as long as we send mail")


class PermissionEvent(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A stop or an allowance: never a flag that is overwritten."""

    __tablename__ = "permission_event"
    __retention__ = FOR_EVER
    __person__ = "subject_key as subject"
    __table_args__ = (Index("ix_permission_event_subject", "subject_key", "id"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    subject_key: Mapped[str] = mapped_column(String(80), info=CHOICE)
    purpose: Mapped[str] = mapped_column(String(20), info=CHOICE)
    channel: Mapped[str] = mapped_column(String(10), info=CHOICE)
    effect: Mapped[str] = mapped_column(String(5), info=CHOICE)
    source: Mapped[str] = mapped_column(String(20), info=CHOICE)
    own: Mapped[bool] = mapped_column(info=not_personal("whether the person said it, or staff or a machine"))
    evidence_ref: Mapped[str] = mapped_column(String(80), info=not_personal("the number of a mail, form or case"))
    policy_version: Mapped[int | None] = mapped_column(info=not_personal("the number of a policy version"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    """When the wish reached us, such as the arrival of a letter; `at` is when it took effect."""
    reference: Mapped[str | None] = mapped_column(
        String(12), unique=True, index=True, info=not_personal("a random number, told to the person")
    )
    actor: Mapped[str] = mapped_column(String(80), info=not_personal("the id of whoever recorded it, without a name"))


class Cause(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Why a purpose may be pursued for somebody: an order, a request, a case. Also that they buy here, or a hold."""

    __tablename__ = "cause"
    __retention__ = Both(
        (
            With("print_order", by="ref", prefix="order:"),
            With("case_file", by="ref", prefix="case:"),
            With("account", by="ref", prefix="account:"),
        ),
        "with what it points to",
    )
    __person__ = "subject_key as subject"
    __table_args__ = (UniqueConstraint("kind", "ref"), Index("ix_cause_subject", "subject_key", "kind"))

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    kind: Mapped[str] = mapped_column(String(20), info=not_personal("a kind of `service.causes.KINDS`"))
    ref: Mapped[str] = mapped_column(String(80), info=not_personal("the number of an order, case or account"))
    subject_key: Mapped[str] = mapped_column(String(80), info=EVIDENCE)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


class Suppression(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """An address that must not be written to, by its keyed digest: outlives erasure, imports and restores."""

    __tablename__ = "suppression"
    __retention__ = FOR_EVER
    __person__ = "address_key as address-digest"
    __table_args__ = (UniqueConstraint("address_key", "purpose"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    address_key: Mapped[str] = mapped_column(String(64), info=CHOICE)
    purpose: Mapped[str] = mapped_column(String(20), info=CHOICE)
    source: Mapped[str] = mapped_column(String(20), info=CHOICE)
    since: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    lifted: Mapped[list[str]] = mapped_column(JSON, default=list, info=CHOICE)
    """Purposes that whoever has the address has allowed again since; `*` for all."""


class Collection(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Under which policy version somebody's data came, or a later one was agreed to."""

    __tablename__ = "permission_collection"
    __retention__ = FOR_EVER
    __person__ = "subject_key as subject"
    __table_args__ = (Index("ix_permission_collection_subject", "subject_key"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    subject_key: Mapped[str] = mapped_column(String(80), info=EVIDENCE)
    policy_version: Mapped[int] = mapped_column(info=not_personal("the number of a policy version"))
    how: Mapped[str] = mapped_column(String(20), info=not_personal("collected or agreed"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


class VersionPurpose(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """The purposes that one policy version names."""

    __tablename__ = "version_purpose"
    __retention__ = Keep("as long as the policy version")
    __person__ = "nobody: the purposes that a text names"

    policy_version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, info=KEY)
    purpose: Mapped[str] = mapped_column(String(20), primary_key=True, info=not_personal("a purpose code"))


class NewUse(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A purpose that a policy version adds: refused to each person until its window and their notice are over."""

    __tablename__ = "new_use"
    __retention__ = Keep("as long as the policy version")
    __person__ = "nobody: a purpose that a text adds"
    __table_args__ = (UniqueConstraint("policy_version", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    policy_version: Mapped[int] = mapped_column(info=not_personal("the number of a policy version"))
    purpose: Mapped[str] = mapped_column(String(20), index=True, info=not_personal("a purpose code"))
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    """When its version was withdrawn: then it never opens."""


class UseNotice(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """That somebody was told of a new use, and when."""

    __tablename__ = "use_notice"
    __retention__ = FOR_EVER
    __person__ = "subject_key as subject"

    new_use_id: Mapped[int] = mapped_column(ForeignKey("new_use.id"), primary_key=True, info=KEY)
    subject_key: Mapped[str] = mapped_column(String(80), primary_key=True, info=EVIDENCE)
    notified_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


class Decision(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One answer of the gate, allowed or refused, with what it rests on; an allowed one is a permit, used once."""

    __tablename__ = "gate_decision"
    __retention__ = After("retention.decision-years", since="at")
    __person__ = "subject_key as subject"
    __table_args__ = (Index("ix_gate_decision_subject", "subject_key", "id"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    subject_key: Mapped[str] = mapped_column(String(80), info=EVIDENCE)
    purpose: Mapped[str] = mapped_column(String(20), info=not_personal("a purpose code"))
    channel: Mapped[str] = mapped_column(String(10), info=not_personal("a channel"))
    cause_ref: Mapped[str] = mapped_column(String(80), info=not_personal("the number of an order, case or account"))
    allowed: Mapped[bool] = mapped_column(info=EVIDENCE)
    reason: Mapped[str] = mapped_column(String(20), info=not_personal("a reason code"))
    clause: Mapped[str] = mapped_column(String(60), info=not_personal("the anchor of a policy clause"))
    events: Mapped[list[Any]] = mapped_column(JSON, info=not_personal("numbers of permission events"))
    inputs_sha256: Mapped[str] = mapped_column(String(64), info=not_personal("a digest"))
    stage: Mapped[str] = mapped_column(String(5), info=not_personal("queue, send or use"))
    policy_version: Mapped[int | None] = mapped_column(info=not_personal("the number of a policy version"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


class DecisionCount(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """How often the gate gave an answer on pages in a day; who asked is not kept."""

    __tablename__ = "decision_count"
    __retention__ = Keep("counts only")
    __person__ = "nobody: counts only"

    day: Mapped[date] = mapped_column(primary_key=True, info=STAMP)
    purpose: Mapped[str] = mapped_column(String(20), primary_key=True, info=not_personal("a purpose code"))
    channel: Mapped[str] = mapped_column(String(10), primary_key=True, info=not_personal("a channel"))
    reason: Mapped[str] = mapped_column(String(20), primary_key=True, info=not_personal("a reason code"))
    allowed: Mapped[bool] = mapped_column(info=not_personal("what the reason comes to"))
    count: Mapped[int] = mapped_column(info=not_personal("a number of page views of all people together"))


in_words(Cause, "Why we may write to you", subject_key="who it is, by number or fingerprint")
in_words(
    Decision,
    "Answers of the gate that every use must pass",
    subject_key="who it is, by number or fingerprint",
    allowed="whether it was allowed",
)
in_words(
    Collection,
    "Which policy you agreed to",
    subject_key="who it is, by number or fingerprint",
)
in_words(
    PermissionEvent,
    "What you stopped and allowed",
    subject_key="who it is, by number or fingerprint",
    purpose="which use",
    channel="by mail, telephone or otherwise",
    effect="stopped or allowed",
    source="how you told us",
)
in_words(
    Suppression,
    "Addresses that we must not write to",
    address_key="fingerprint of the address",
    purpose="which use",
    source="how you told us",
    lifted="which uses you have allowed again since",
)
in_words(UseNotice, "That you were told of a new use", subject_key="who it is, by number or fingerprint")
