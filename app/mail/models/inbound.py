"""Mail in: what came, its raw copy, what was done about it, who wrote (P14), what bounced, and waves of stops."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Serial, UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.retention import After, With
from app.foundation.sealed import Sealed, SealedJson

REACHED_AT = personal("contact", subject="correspondent", purposes="requested", clause="writing-to-us")
HASHED = personal(
    "contact",
    subject="correspondent",
    purposes="requested",
    origins="system",
    clause="writing-to-us",
    correctable="no",
    reason="a fingerprint of the address: it follows from the address",
)
SAID = personal(
    "communication",
    subject="correspondent",
    purposes="requested",
    clause="writing-to-us",
    correctable="no",
    rest="sealed",
    reason="what was said is not changed afterwards; another message may correct it",
)
READ_AS = personal(
    "derived",
    subject="correspondent",
    purposes="requested",
    origins="system",
    clause="writing-to-us",
    correctable="no",
    reason="how a mail was read follows from the mail; staff can add to it",
)
WORKER = personal(
    "technical",
    subject="staff",
    purposes="requested",
    origins="system",
    clause="writing-to-us",
    export="masked",
    correctable="no",
    reason="who worked on something is not changed afterwards",
)
DIGEST = not_personal("a digest by which a mail that comes twice is known")


class InboundMail(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One mail that came. Whoever only asked to stop our mail leaves no address here, only its fingerprint."""

    __tablename__ = "inbound_mail"
    __retention__ = After("retention.contact-mail-years", since="received_at")
    __person__ = "address_key as address-digest"
    __ref__ = "inbound"
    __table_args__ = (
        Index("ix_inbound_mail_unread", "state", "id"),
        Index("ix_inbound_mail_of_address", "address_key", "received_at"),
        Index("ix_inbound_mail_of_relay", "relay_digest", "received_at"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    salt: Mapped[str] = mapped_column(String(64), info=not_personal("random"))
    way: Mapped[str] = mapped_column(String(10), info=not_personal("pipe, lmtp, imap or form"))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    size: Mapped[int] = mapped_column(info=not_personal("how many bytes came"))
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True, info=DIGEST)
    message_key: Mapped[str | None] = mapped_column(String(64), unique=True, info=DIGEST)
    message_digest: Mapped[str] = mapped_column(String(64), index=True, info=not_personal("a digest of a message's id"))
    thread_digest: Mapped[str] = mapped_column(
        String(64), default="", index=True, info=not_personal("a digest of the id of a thread's first message")
    )
    relay_digest: Mapped[str] = mapped_column(
        String(64), default="", info=not_personal("a keyed digest of the mail server that brought it")
    )
    state: Mapped[str] = mapped_column(String(10), default="stored", info=STATE)
    """stored, too-big (only its head was kept), read, or failed (staff look at it)."""
    tries: Mapped[int] = mapped_column(default=0, info=STATE)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    address_key: Mapped[str] = mapped_column(String(64), default="", info=HASHED)
    sender_address: Mapped[str] = mapped_column(String(254), default="", info=REACHED_AT)
    subject: Mapped[str] = mapped_column(Sealed("inbound_mail.subject", place=("salt",)), default="", info=SAID)
    newest_text: Mapped[str] = mapped_column(Sealed("inbound_mail.newest_text", place=("salt",)), default="", info=SAID)
    attachments: Mapped[dict[str, Any]] = mapped_column(
        SealedJson("inbound_mail.attachments", place=("salt",)), default=dict, info=SAID
    )
    """`{"files": [[name, type, size], …]}`: they are counted and never opened."""
    kind: Mapped[str] = mapped_column(String(12), default="", info=not_personal("what sort of mail it is"))
    rule: Mapped[str] = mapped_column(String(40), default="", info=not_personal("the test that told its sort"))
    language: Mapped[str] = mapped_column(String(5), default="", info=not_personal("a language"))
    wishes: Mapped[list[str]] = mapped_column(JSON, default=list, info=READ_AS)
    purposes: Mapped[list[str]] = mapped_column(JSON, default=list, info=READ_AS)
    reading_words: Mapped[str] = mapped_column(String(400), default="", info=READ_AS)
    evidence: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, info=not_personal("what our mail server found out about the sending server")
    )
    case_number: Mapped[int | None] = mapped_column(index=True, info=KEY)
    answered_mail_id: Mapped[int | None] = mapped_column(info=KEY)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    widened_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    widened_by: Mapped[str] = mapped_column(String(80), default="", info=WORKER)


