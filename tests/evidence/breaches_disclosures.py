"""Breaches of the checks of the door."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import text, update

from app.disclosures import egress, guard
from app.disclosures.egress import Parcel
from app.disclosures.models import OutboundCall, Vendor
from app.disclosures.service.ledger import Entry
from app.foundation import clock, rules, work
from app.foundation.database import db
from app.policy import live_values
from app.policy import service as policy
from tests.evidence.breach import Breach, Patch, edit, forget
from tests.evidence.planted import act, disclosed, gone
from tests.suppliers import register

PROCESSOR, KEY = "card-processor", "check-1"
GUARDED = ("policy_version", "policy_clause")


def opened_with_suppliers(app: Flask) -> None:
    """The register is filled before version 1 is published, as when a shop opens."""
    _unpublished()
    register(app.extensions["shop.settings"])
    work.unit(lambda: policy.publish_first(act(), live_values.present(), "Pat Editor"))
    forget()


def _unpublished() -> None:
    """As if nothing had been published: only a test may take the database's guard away."""
    if db.engine.dialect.name == "sqlite":
        names = f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN {GUARDED}"
        for name in db.session.scalars(text(names)).all():
            edit(text(f"DROP TRIGGER {name}"))
    else:
        for table in GUARDED:
            edit(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
    for table in ("policy_event", "policy_saving", "policy_comparison", "policy_clause", "policy_version"):
        gone(table)


def billed(app: Flask, fields: tuple[str, ...] = ("amount", "order number"), key: str = KEY) -> None:
    """Something left for the card processor through the door, and was answered."""
    register(app.extensions["shop.settings"])
    host = db.session.scalars(db.select(Vendor.hosts).where(Vendor.name == PROCESSOR)).one()[0]
    entry = Entry(PROCESSOR, "card", "account:1", "order:10001", fields, b"{}")
    parcel = Parcel(entry, "test", host, key)
    work.unit(lambda: egress.hand_over(act(), parcel, lambda: 200, lambda status: status) and None)
    forget()


def unrecorded(_app: Flask, patch: Patch) -> None:
    """The door sends something without a line in the ledger."""
    patch.setattr(egress.ledger, "write", lambda *_: 0)
    billed(_app, key="check-2")


def recorded(_app: Flask) -> None:
    gone("outbound_call", "idempotency_key = 'check-2'")


def generous(_app: Flask, _patch: Patch) -> None:
    """The card processor is given a telephone number as well."""
    disclosed(fields=["amount", "telephone number"])


def without_case(_app: Flask, _patch: Patch) -> None:
    """Something was handed to an authority without a case."""
    disclosed(recipient="county-sheriff", ground="legal", case_ref="")


def taken_back(_app: Flask) -> None:
    gone("disclosure", "call_id IS NULL")


def guarded(app: Flask) -> None:
    """This process is guarded as that of a production shop."""
    guard.install(app, frozenset())


def open_gate(_app: Flask, patch: Patch) -> None:
    """The guard lets every connection pass."""
    patch.setattr(guard, "_may_reach", lambda _host: True)


def new_supplier(_app: Flask, _patch: Patch) -> None:
    """A supplier may be given more than the text says."""
    edit(update(Vendor).where(Vendor.name == PROCESSOR).values(data_fields=["amount", "telephone number"]))


def old_supplier(_app: Flask) -> None:
    fields = ["amount", "order number", "customer reference", "payment reference"]
    edit(update(Vendor).where(Vendor.name == PROCESSOR).values(data_fields=fields))


def bought_a_company(_app: Flask, _patch: Patch) -> None:
    """A subsidiary is in the register, and not in the text."""
    _subsidiaries(["Lakeside Bindery: binding"])


def sold_it(_app: Flask) -> None:
    _subsidiaries([])


def _subsidiaries(lines: list[str]) -> None:
    work.unit(lambda: rules.set_value(act(), "company.subsidiaries", lines, clock.now(), "bought or sold"))
    forget()


def after_the_lapse(_app: Flask) -> Any:
    """The processor's confirmation lapsed, and something left for it an hour later."""
    edit(update(Vendor).values(attest_until=clock.now() - timedelta(hours=1)))
    edit(update(OutboundCall).values(intended_at=clock.now()))


DISCLOSURES: dict[str, Breach] = {
    "every-call-recorded": Breach(unrecorded, billed, recorded),
    "processor-gets-only": Breach(generous, billed, taken_back),
    "grounds-closed": Breach(without_case, billed, taken_back),
    "no-undisclosed-connection": Breach(open_gate, guarded, lambda _app: guard.switch_off(), mended=False),
    "suppliers-listed": Breach(new_supplier, opened_with_suppliers, old_supplier),
    "subsidiaries-listed": Breach(bought_a_company, mend=sold_it),
}
