"""Posters by the square foot: `10 + area*4.25` for the first 30 square feet of the job, then less, then less again."""

from decimal import Decimal

from app.catalogue.pricing.cost import Cost
from app.catalogue.pricing.steps import finishing
from app.catalogue.spec import Spec, numbers_of
from app.catalogue.tables import PriceTables

SQ_IN = 144
"""Square inches in a square foot."""


def poster(spec: Spec, tables: PriceTables, quantity: int) -> Cost:
    """Large prints from the roll; no press sheets."""
    numbers = numbers_of(spec, tables)
    area = spec.width_in * spec.height_in / SQ_IN * quantity
    first = min(area, numbers["first_sq_ft"])
    second = max(Decimal(0), min(area, numbers["second_sq_ft"]) - first)
    printed = (
        first * numbers["first_rate"] + second * numbers["second_rate"] + (area - first - second) * numbers["rate"]
    )
    amounts = (
        ("setup", "Set-up", numbers["setup"]),
        ("run", "Printing by the square foot", printed),
        *finishing(spec, tables, quantity, 0),
    )
    return Cost(amounts, 0)
