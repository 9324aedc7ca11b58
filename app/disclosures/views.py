"""Reading the register of suppliers, for staff pages and for the text of the policy."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.disclosures.grounds import ROLES
from app.disclosures.models import OutboundCall, Vendor, VendorAttestation, VendorState
from app.disclosures.standing import Standing, newest_states, standing_of
from app.foundation.database import db


@dataclass(frozen=True)
class SupplierCard:
    """One supplier with the standing of its door."""

    id: int
    name: str
    title: str
    legal_name: str
    role: str
    clause: str
    fields: tuple[str, ...]
    gives_back: tuple[str, ...]
    hosts: tuple[str, ...]
    standing: Standing
    until: datetime
    signer: str
    agreement_version: int | None
    attested_at: datetime | None


@dataclass(frozen=True)
class Told:
    """A line of a supplier's story."""

    state: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class Signed:
    """One yearly statement."""

    signer: str
    signed_on: date
    until: datetime
    requirements_version: int
    policy_version: int | None
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class CallLine:
    """A call that staff should look at."""

    id: int
    kind: str
    subject_ref: str
    intended_at: datetime
    tries: int
    state: str


def cards(at: datetime) -> list[SupplierCard]:
    """Every supplier, by name."""
    rows = list(db.session.scalars(select(Vendor).order_by(Vendor.name)))
    states = newest_states([row.id for row in rows])
    return [_card(row, standing_of(row.attest_until, states[row.id], at)) for row in rows]


def _card(row: Vendor, standing: Standing) -> SupplierCard:
    return SupplierCard(
        row.id,
        row.name,
        row.name.replace("-", " ").capitalize(),
        row.legal_name,
        ROLES[row.role],
        row.clause,
        tuple(row.data_fields),
        tuple(row.gives_back),
        tuple(row.hosts),
        standing,
        row.attest_until,
        row.signer,
        row.agreement_version,
        row.attested_at,
    )


def card(supplier_id: int, at: datetime) -> SupplierCard | None:
    """One supplier, or None."""
    return next((found for found in cards(at) if found.id == supplier_id), None)


def lines() -> tuple[str, ...]:
    """Every supplier whose door staff or a removed setting did not shut, as the policy names it."""
    rows = list(db.session.scalars(select(Vendor).order_by(Vendor.name)))
    states = newest_states([row.id for row in rows])
    return tuple(_line(row) for row in rows if states[row.id] != "shut")


def _line(row: Vendor) -> str:
    title = row.name.replace("-", " ").capitalize()
    back = f"; it gives back {', '.join(row.gives_back)}" if row.gives_back else ""
    return f"{title} ({', '.join(row.hosts)}), {ROLES[row.role]}: {', '.join(row.data_fields)}{back}"


def story(supplier_id: int) -> list[Told]:
    """How the supplier's door moved, newest first."""
    query = select(VendorState).where(VendorState.vendor_id == supplier_id).order_by(VendorState.id.desc())
    return [Told(row.state, row.at, row.by, row.reason) for row in db.session.scalars(query)]


def statements(supplier_id: int) -> list[Signed]:
    """The supplier's yearly statements, newest first."""
    query = (
        select(VendorAttestation)
        .where(VendorAttestation.vendor_id == supplier_id)
        .order_by(VendorAttestation.id.desc())
    )
    return [
        Signed(row.signer, row.signed_on, row.until, row.requirements_version, row.policy_version, tuple(row.clauses))
        for row in db.session.scalars(query)
    ]


def calls(supplier: str, states: tuple[str, ...]) -> list[CallLine]:
    """The newest calls to a supplier in these states."""
    query = (
        select(OutboundCall)
        .where(OutboundCall.supplier == supplier, OutboundCall.state.in_(states))
        .order_by(OutboundCall.id.desc())
        .limit(100)
    )
    return [
        CallLine(row.id, row.kind, row.subject_ref, row.intended_at, row.tries, row.state)
        for row in db.session.scalars(query)
    ]
