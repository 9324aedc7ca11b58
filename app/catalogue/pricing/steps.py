"""Finishing: the steps that a specification asks for, and what each costs."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from app.catalogue.pricing.cost import Amount
from app.catalogue.spec import Spec, color_of, stock_of
from app.catalogue.tables import Finish, PriceTables

SQ_IN = 144
"""Square inches in a square foot."""
SCORE = "score"
"""The row of the finishing table that cover paper needs before it is folded."""


@dataclass(frozen=True, slots=True)
class Step:
    """One finishing step of a specification: the part that asked for it and its price row, `times` over."""

    part: str
    label: str
    finish: Finish
    times: Decimal


def steps(spec: Spec, tables: PriceTables, group: str) -> list[Step]:
    """The steps of a group: "print" is part of the print price, "fee" stands outside it."""
    found: list[Step] = []
    for code, chosen in spec.choices:
        part = tables.parts[code]
        choice = part.choices[chosen]
        if choice.finish and choice.group == group:
            found.append(Step(code, f"{part.label}: {choice.name}", tables.finishes[choice.finish], choice.times))
        if group == "print" and "folded" in choice.traits and "cover" in stock_of(spec, tables).traits:
            found.append(Step(SCORE, tables.finishes[SCORE].name, tables.finishes[SCORE], Decimal(1)))
    color = color_of(spec, tables)
    if color.finish and group == "print":
        finish = tables.finishes[color.finish]
        found.append(Step("white", finish.name, finish, Decimal(color.times)))
    return found


@dataclass(frozen=True, slots=True)
class Finishing:
    """One step's words and prices in US dollars: once, for each piece, for each press sheet."""

    part: str
    label: str
    setup: Decimal
    each: Decimal
    per_sheet: Decimal

    def amount(self, quantity: int, sheets: Decimal | int) -> Amount:
        """What it costs for so many pieces on so many press sheets."""
        cost = self.setup + self.each * quantity
        return self.part, self.label, cost + self.per_sheet * sheets if self.per_sheet else cost


def finishing(spec: Spec, tables: PriceTables) -> list[Finishing]:
    """The finishing that is part of the print price."""
    area = spec.width_in * spec.height_in
    units = (area / tables.press.card_unit_sq_in).to_integral_value(ROUND_CEILING)
    found = []
    for step in steps(spec, tables, group="print"):
        finish, times = step.finish, step.times
        each = finish.per_piece + finish.per_card_unit * units + finish.per_sq_ft * area / SQ_IN
        found.append(Finishing(step.part, step.label, finish.setup * times, each * times, finish.per_sheet * times))
    return found


def binding(name: str, tables: PriceTables, leaves: int = 0) -> Finishing:
    """What it costs to bind a book of so many text sheets, by that row of the finishing table."""
    finish = tables.finishes[name]
    return Finishing("binding", finish.name, finish.setup, finish.per_piece + finish.per_leaf * leaves, Decimal(0))
