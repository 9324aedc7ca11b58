"""Pieces cut from one sheet, folded or not: `S + k*Q^e + N*(stock + click*sides)*m(N) + finishing`."""

from app.catalogue.pricing.cost import Cost
from app.catalogue.pricing.sheets import clicks, marked_up, pieces_per_sheet, power
from app.catalogue.pricing.steps import finishing
from app.catalogue.spec import Spec, flat_size, numbers_of, stock_of
from app.catalogue.tables import PriceTables


def flat(spec: Spec, tables: PriceTables, quantity: int) -> Cost:
    """Cards, sheets, and what is folded from one sheet."""
    numbers = numbers_of(spec, tables)
    up = pieces_per_sheet(*flat_size(spec, tables), tables.press)
    sheets = -(-quantity // up)
    weighted = marked_up(sheets, tables.press)
    amounts = (
        ("setup", "Set-up", numbers["setup"]),
        ("run", "Press run", numbers["run"] * power(quantity, numbers["exponent"])),
        ("paper", "Paper", stock_of(spec, tables).cost * weighted),
        ("ink", "Ink", clicks(spec, tables) * weighted),
        *finishing(spec, tables, quantity, sheets),
    )
    return Cost(amounts, sheets, (sheets - 1) * up, up)
