"""The sections of the tax table: the states in which we collect, and the local rates of each."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.foundation.errors import Refusal
from app.tables.blocks import Body, Keyed, Listed, Record
from app.tables.columns import Column
from app.tables.sections import Section

RATE = Column("rate", "Rate", "number", most=Decimal("0.3"), hint="0.06875 is 6.875 percent.")
ZIP_START = re.compile(r"[0-9]{1,5}", re.ASCII)
STATE = re.compile(r"[A-Z]{2}", re.ASCII)
STATES = Keyed(
    "states",
    "States",
    ("states",),
    (
        Column("name", "Name", longest=60),
        RATE,
        Column("shipping_taxable", "Shipping is taxed", "tick", needed=False),
    ),
    "We collect only in these states, because only there we have nexus. The code is the two letters of the state.",
    infer=False,
)


def sections(body: Body) -> list[Section]:
    """Every section of a tax table."""
    states = Section("states", "States where we collect", "Rates are parts of the price.", (STATES,), settle=_check)
    return [states, *(_state(code, row) for code, row in body["states"].items())]


def _state(code: str, row: Mapping[str, Any]) -> Section:
    path = ("states", code)
    local = Listed(
        "local",
        "Local rates",
        (*path, "local"),
        (Column("zip", "ZIP code or its beginning", longest=5), Column("name", "Name", longest=80), RATE),
        "They come on top of the state's. The longest beginning that fits holds.",
    )
    fee = Record(
        "fee",
        "Delivery fee",
        (*path, "delivery_fee"),
        (
            Column("name", "Name on the receipt", longest=80),
            Column("fee", "Fee", "number", "$", most=Decimal(100)),
            Column("from", "On orders from", "number", "$", most=Decimal(100_000)),
        ),
        "Once on an order that is delivered in the state. A house rule switches it on.",
    )
    blocks = (local, fee) if "delivery_fee" in row else (local,)
    about = f"What comes on top of the rate of {row['name']}."
    return Section(f"local-{code.lower()}", f"Local rates: {row['name']}", about, blocks, settle=_check)


def _check(body: Body) -> None:
    for code, row in body["states"].items():
        if not STATE.fullmatch(code):
            raise Refusal("The code of a state is its two capital letters, like MN.")
        row.setdefault("shipping_taxable", False)
        for area in row.get("local", ()):
            if not ZIP_START.fullmatch(area["zip"]):
                raise Refusal(f"{area['name']}: type a ZIP code, or its first digits.")
