"""Stickers by their area: `(20 + .97*(sq in/9)^.7*Q^.83)`, times the factor of what they are printed on."""

from decimal import Decimal

from app.catalogue.pricing.cost import Cost, Run
from app.catalogue.pricing.sheets import pieces_per_sheet, power, whole_sheets
from app.catalogue.pricing.steps import finishing
from app.catalogue.spec import Spec, numbers_of, stock_of
from app.catalogue.tables import PriceTables


def sticker(spec: Spec, tables: PriceTables) -> Run:
    """Stickers, apart or on a sheet; a share of a press sheet carries white ink."""
    numbers, factor, steps = numbers_of(spec, tables), stock_of(spec, tables).factor, finishing(spec, tables)
    area = power(spec.width_in * spec.height_in / numbers["area_unit"], numbers["area_exponent"])
    up = pieces_per_sheet(spec.width_in, spec.height_in, tables.press)

    def cost(quantity: int) -> Cost:
        sheets = Decimal(quantity) / up
        amounts = [
            ("setup", "Set-up", numbers["setup"] * factor),
            ("run", "Printing and cutting", numbers["run"] * area * power(quantity, numbers["exponent"]) * factor),
            *(step.amount(quantity, sheets) for step in steps),
        ]
        return Cost(amounts, whole_sheets(sheets))

    return cost
