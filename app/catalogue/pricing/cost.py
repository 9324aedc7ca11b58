"""What a price model answers."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from app.catalogue.spec import Spec
from app.catalogue.tables import PriceTables

Amount = tuple[str, str, Decimal]
"""A named amount in US dollars: the code of its line, its words, and how much."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Named amounts in US dollars before turnaround, and the press sheets."""

    amounts: list[Amount]
    sheets: int
    full_sheets: int = 0
    """The largest quantity below this one that fills its press sheets; 0 when there is none."""
    per_sheet: int = 0


Run = Callable[[int], Cost]
"""The cost of so many pieces of one specification."""

Model = Callable[[Spec, PriceTables], Run]
"""A price model: it looks up once what a specification needs, for a page asks the price of many quantities."""