class InboundRaw(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """The raw copy of a mail, kept before anything is read, and gone after some weeks."""

    __tablename__ = "inbound_raw"
    __retention__ = After("retention.raw-mail-days", since="at")
    __person__ = "inbound_id -> inbound_mail"

    inbound_id: Mapped[int] = mapped_column(
        ForeignKey("inbound_mail.id"), primary_key=True, autoincrement=False, info=KEY
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    envelope: Mapped[dict[str, Any]] = mapped_column(
        SealedJson("inbound_raw.envelope", place=("inbound_id",)), info=SAID
    )
    """`{"from": …, "to": …, "peer": …}`."""
    raw: Mapped[str] = mapped_column(Sealed("inbound_raw.raw", place=("inbound_id",)), info=SAID)
    """Each byte as one sign (Latin-1), so that any bytes come back as they came."""


class InboundEffect(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """What was done because of a mail; each thing once."""

    __tablename__ = "inbound_effect"
    __retention__ = With("inbound_mail", "with its mail")
    __person__ = "inbound_id -> inbound_mail"
    __table_args__ = (Index("ix_inbound_effect_of_mail", "inbound_id", "id"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    inbound_id: Mapped[int] = mapped_column(ForeignKey("inbound_mail.id"), info=KEY)
    what: Mapped[str] = mapped_column(String(20), info=not_personal("stopped, case, bounce, answer or what else"))
    ref: Mapped[str] = mapped_column(String(80), info=not_personal("the number of what was made, or purpose codes"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


class Correspondent(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """The register of who wrote to us by e-mail (P14)."""

    __tablename__ = "correspondent"
    __retention__ = After("retention.contact-mail-years", since="last_at", then="after the last mail")
    __person__ = "address_key as address-digest"

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    address: Mapped[str] = mapped_column(String(254), info=REACHED_AT)
    address_key: Mapped[str] = mapped_column(String(64), unique=True, info=HASHED)
    first_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, info=STAMP)
    count: Mapped[int] = mapped_column(default=0, info=not_personal("how many mails came"))


class Bounce(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A mail of ours that did not arrive (hard, soft or policy), or about which somebody complained (complaint)."""

    __tablename__ = "mail_bounce"
    __retention__ = After("retention.bounce-years", since="at")
    __person__ = "address_key as address-digest"
    __table_args__ = (
        Index("ix_mail_bounce_of_address", "address_key", "at"),
        Index("ix_mail_bounce_by_time", "at", "kind"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    address_key: Mapped[str] = mapped_column(String(64), info=HASHED)
    mail_id: Mapped[int | None] = mapped_column(index=True, info=KEY)
    run_id: Mapped[int | None] = mapped_column(index=True, info=KEY)
    purpose: Mapped[str] = mapped_column(String(20), default="", info=not_personal("a purpose code"))
    kind: Mapped[str] = mapped_column(String(10), info=not_personal("hard, soft, policy or complaint"))
    status: Mapped[str] = mapped_column(String(12), default="", info=not_personal("a status of the mail protocol"))
    source: Mapped[str] = mapped_column(String(10), info=not_personal("mail, or relay when it was told at once"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    cleared_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    """When the person proved that the address works."""


class StopWave(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Unusually many stops by mail through one mail server: all applied, shown to staff, undo offered to the owners."""

    __tablename__ = "stop_wave"
    __retention__ = After("retention.raw-mail-days", since="last_at")
    __person__ = "nobody: a keyed digest of a mail server, and counts"

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    relay_digest: Mapped[str] = mapped_column(
        String(64), index=True, info=not_personal("a keyed digest of the mail server")
    )
    began_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    count: Mapped[int] = mapped_column(info=not_personal("how many stops came"))
    offered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


in_words(
    InboundMail,
    "E-mail that you sent us",
    address_key="fingerprint of your address",
    sender_address="the address that it came from",
    subject="its subject",
    newest_text="what you wrote",
    attachments="names, kinds and sizes of what was attached",
    wishes="what you asked for, as we read it",
    purposes="which uses you meant, as we read it",
    reading_words="how we read it",
    widened_by="who of our staff read more out of it, by number",
)
in_words(InboundRaw, "The raw copy of e-mail that you sent us", envelope="from where to where it came", raw="all of it")
in_words(InboundEffect, "What we did because of e-mail from you")
in_words(Correspondent, "The list of who wrote to us by e-mail", address="your address", address_key="its fingerprint")
in_words(Bounce, "Mail to you that came back", address_key="fingerprint of your address")
