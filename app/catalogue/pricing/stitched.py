"""Booklets stitched through the fold.

`n` open spreads fit a sheet and `t` sheets of text make a booklet, beside one cover sheet:
`25 + pages + (5+pages)*Q^0.55 + Q/n*(t*(text + clicks) + cover + clicks)*m(N) + 20 + Q*(.08 + .04*t)`.
A self cover is the outermost sheet of text; it may still have inks of its own.
"""

from decimal import Decimal

from app.catalogue.pricing.cost import Cost
from app.catalogue.pricing.sheets import clicks, mean_markup, pieces_per_sheet, power, whole_sheets
from app.catalogue.pricing.steps import Amount, finishing
from app.catalogue.spec import Spec, numbers_of, stock_of
from app.catalogue.tables import PriceTables


def stitched(spec: Spec, tables: PriceTables, quantity: int) -> Cost:
    """Booklets with a cover of their own paper or of another."""
    inner, self_cover = spec.pages // 4 - 1, spec.choice("cover_stock") == "self"
    stitches = inner + 1 if self_cover else inner
    up = pieces_per_sheet(2 * spec.width_in, spec.height_in, tables.press)
    sheets = whole_sheets(Decimal(quantity * (inner + 1)) / up)
    weighted = mean_markup(sheets, tables.press) * quantity / up
    paper = stock_of(spec, tables).cost * inner + stock_of(spec, tables, "cover_stock").cost
    ink = clicks(spec, tables) * inner + clicks(spec, tables, "cover_color")
    amounts = (
        *run(spec, tables, quantity),
        ("paper", "Paper", paper * weighted),
        ("ink", "Ink", ink * weighted),
        stitching(spec, tables, quantity, stitches),
        *finishing(spec, tables, quantity, Decimal(quantity) / up),
    )
    return Cost(amounts, sheets)


def run(spec: Spec, tables: PriceTables, quantity: int) -> tuple[Amount, Amount]:
    """Set-up and press run of a stitched booklet."""
    numbers, pages = numbers_of(spec, tables), spec.pages
    setup = numbers["setup"] + numbers["page_setup"] * pages
    each = numbers["run"] + numbers["page_run"] * pages
    return ("setup", "Set-up", setup), ("run", "Press run", each * power(quantity, numbers["exponent"]))


def stitching(spec: Spec, tables: PriceTables, quantity: int, text_sheets: int) -> Amount:
    """The stitching of so many booklets."""
    numbers = numbers_of(spec, tables)
    each = numbers["stitch"] + numbers["stitch_sheet"] * text_sheets
    return "binding", "Saddle stitch", numbers["stitch_setup"] + quantity * each
