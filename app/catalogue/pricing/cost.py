"""What a price model answers."""

from dataclasses import dataclass

from app.catalogue.pricing.steps import Amount


@dataclass(frozen=True)
class Cost:
    """Named amounts in US dollars before turnaround, and the press sheets."""

    amounts: tuple[Amount, ...]
    sheets: int
    full_sheets: int = 0
    """The largest quantity below this one that fills its press sheets; 0 when there is none."""
    per_sheet: int = 0
