"""Books of single leaves: on a coil, on a wire, or glued at the spine.

Coil and wire, with `i = pages/2 - 2` leaves between two of cover:
`30 + .25*pages + 5.5*Q^0.72 + Q*(i/n*(text + clicks) + 2*(cover + clicks)/n)*m(N) + set-up + bind*Q`.
Perfect bound, with `i = pages/2` leaves and `c` wrap covers to a sheet: `(cover + clicks)/c` is the cover part.
"""

from dataclasses import dataclass
from decimal import Decimal

from app.catalogue.pricing.cost import Cost, Run
from app.catalogue.pricing.sheets import clicks, mean_markup, pieces_per_sheet, power, whole_sheets
from app.catalogue.pricing.steps import binding, finishing
from app.catalogue.spec import Spec, numbers_of, stock_of
from app.catalogue.tables import PriceTables

HINGE = Decimal("0.5")
"""What the price counts for the spine of a wrap cover in inches."""


@dataclass(frozen=True)
class Made:
    """One book: paper and clicks in US dollars before mark-up, its press sheets, and those of its cover alone."""

    paper: Decimal
    ink: Decimal
    sheets: Decimal
    cover: Decimal


def coil(spec: Spec, tables: PriceTables) -> Run:
    """Books on a plastic coil."""
    return _covered(spec, tables, "coil")


def wire(spec: Spec, tables: PriceTables) -> Run:
    """Books on a double wire."""
    return _covered(spec, tables, "wire")


def on_wire(spec: Spec, tables: PriceTables) -> Run:
    """Leaves that are all of one paper and ink on a wire, such as a calendar's."""
    up = pieces_per_sheet(spec.width_in, spec.height_in, tables.press)
    sheets = Decimal(spec.pages) / 2 / up
    made = Made(stock_of(spec, tables).cost * sheets, clicks(spec, tables) * sheets, sheets, Decimal(2) / up)
    return _bound(spec, tables, "wire", made)


def perfect(spec: Spec, tables: PriceTables) -> Run:
    """Books glued into a cover that wraps around them."""
    press = tables.press
    inner = Decimal(spec.pages) / 2 / pieces_per_sheet(spec.width_in, spec.height_in, press)
    wrap = 1 / Decimal(max(1, pieces_per_sheet(2 * spec.width_in + HINGE, spec.height_in, press)))
    return _bound(spec, tables, "perfect", _made(spec, tables, inner, wrap))


def _covered(spec: Spec, tables: PriceTables, how: str) -> Run:
    up = pieces_per_sheet(spec.width_in, spec.height_in, tables.press)
    inner, covers = (Decimal(spec.pages) / 2 - 2) / up, Decimal(2) / up
    return _bound(spec, tables, how, _made(spec, tables, inner, covers))


def _made(spec: Spec, tables: PriceTables, inner: Decimal, cover: Decimal) -> Made:
    paper = stock_of(spec, tables).cost * inner + stock_of(spec, tables, "cover_stock").cost * cover
    ink = clicks(spec, tables) * inner + clicks(spec, tables, "cover_color") * cover
    return Made(paper, ink, inner + cover, cover)


def _bound(spec: Spec, tables: PriceTables, how: str, made: Made) -> Run:
    numbers = numbers_of(spec, tables)
    setup = numbers["setup"] + numbers["page_setup"] * spec.pages
    bound, steps = binding(how, tables), finishing(spec, tables)

    def cost(quantity: int) -> Cost:
        sheets = whole_sheets(made.sheets * quantity)
        weighted = mean_markup(sheets, tables.press) * quantity
        amounts = [
            ("setup", "Set-up", setup),
            ("run", "Press run", numbers["run"] * power(quantity, numbers["exponent"])),
            ("paper", "Paper", made.paper * weighted),
            ("ink", "Ink", made.ink * weighted),
            bound.amount(quantity, 0),
            *(step.amount(quantity, made.cover * quantity) for step in steps),
        ]
        return Cost(amounts, sheets)

    return cost
