"""Shipping rates by the tables in force, and the day on which a job is in hands."""

from datetime import date, datetime

from app.audit import service as audit
from app.catalogue import calendar
from app.foundation.acts import Act
from app.foundation.versions import Versions
from app.shipping.models import ShippingTable
from app.shipping.rates import (
    PICK_UP,
    Rate,
    ShippingTables,
    body_from_file,
    boxes,
    is_po_box,
    quotes,
    tables_from_text,
    zone_of,
)

__all__ = [
    "PICK_UP",
    "Rate",
    "ShippingTables",
    "boxes",
    "current_tables",
    "in_hands",
    "is_po_box",
    "load_tables",
    "quotes",
    "versions",
    "zone_of",
]

versions: Versions[ShippingTables] = Versions(ShippingTable, tables_from_text)


def current_tables(at: datetime) -> ShippingTables:
    """The shipping tables in force at that time.

    Raises:
        NotLoaded: the shop has not been set up.
    """
    return versions.in_force(at)


def in_hands(ship_day: date, rate: Rate, holidays: tuple[calendar.Holiday, ...]) -> date:
    """The day on which a job that ships on `ship_day` arrives, or can be picked up."""
    return calendar.add_business_days(ship_day, rate.transit_days, holidays)


def load_tables(act: Act, effective_at: datetime, body: str | None = None) -> int | None:
    """Store a version of the tables (from the repository's file when no body is given); None when unchanged.

    Raises:
        ShippingTablesError: the body is incomplete.
    """
    version = versions.load(act, body or body_from_file(), effective_at)
    if version is not None:
        audit.record(act, "shipping_table.loaded", f"shipping_table:{version}", effective_at=effective_at.isoformat())
    return version
