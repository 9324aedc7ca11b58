"""The unfolded piece and its fold lines, to a ten-thousandth of an inch.

A panel that is folded in is 1/16 in. shorter than the one that covers it, or it would buckle.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.catalogue.spec.made import Spec, numbers_of, product_of
from app.catalogue.tables import PriceTables

SHORT = Decimal("0.0625")
FINEST = Decimal("0.0001")


@dataclass(frozen=True)
class Fold:
    """A fold line of the flat piece; a "vertical" one runs `at_in` from the left, a "horizontal" one from the top."""

    at_in: Decimal
    direction: str


def flat_size(spec: Spec, tables: PriceTables) -> tuple[Decimal, Decimal]:
    """Width and height of the unfolded piece in inches; of a book, one of its pages."""
    model, width, height = product_of(spec, tables).model, spec.width_in, spec.height_in
    if model == "folded":
        return (width, 2 * height) if spec.choice("fold") == "tent" else (2 * width, height)
    if model == "folder":
        return 2 * width, height + numbers_of(spec, tables)["pocket"]
    return width, height


def folds(spec: Spec, tables: PriceTables) -> tuple[Fold, ...]:
    """The fold lines of the flat piece from left to right or from top to bottom; none where nothing folds."""
    model, width, height = product_of(spec, tables).model, spec.width_in, spec.height_in
    if model == "folder":
        return Fold(width, "vertical"), Fold(height, "horizontal")
    if model == "folded":
        return (Fold(height, "horizontal") if spec.choice("fold") == "tent" else Fold(width, "vertical"),)
    panels = PANELS.get(spec.choice("fold"))
    if panels is None:
        return ()
    # A sheet is folded across its longer side.
    direction = "horizontal" if height > width else "vertical"
    return tuple(Fold(at, direction) for at in _lines(panels(max(width, height))))


def _lines(panels: Sequence[Decimal]) -> list[Decimal]:
    lines, at = [], Decimal(0)
    for panel in panels[:-1]:
        at += panel
        lines.append(at.quantize(FINEST))
    return lines


def _half(length: Decimal) -> list[Decimal]:
    return [length / 2] * 2


def _tri(length: Decimal) -> list[Decimal]:
    panel = (length + SHORT) / 3
    return [panel, panel, panel - SHORT]


def _z(length: Decimal) -> list[Decimal]:
    return [length / 3] * 3


def _gate(length: Decimal) -> list[Decimal]:
    flap = (length - SHORT) / 4
    return [flap, 2 * flap + SHORT, flap]


def _double_parallel(length: Decimal) -> list[Decimal]:
    outer = (length + 2 * SHORT) / 4
    return [outer, outer, outer - SHORT, outer - SHORT]


def _roll(length: Decimal) -> list[Decimal]:
    outer = (length + 3 * SHORT) / 4
    return [outer, outer, outer - SHORT, outer - 2 * SHORT]


PANELS: dict[str, Callable[[Decimal], list[Decimal]]] = {
    "half": _half,
    "tri": _tri,
    "z": _z,
    "gate": _gate,
    "double-parallel": _double_parallel,
    "roll": _roll,
}
"""The panels of a sheet of that length, by the code of its fold."""
