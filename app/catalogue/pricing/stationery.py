"""Envelopes, folders and pads.

Envelopes, two to a click: `20 + 1.55*Q^.62 + Q*(envelope + click/2)*m(ceil(Q/2))`.
Folders, each on a sheet as large as two: `45 + 11*Q^.62 + Q*2*(stock + clicks)*m(Q) + .22*Q`.
Pads of `s` sheets, `n` to a press sheet: `15 + 3.2*Q^.62 + Q*(s/n*(stock + click) + backer/n)*m(ceil(Q*s/n))`
and the padding. The published pads are four-up; a smaller or larger pad takes its own share of the sheet.
"""

from dataclasses import dataclass
from decimal import Decimal

from app.catalogue.pricing.cost import Cost, Run
from app.catalogue.pricing.sheets import clicks, mean_markup, pieces_per_sheet, power, whole_sheets
from app.catalogue.pricing.steps import Finishing, binding, finishing
from app.catalogue.spec import Spec, numbers_of, sheets_of, stock_of
from app.catalogue.tables import PriceTables


def envelope(spec: Spec, tables: PriceTables) -> Run:
    """Envelopes that come made; their paper is priced by the piece."""
    share = numbers_of(spec, tables)["sheet_share"]
    made = _Made(share, stock_of(spec, tables).cost, clicks(spec, tables) * share, "Envelopes")
    return _run(spec, tables, made, [], sheets_each=Decimal(0))


def folder(spec: Spec, tables: PriceTables) -> Run:
    """Presentation folders, cut and glued."""
    numbers = numbers_of(spec, tables)
    share = numbers["sheet_share"]
    made = _Made(Decimal(1), stock_of(spec, tables).cost * share, clicks(spec, tables) * share)
    glued = Finishing("converting", "Cutting and gluing", Decimal(0), numbers["converting"], Decimal(0))
    return _run(spec, tables, made, [glued], sheets_each=share)


def notepad(spec: Spec, tables: PriceTables) -> Run:
    """Pads with a chipboard back."""
    leaves, up = sheets_of(spec, tables), pieces_per_sheet(spec.width_in, spec.height_in, tables.press)
    each = Decimal(leaves) / up
    paper = stock_of(spec, tables).cost * each + numbers_of(spec, tables)["backer"] / up
    made = _Made(each, paper, clicks(spec, tables) * each)
    return _run(spec, tables, made, [binding("padding", tables, leaves)], sheets_each=each)


@dataclass(frozen=True)
class _Made:
    """One piece: the press sheets that its mark-up counts, paper and clicks in US dollars before mark-up."""

    sheets: Decimal
    paper: Decimal
    ink: Decimal
    paper_label: str = "Paper"


def _run(spec: Spec, tables: PriceTables, made: _Made, making: list[Finishing], sheets_each: Decimal) -> Run:
    """Set-up, run, paper and ink, then what making it takes; finishing counts `sheets_each` press sheets a piece."""
    numbers, steps = numbers_of(spec, tables), [*making, *finishing(spec, tables)]

    def cost(quantity: int) -> Cost:
        sheets = whole_sheets(made.sheets * quantity)
        weighted = mean_markup(sheets, tables.press) * quantity
        amounts = [
            ("setup", "Set-up", numbers["setup"]),
            ("run", "Press run", numbers["run"] * power(quantity, numbers["exponent"])),
            ("paper", made.paper_label, made.paper * weighted),
            ("ink", "Ink", made.ink * weighted),
            *(step.amount(quantity, sheets_each * quantity) for step in steps),
        ]
        return Cost(amounts, sheets)

    return cost
