"""Books stitched through the fold.

`n` open spreads fit a sheet and `t` sheets of text make a booklet, beside one cover sheet:
`25 + pages + (5+pages)*Q^0.55 + Q/n*(t*(text + clicks) + cover + clicks)*m(N) + 20 + Q*(.08 + .04*t)`.
A self cover is the outermost sheet of text; it may still have inks of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.catalogue.pricing.cost import Cost, Run
from app.catalogue.pricing.sheets import clicks, mean_markup, pieces_per_sheet, power, whole_sheets
from app.catalogue.pricing.steps import binding, finishing
from app.catalogue.spec import Spec, numbers_of, stock_of
from app.catalogue.tables import PriceTables


@dataclass(frozen=True)
class Outside:
    """The outermost sheet: its paper and its clicks in US dollars; `own` when it is not of the paper inside."""

    paper: Decimal
    clicks: Decimal
    own: bool


def stitched(spec: Spec, tables: PriceTables) -> Run:
    """Booklets with a cover of their own paper or of another."""
    up = pieces_per_sheet(2 * spec.width_in, spec.height_in, tables.press)
    cover = stock_of(spec, tables, "cover_stock").cost, clicks(spec, tables, "cover_color")
    outside = Outside(*cover, own=spec.choice("cover_stock") != "self")
    return stitch(spec, tables, up, outside, numbers_of(spec, tables))


def stitch(spec: Spec, tables: PriceTables, up: int, outside: Outside, numbers: Mapping[str, Decimal]) -> Run:
    """What is stitched of spreads that fit a press sheet `up` times, by these numbers of a price."""
    pages, inner = spec.pages, spec.pages // 4 - 1
    setup, each = numbers["setup"] + numbers["page_setup"] * pages, numbers["run"] + numbers["page_run"] * pages
    paper = stock_of(spec, tables).cost * inner + outside.paper
    ink = clicks(spec, tables) * inner + outside.clicks
    bound = binding("stitch", tables, inner if outside.own else inner + 1)
    steps = finishing(spec, tables)

    def cost(quantity: int) -> Cost:
        sheets, covers = whole_sheets(Decimal(quantity * (inner + 1)) / up), Decimal(quantity) / up
        weighted = mean_markup(sheets, tables.press) * covers
        amounts = [
            ("setup", "Set-up", setup),
            ("run", "Press run", each * power(quantity, numbers["exponent"])),
            ("paper", "Paper", paper * weighted),
            ("ink", "Ink", ink * weighted),
            bound.amount(quantity, 0),
            *(step.amount(quantity, covers) for step in steps),
        ]
        return Cost(amounts, sheets)

    return cost
