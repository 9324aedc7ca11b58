"""A price taken apart, in whole cents."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """One part of a price in cents, in words; a negative one takes off."""

    code: str
    label: str
    cents: int


@dataclass(frozen=True)
class Breakdown:
    """A price taken apart: the lines add up to `total_cents`; promotions apply to `print_cents` only.

    `pieces_per_sheet` is 0 where pieces do not fill press sheets one after the other, as in books.
    """

    lines: tuple[Line, ...]
    total_cents: int
    print_cents: int
    quantity: int
    pieces_per_sheet: int
    press_sheets: int
    weight_lb: Decimal
    tables_version: int

    @property
    def unit_cents(self) -> Decimal:
        """The price of one piece in cents, to a hundredth of a cent."""
        return (Decimal(self.total_cents) / self.quantity).quantize(CENT, ROUND_HALF_UP)

    def to_json(self) -> dict[str, Any]:
        """Plain data for a frozen line, with the version of the tables."""
        return {
            "lines": [[line.code, line.label, line.cents] for line in self.lines],
            "total_cents": self.total_cents,
            "print_cents": self.print_cents,
            "quantity": self.quantity,
            "pieces_per_sheet": self.pieces_per_sheet,
            "press_sheets": self.press_sheets,
            "weight_lb": str(self.weight_lb),
            "tables_version": self.tables_version,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Breakdown":
        """The breakdown of `to_json`."""
        lines = tuple(Line(code, label, cents) for code, label, cents in data["lines"])
        weight = Decimal(data["weight_lb"])
        return cls(**{**data, "lines": lines, "weight_lb": weight})


def cents_of(dollars: Decimal) -> int:
    """Half-up to the cent."""
    return int((dollars * 100).quantize(Decimal(1), ROUND_HALF_UP))


def cut(amounts: Sequence[tuple[str, str, Decimal]]) -> list[Line]:
    """The amounts in whole cents that add up to their rounded sum: the largest remainders are rounded up."""
    exact = [amount * 100 for _, _, amount in amounts]
    whole = [int(cents) for cents in exact]
    missing = cents_of(sum((amount for _, _, amount in amounts), Decimal(0))) - sum(whole)
    by_remainder = sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])
    for place in by_remainder[:missing]:
        whole[place] += 1
    return [Line(code, label, cents) for (code, label, _), cents in zip(amounts, whole, strict=True)]
