"""The outbox."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, Store, declare_store, in_words, not_personal, personal
from app.foundation.retention import After, Lasting
from app.foundation.sealed import SealedJson

CONTENT = personal(
    "communication",
    purposes="order account",
    origins="system",
    clause="mail-we-send",
    export="full",
    correctable="no",
    reason="a mail that was sent stays as it was",
)

SEALED_CONTENT = {"inventory": replace(CONTENT["inventory"], rest="sealed")}
"""A mail may quote what somebody wrote to us."""

SPOOL = declare_store(
    Store(
        "mail",
        "instance/mail",
        "mail of a demonstration shop without a relay",
        Lasting("until the folder is emptied"),
        CONTENT["inventory"],
    )
)


class OutboxMail(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One message: its template and values, rendered at the moment of sending so that no secret rests here.

    States: queued, sending (marked before the relay is asked), sent, failed, refused (by the gate, or held back for
    good), held (its run pauses), uncertain (a worker died while it was sending: only staff can say).
    """

    __tablename__ = "outbox_mail"
    __retention__ = After("retention.mail-sent-years", since="queued_at")
    __person__ = "queue_permit_id -> gate_decision"
    __table_args__ = (
        Index("ix_outbox_mail_waiting", "state", "run_id", "due_at"),
        Index("ix_outbox_mail_pace", "claimed_at", "domain"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    recipient: Mapped[str] = mapped_column(
        String(254),
        index=True,
        info=personal("contact", purposes="order account", clause="mail-we-send", correctable="by-request"),
    )
    domain: Mapped[str] = mapped_column(
        String(254),
        default="",
        info=personal("contact", purposes="order account", clause="mail-we-send", correctable="by-request"),
    )
    """The part of the recipient's address after the @: how fast a domain gets mail is counted by it."""
    template: Mapped[str] = mapped_column(String(80), info=not_personal("the name of a mail of the catalogue"))
    purpose: Mapped[str] = mapped_column(String(20), info=not_personal("a purpose code"))
    ref: Mapped[str] = mapped_column(String(80), index=True, info=CONTENT)
    content: Mapped[dict[str, Any]] = mapped_column(
        SealedJson("outbox_mail.content", place=("message_id",)), info=SEALED_CONTENT
    )
    derived: Mapped[dict[str, Any]] = mapped_column(JSON, info=not_personal("names of secrets, not the secrets"))
    queue_permit_id: Mapped[int] = mapped_column(
        ForeignKey("gate_decision.id"), unique=True, info=not_personal("the number of the gate's permit to queue")
    )
    send_permit_id: Mapped[int | None] = mapped_column(
        ForeignKey("gate_decision.id"), unique=True, info=not_personal("the number of the gate's permit to send")
    )
    reference: Mapped[str] = mapped_column(String(12), unique=True, info=not_personal("random"))
    """What the message is called in public: under it, its reader learns why it came."""
    message_id: Mapped[str] = mapped_column(String(120), unique=True, info=not_personal("random"))
    run_id: Mapped[int | None] = mapped_column(index=True, info=not_personal("the number of a run of mail to many"))
    policy_version: Mapped[int | None] = mapped_column(info=not_personal("the number of a policy version"))
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    attempts: Mapped[int] = mapped_column(default=0, info=STATE)
    state: Mapped[str] = mapped_column(String(20), default="queued", info=STATE)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    """When a worker last began to hand it over."""
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    trouble: Mapped[str] = mapped_column(
        String(200), default="", info=not_personal("the kind of error, without its values")
    )


in_words(
    OutboxMail,
    "Mail that we sent you",
    recipient="the address",
    domain="the part of the address after the @",
    ref="because of which order, account or request",
    content="what the mail says",
)
