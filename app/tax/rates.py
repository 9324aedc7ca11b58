"""Tax tables and the pure function that reads them."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "tax.toml"


class TaxTablesError(ValueError):
    """The body of the tables is incomplete; the message says what is wrong."""


@dataclass(frozen=True)
class Local:
    """A local rate for ZIP codes that begin with `zip_start`."""

    zip_start: str
    name: str
    rate: Decimal


@dataclass(frozen=True)
class DeliveryFee:
    """A fee once per delivered order of at least `from_cents`."""

    name: str
    cents: int
    from_cents: int


@dataclass(frozen=True)
class State:
    """A state in which we collect tax."""

    code: str
    name: str
    rate: Decimal
    shipping_taxable: bool
    local: tuple[Local, ...]
    delivery_fee: DeliveryFee | None


@dataclass(frozen=True)
class TaxTables:
    """One version of the rates, by state code."""

    version: int
    states: Mapping[str, State]


@dataclass(frozen=True)
class TaxLine:
    """The tax on one order: `cents` of tax, and the delivery fee, which is no tax but is collected with it."""

    cents: int
    rate: Decimal
    label: str
    state: str
    fee_cents: int
    fee_label: str
    tables_version: int

    @property
    def total_cents(self) -> int:
        return self.cents + self.fee_cents

    def to_json(self) -> dict[str, Any]:
        """Plain data for a frozen order."""
        return {
            "cents": self.cents,
            "rate": str(self.rate),
            "label": self.label,
            "state": self.state,
            "fee_cents": self.fee_cents,
            "fee_label": self.fee_label,
            "tables_version": self.tables_version,
        }


def body_from_file(path: Path = DATA) -> str:
    """The JSON text of the file; numbers with a point become strings."""
    with path.open("rb") as file:
        return json.dumps(tomllib.load(file, parse_float=Decimal), separators=(",", ":"), default=str)


def tables_from_text(body: str, version: int) -> TaxTables:
    """The tables of a JSON text.

    Raises:
        TaxTablesError: something is missing or of the wrong kind.
    """
    try:
        states = {code: _state(code, row) for code, row in json.loads(body)["states"].items()}
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as problem:
        raise TaxTablesError(f"The tax tables cannot be read: {problem!r}.") from problem
    return TaxTables(version, states)


def _state(code: str, row: Mapping[str, Any]) -> State:
    local = [Local(str(area["zip"]), area["name"], Decimal(str(area["rate"]))) for area in row.get("local", ())]
    fee = row.get("delivery_fee")
    return State(
        code,
        row["name"],
        Decimal(str(row["rate"])),
        bool(row["shipping_taxable"]),
        tuple(sorted(local, key=lambda area: -len(area.zip_start))),
        DeliveryFee(fee["name"], _cents(Decimal(str(fee["fee"]))), _cents(Decimal(str(fee["from"])))) if fee else None,
    )


def tax(
    tables: TaxTables,
    taxable_cents: int,
    shipping_cents: int,
    state: str,
    zip_code: str,
    *,
    delivered: bool = True,
    with_fee: bool = False,
) -> TaxLine:
    """The tax where the goods are handed over: the delivery address, or ours when they are picked up.

    `with_fee` says whether the delivery fee is collected at all. A state without nexus gives no tax.
    """
    home = tables.states.get(state.strip().upper())
    if home is None:
        return TaxLine(0, Decimal(0), "No sales tax collected", state, 0, "", tables.version)
    area = next((area for area in home.local if zip_code.strip().startswith(area.zip_start)), None)
    rate = home.rate + (area.rate if area else 0)
    base = taxable_cents + (shipping_cents if home.shipping_taxable else 0)
    fee = home.delivery_fee
    charged = fee is not None and with_fee and delivered and taxable_cents + shipping_cents >= fee.from_cents
    return TaxLine(
        cents=int((base * rate).quantize(Decimal(1), ROUND_HALF_UP)),
        rate=rate,
        label=f"{home.name} sales tax{f', {area.name}' if area else ''} ({_percent(rate)})",
        state=home.code,
        fee_cents=fee.cents if fee is not None and charged else 0,
        fee_label=fee.name if fee is not None and charged else "",
        tables_version=tables.version,
    )


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f}%"


def _cents(dollars: Decimal) -> int:
    return int((dollars * 100).quantize(Decimal(1), ROUND_HALF_UP))
