"""Envelopes, folders and pads.

Envelopes, two to a click: `20 + 1.55*Q^.62 + Q*(envelope + click/2)*m(ceil(Q/2))`.
Folders, each on a sheet as large as two: `45 + 11*Q^.62 + Q*2*(stock + clicks)*m(Q) + .22*Q`.
Pads of `s` sheets, `n` to a press sheet: `15 + 3.2*Q^.62 + Q*(s/n*(stock + click) + backer/n)*m(ceil(Q*s/n))`
and the padding. The published pads are four-up; a smaller or larger pad takes its own share of the sheet.
"""

from decimal import Decimal

from app.catalogue.pricing.cost import Cost
from app.catalogue.pricing.sheets import clicks, mean_markup, pieces_per_sheet, power, whole_sheets
from app.catalogue.pricing.steps import Amount, binding, finishing
from app.catalogue.spec import Spec, numbers_of, sheets_of, stock_of
from app.catalogue.tables import PriceTables


def envelope(spec: Spec, tables: PriceTables, quantity: int) -> Cost:
    """Envelopes that come made; their paper is priced by the piece."""
    share = numbers_of(spec, tables)["sheet_share"]
    sheets = whole_sheets(quantity * share)
    weighted = mean_markup(sheets, tables.press) * quantity
    amounts = (
        *_run(spec, tables, quantity),
        ("paper", "Envelopes", stock_of(spec, tables).cost * weighted),
        ("ink", "Ink", clicks(spec, tables) * share * weighted),
        *finishing(spec, tables, quantity, 0),
    )
    return Cost(amounts, sheets)


def folder(spec: Spec, tables: PriceTables, quantity: int) -> Cost:
    """Presentation folders, cut and glued."""
    numbers = numbers_of(spec, tables)
    share = numbers["sheet_share"]
    weighted = mean_markup(quantity, tables.press) * quantity * share
    amounts = (
        *_run(spec, tables, quantity),
        ("paper", "Paper", stock_of(spec, tables).cost * weighted),
        ("ink", "Ink", clicks(spec, tables) * weighted),
        ("converting", "Cutting and gluing", numbers["converting"] * quantity),
        *finishing(spec, tables, quantity, share * quantity),
    )
    return Cost(amounts, quantity)


def notepad(spec: Spec, tables: PriceTables, quantity: int) -> Cost:
    """Pads with a chipboard back."""
    leaves = sheets_of(spec, tables)
    up = pieces_per_sheet(spec.width_in, spec.height_in, tables.press)
    each = Decimal(leaves) / up
    sheets = whole_sheets(each * quantity)
    weighted = mean_markup(sheets, tables.press) * quantity
    paper = stock_of(spec, tables).cost * each + numbers_of(spec, tables)["backer"] / up
    amounts = (
        *_run(spec, tables, quantity),
        ("paper", "Paper", paper * weighted),
        ("ink", "Ink", clicks(spec, tables) * each * weighted),
        binding("padding", tables, quantity, leaves),
        *finishing(spec, tables, quantity, each * quantity),
    )
    return Cost(amounts, sheets)


def _run(spec: Spec, tables: PriceTables, quantity: int) -> tuple[Amount, Amount]:
    numbers = numbers_of(spec, tables)
    run = numbers["run"] * power(quantity, numbers["exponent"])
    return ("setup", "Set-up", numbers["setup"]), ("run", "Press run", run)
