"""Pieces cut from one sheet, folded or not: `S + k*Q^e + N*(stock + click*sides)*m(N) + finishing`."""

from app.catalogue.pricing.cost import Cost, Run
from app.catalogue.pricing.sheets import clicks, marked_up, pieces_per_sheet, power
from app.catalogue.pricing.steps import finishing
from app.catalogue.spec import Spec, flat_size, numbers_of, stock_of
from app.catalogue.tables import PriceTables


def flat(spec: Spec, tables: PriceTables) -> Run:
    """Cards, sheets, and what is folded from one sheet."""
    numbers, press = numbers_of(spec, tables), tables.press
    up = pieces_per_sheet(*flat_size(spec, tables), press)
    paper, ink = stock_of(spec, tables).cost, clicks(spec, tables)
    steps = finishing(spec, tables)

    def cost(quantity: int) -> Cost:
        sheets = -(-quantity // up)
        weighted = marked_up(sheets, press)
        amounts = [
            ("setup", "Set-up", numbers["setup"]),
            ("run", "Press run", numbers["run"] * power(quantity, numbers["exponent"])),
            ("paper", "Paper", paper * weighted),
            ("ink", "Ink", ink * weighted),
            *(step.amount(quantity, sheets) for step in steps),
        ]
        return Cost(amounts, sheets, (sheets - 1) * up, up)

    return cost
