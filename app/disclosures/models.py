"""Suppliers with their statements, the ledger of disclosures, and the calls of the door (privacy.md section 10)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DDL, JSON, CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from app.disclosures import permanence
from app.disclosures.grounds import GROUNDS, ROLES
from app.foundation.database import Serial, UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.retention import After, Keep
from app.foundation.sealed import Sealed, SealedJson

NAME = not_personal("the name of a company or of its task")
FIELD_NAMES = not_personal("names of fields, not their values")
VERSION = not_personal("the number of a version of a text")
SIGNER = personal(
    "contact",
    subject="correspondent",
    purposes="legal",
    origins="staff",
    clause="suppliers",
    correctable="by-request",
)
BY_STAFF = not_personal("the id of a member of staff or a job, without a name")
SENT = personal(
    "order",
    purposes="order billing account",
    origins="system",
    clause="who-else-sees",
    correctable="no",
    reason="a record of what was sent is not changed",
)


def _one_of(column: str, values: dict[str, Any]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Vendor(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """An outside company that works only for us: what it does, what it may be given, where it answers."""

    __tablename__ = "vendor"
    __retention__ = Keep("the register of suppliers is evidence")
    __person__ = "nobody: the name that a supplier's statement is signed with; no key leads from it to anybody"
    __table_args__ = (CheckConstraint(_one_of("role", ROLES), name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    name: Mapped[str] = mapped_column(String(60), unique=True, info=NAME)
    legal_name: Mapped[str] = mapped_column(String(120), info=NAME)
    role: Mapped[str] = mapped_column(String(20), info=NAME)
    clause: Mapped[str] = mapped_column(String(60), info=not_personal("an anchor of the policy"))
    data_fields: Mapped[list[Any]] = mapped_column(JSON, info=FIELD_NAMES)
    gives_back: Mapped[list[Any]] = mapped_column(JSON, info=FIELD_NAMES)
    hosts: Mapped[list[Any]] = mapped_column(JSON, info=not_personal("names of machines of a company"))
    agreement_version: Mapped[int | None] = mapped_column(info=VERSION)
    attested_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    attest_until: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    signer: Mapped[str] = mapped_column(String(120), default="", info=SIGNER)


class VendorState(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """The door of a supplier was opened, warned about or shut: when, by whom and why; rows are only added."""

    __tablename__ = "vendor_state"
    __retention__ = Keep("the register of suppliers is evidence")
    __person__ = "nobody: a supplier's door"

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), index=True, info=KEY)
    state: Mapped[str] = mapped_column(String(20), info=STATE)
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    by: Mapped[str] = mapped_column(String(80), info=BY_STAFF)
    reason: Mapped[str] = mapped_column(String(400), default="", info=not_personal("why a supplier's door moved"))


class VendorAttestation(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A supplier's yearly statement: both texts that were sent, the clauses that bind it, who signed, when."""

    __tablename__ = "vendor_attestation"
    __retention__ = Keep("the register of suppliers is evidence")
    __person__ = "nobody: the name that a supplier's statement is signed with; no key leads from it to anybody"

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), index=True, info=KEY)
    requirements_version: Mapped[int] = mapped_column(info=VERSION)
    policy_version: Mapped[int | None] = mapped_column(info=VERSION)
    clauses: Mapped[list[Any]] = mapped_column(JSON, info=not_personal("anchors of the policy"))
    signer: Mapped[str] = mapped_column(String(120), info=SIGNER)
    signed_on: Mapped[date] = mapped_column(Date, info=STAMP)
    until: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    recorded_by: Mapped[str] = mapped_column(String(80), info=BY_STAFF)


