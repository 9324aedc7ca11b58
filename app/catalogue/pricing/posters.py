"""Posters by the square foot: `10 + area*4.25` for the first 30 square feet of the job, then less, then less again."""

from collections.abc import Mapping
from decimal import Decimal

from app.catalogue.pricing.cost import Cost, Run
from app.catalogue.pricing.steps import SQ_IN, finishing
from app.catalogue.spec import Spec, numbers_of
from app.catalogue.tables import PriceTables


def poster(spec: Spec, tables: PriceTables) -> Run:
    """Large prints from the roll; no press sheets."""
    numbers, steps = numbers_of(spec, tables), finishing(spec, tables)
    each = spec.width_in * spec.height_in / SQ_IN

    def cost(quantity: int) -> Cost:
        amounts = [
            ("setup", "Set-up", numbers["setup"]),
            ("run", "Printing by the square foot", _by_area(each * quantity, numbers)),
            *(step.amount(quantity, 0) for step in steps),
        ]
        return Cost(amounts, 0)

    return cost


def _by_area(area: Decimal, numbers: Mapping[str, Decimal]) -> Decimal:
    first = min(area, numbers["first_sq_ft"])
    second = max(Decimal(0), min(area, numbers["second_sq_ft"]) - first)
    rest = area - first - second
    return first * numbers["first_rate"] + second * numbers["second_rate"] + rest * numbers["rate"]
