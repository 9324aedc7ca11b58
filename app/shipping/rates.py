"""Zone tables and the pure functions that read them."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "shipping.toml"
ZIP = re.compile(r"\s*([0-9]{5})(?:-?[0-9]{4})?\s*", re.ASCII)
PO_BOX = re.compile(r"\b(?:p\W{0,3}o\W{0,3}|post(?:al)?\W{1,3}office\W{1,3})box\b", re.IGNORECASE)
PICK_UP = "pick-up"
FIRST_FEE = Decimal("5.00")
"""Both handling fees, in versions from before they stood in the tables."""


class ShippingTablesError(ValueError):
    """The body of the tables is incomplete; the message says what is wrong."""


@dataclass(frozen=True)
class Method:
    """A way of shipping; `days` None means the zone's ground days."""

    code: str
    label: str
    multiplier: Decimal
    days: int | None
    po_box: bool


@dataclass(frozen=True)
class Zone:
    """Places that cost and take the same; `without` lists methods not offered there."""

    name: str
    factor: Decimal
    days: int
    prefixes: tuple[tuple[str, str], ...]
    without: frozenset[str]


@dataclass(frozen=True)
class ShippingTables:
    """One version of the carrier's rates, in US dollars and pounds."""

    version: int
    base: Decimal
    per_pound: Decimal
    box_limit_lb: Decimal
    methods: tuple[Method, ...]
    zones: tuple[Zone, ...]
    extra_address: Decimal = FIRST_FEE
    own_carrier: Decimal = FIRST_FEE

    @property
    def extra_address_cents(self) -> int:
        """The fee of every address beyond the first of an order."""
        return _cents(self.extra_address)

    @property
    def own_carrier_cents(self) -> int:
        """Handling of an order that leaves on the customer's own account, in place of the rate."""
        return _cents(self.own_carrier)


@dataclass(frozen=True)
class Rate:
    """One way to get the job: its price, and business days after the day we ship."""

    method: str
    label: str
    cents: int
    transit_days: int


def body_from_file(path: Path = DATA) -> str:
    """The JSON text of the file; numbers with a point become strings."""
    with path.open("rb") as file:
        return json.dumps(tomllib.load(file, parse_float=Decimal), separators=(",", ":"), default=str)


def tables_from_text(body: str, version: int) -> ShippingTables:
    """The tables of a JSON text.

    Raises:
        ShippingTablesError: something is missing or of the wrong kind.
    """
    try:
        data = json.loads(body)
        numbers = {name: Decimal(str(data[name])) for name in ("base", "per_pound", "box_limit_lb")}
        fees = {name: Decimal(str(data.get(name, FIRST_FEE))) for name in ("extra_address", "own_carrier")}
        methods, zones = tuple(map(_method, data["methods"])), tuple(map(_zone, data["zones"]))
        return ShippingTables(version, **numbers, methods=methods, zones=zones, **fees)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as problem:
        raise ShippingTablesError(f"The shipping tables cannot be read: {problem!r}.") from problem


def _method(row: Mapping[str, Any]) -> Method:
    return Method(row["code"], row["label"], Decimal(str(row["multiplier"])), row.get("days"), bool(row["po_box"]))


def _zone(row: Mapping[str, Any]) -> Zone:
    prefixes = tuple((str(first), str(last)) for first, last in row["prefixes"])
    without = frozenset(row.get("without", ()))
    return Zone(row["name"], Decimal(str(row["factor"])), int(row["days"]), prefixes, without)


def zone_of(tables: ShippingTables, zip_code: str) -> Zone | None:
    """The zone of a ZIP code, with or without its four extra digits; None when we do not ship there."""
    found = ZIP.fullmatch(zip_code)
    start = found.group(1)[:3] if found else ""
    return next((zone for zone in tables.zones for first, last in zone.prefixes if first <= start <= last), None)


def is_po_box(*address_lines: str) -> bool:
    """Whether any of the lines names a post-office box."""
    return any(PO_BOX.search(line) for line in address_lines)


def boxes(tables: ShippingTables, weight_lb: Decimal) -> int:
    """How many boxes the job fills."""
    return max(1, int((weight_lb / tables.box_limit_lb).to_integral_value(ROUND_CEILING)))


def quotes(tables: ShippingTables, dest_zip: str, weight_lb: Decimal, *, po_box: bool = False) -> list[Rate]:
    """Every way to get a job of that weight to a ZIP code, cheapest first; pick-up is always one of them.

    A method that costs more than ground and is no faster is left out. Only pick-up is left for a ZIP code
    that we do not ship to (military and island addresses) or that is none.
    """
    found = [Rate(PICK_UP, "Pick up in Chanhassen", 0, 0)]
    zone = zone_of(tables, dest_zip)
    if zone is None:
        return found
    ground = tables.base + tables.per_pound * weight_lb * zone.factor
    for method in tables.methods:
        days = method.days or zone.days
        too_slow = method.days is not None and days >= zone.days and not po_box
        if method.code in zone.without or too_slow or (po_box and not method.po_box):
            continue
        found.append(Rate(method.code, method.label, _cents(ground * method.multiplier), days))
    return found


def _cents(dollars: Decimal) -> int:
    return int((dollars * 100).quantize(Decimal(1), ROUND_HALF_UP))
