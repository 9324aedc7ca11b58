"""Finishing: the steps that a specification asks for, and what each costs."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from app.catalogue.spec import Spec, color_of, stock_of
from app.catalogue.tables import Finish, PriceTables

Amount = tuple[str, str, Decimal]
"""A named amount in US dollars: the code of its line, its words, and how much."""

SCORE = "score"
"""The row of the finishing table that cover paper needs before it is folded."""


@dataclass(frozen=True)
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


def finishing(spec: Spec, tables: PriceTables, quantity: int, sheets: Decimal | int) -> list[Amount]:
    """What the finishing of that many pieces on that many press sheets costs, step by step."""
    area = spec.width_in * spec.height_in
    units = (area / tables.press.card_unit_sq_in).to_integral_value(ROUND_CEILING)
    amounts = []
    for step in steps(spec, tables, group="print"):
        finish = step.finish
        each = finish.per_piece + finish.per_card_unit * units + finish.per_sq_ft * area / 144
        amount = finish.setup + each * quantity + finish.per_sheet * sheets
        amounts.append((step.part, step.label, amount * step.times))
    return amounts


def binding(name: str, tables: PriceTables, quantity: int, leaves: int = 0) -> Amount:
    """What it costs to bind so many books of so many text sheets, by that row of the finishing table."""
    finish = tables.finishes[name]
    return "binding", finish.name, finish.setup + (finish.per_piece + finish.per_leaf * leaves) * quantity
