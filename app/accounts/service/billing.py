"""Billing details: what stands on invoices. Cards are kept by the processor, never here."""

from dataclasses import asdict, dataclass, fields

from sqlalchemy import select

from app.accounts.models import BillingDetail
from app.accounts.service import devices
from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Stale
from app.people import service as people
from app.people.service import Told


@dataclass(frozen=True)
class Billing:
    """Company, tax id and the purchase-order number to offer first; empty where there is none."""

    company: str = ""
    tax_id: str = ""
    po_number: str = ""


def billing_of(account_id: int) -> tuple[Billing, int]:
    """The details and their version; version 0 when nothing was entered."""
    columns = (BillingDetail.company, BillingDetail.tax_id, BillingDetail.po_number, BillingDetail.version)
    row = db.session.execute(select(*columns).where(BillingDetail.account_id == account_id)).one_or_none()
    return (Billing(*row[:3]), row.version) if row else (Billing(), 0)


def change(act: Act, account_id: int, person_id: int, *, version: int, new: Billing, purposes: dict[str, str]) -> None:
    """Change the billing details; their owner is told, without values.

    Raises:
        Stale: they were saved since the form was drawn.
    """
    now, stands = billing_of(account_id)
    if stands != version:
        raise Stale(asdict(now) | {"version": str(stands)})
    row = db.session.get(BillingDetail, account_id, with_for_update=True)
    if row is None:
        row = BillingDetail(account_id=account_id, version=0)
        db.session.add(row)
    for item in fields(new):
        setattr(row, item.name, getattr(new, item.name))
        told = Told(f"billing_{item.name}", getattr(new, item.name), purposes.get(item.name, ""))
        people.record(act, person_id, told, origin_ref="billing")
    row.version += 1
    db.session.flush()
    if new != now:
        devices.notify(act, account_id, "accounts/billing_changed")
    audit.record(act, "billing.changed", f"account:{account_id}")