class SupplierRequirements(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One version of what we require of suppliers (P48)."""

    __tablename__ = "supplier_requirements"
    __retention__ = Keep("suppliers signed these texts")
    __person__ = "nobody: a text of ours"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, info=VERSION)
    text: Mapped[str] = mapped_column(Text, info=not_personal("the words of a text of ours"))
    sha256: Mapped[str] = mapped_column(String(64), info=not_personal("a digest of our text"))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    published_by: Mapped[str] = mapped_column(String(80), info=BY_STAFF)


class OutboundCall(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One thing said to a supplier under one key: intended before it leaves, recorded after the answer.

    States: intended, answered, silent (no good answer came), refused (the door was shut), uncertain (staff must
    look), arrived, lost (what staff found). `payload` lies here only until there is an answer.
    """

    __tablename__ = "outbound_call"
    __retention__ = After("retention.ledger-years", since="intended_at")
    __person__ = "subject_ref as ref"
    __table_args__ = (UniqueConstraint("supplier", "idempotency_key"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    supplier: Mapped[str] = mapped_column(String(60), info=NAME)
    kind: Mapped[str] = mapped_column(String(60), info=not_personal("what the call asks for"))
    subject_ref: Mapped[str] = mapped_column(String(80), index=True, info=SENT)
    idempotency_key: Mapped[str] = mapped_column(String(300), info=not_personal("random"))
    payload_sha256: Mapped[str] = mapped_column(String(64), info=not_personal("a digest"))
    method: Mapped[str] = mapped_column(String(10), default="", info=not_personal("the method of a request"))
    url: Mapped[str] = mapped_column(
        Sealed("outbound_call.url", place=("supplier", "idempotency_key")),
        default="",
        info=not_personal("an address at a supplier; it may open a payment page", rest="sealed"),
    )
    payload: Mapped[dict[str, Any] | None] = mapped_column(
        SealedJson("outbound_call.payload", place=("supplier", "idempotency_key")),
        info=personal(
            "order",
            purposes="order billing",
            origins="system",
            clause="who-else-sees",
            export="withheld",
            correctable="no",
            reason="a request on its way, removed as soon as it is answered",
            rest="sealed",
        ),
    )
    policy_version: Mapped[int | None] = mapped_column(info=VERSION)
    intended_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    tried_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    tries: Mapped[int] = mapped_column(default=1, info=STATE)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    state: Mapped[str] = mapped_column(String(20), index=True, info=STATE)
    status: Mapped[int | None] = mapped_column(info=not_personal("the status of an answer"))


class Disclosure(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One line of the ledger, written before anything leaves: names of fields, never their values."""

    __tablename__ = "disclosure"
    __retention__ = After("retention.ledger-years", since="at")
    __person__ = "person_ref as ref"
    __shown_from__ = "visible_from"
    __table_args__ = (
        CheckConstraint(_one_of("ground", GROUNDS), name="ground"),
        CheckConstraint("recipient <> '' AND count > 0", name="said"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    recipient: Mapped[str] = mapped_column(String(120), index=True, info=NAME)
    ground: Mapped[str] = mapped_column(String(20), info=not_personal("a ground of the closed list"))
    person_ref: Mapped[str] = mapped_column(String(100), index=True, info=SENT)
    case_ref: Mapped[str] = mapped_column(String(80), index=True, info=SENT)
    fields: Mapped[list[Any]] = mapped_column(JSON, info=FIELD_NAMES)
    count: Mapped[int] = mapped_column(default=1, info=not_personal("how many records one disclosure covers"))
    payload_sha256: Mapped[str] = mapped_column(String(64), info=not_personal("a digest"))
    policy_version: Mapped[int | None] = mapped_column(info=VERSION)
    permit_id: Mapped[int | None] = mapped_column(info=not_personal("the number of the gate's answer"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("outbound_call.id"), unique=True, info=KEY)
    visible_from: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


for _dialect, _statements in (("sqlite", permanence.SQLITE), ("postgresql", permanence.POSTGRESQL)):
    for _statement in _statements:
        _ddl = DDL(_statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # SQLAlchemy leaves DDL untyped
        event.listen(Disclosure.__table__, "after_create", _ddl.execute_if(dialect=_dialect))


in_words(
    Disclosure,
    "Where your information went",
    person_ref="about whom, by number",
    case_ref="because of which order or case",
)
in_words(
    OutboundCall,
    "Calls to our suppliers",
    subject_ref="because of which order or case",
    payload="what is sent, until the answer comes",
)
in_words(Vendor, "Our suppliers", signer="who signed for the supplier")
in_words(VendorAttestation, "Yearly statements of our suppliers", signer="who signed for the supplier")
