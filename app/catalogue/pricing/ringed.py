"""Books of single leaves: on a coil, on a wire, or glued at the spine.

Coil and wire, with `i = pages/2 - 2` leaves between two of cover:
`30 + .25*pages + 5.5*Q^0.72 + Q*(i/n*(text + clicks) + 2*(cover + clicks)/n)*m(N) + set-up + bind*Q`.
Perfect bound, with `i = pages/2` leaves and `c` wrap covers to a sheet: `(cover + clicks)/c` is the cover part.
"""

from decimal import Decimal

from app.catalogue.pricing.cost import Cost
from app.catalogue.pricing.sheets import clicks, mean_markup, pieces_per_sheet, power, whole_sheets
from app.catalogue.pricing.steps import binding, finishing
from app.catalogue.spec import Spec, numbers_of, stock_of
from app.catalogue.tables import PriceTables

HINGE = Decimal("0.5")
"""What the price counts for the spine of a wrap cover in inches."""


def coil(spec: Spec, tables: PriceTables, quantity: int) -> Cost:
    """Books on a plastic coil."""
    return _covered(spec, tables, quantity, "coil")


def wire(spec: Spec, tables: PriceTables, quantity: int) -> Cost:
    """Books on a double wire."""
    return _covered(spec, tables, quantity, "wire")


def on_wire(spec: Spec, tables: PriceTables, quantity: int) -> Cost:
    """Leaves that are all of one paper and ink on a wire, such as a calendar's."""
    up = pieces_per_sheet(spec.width_in, spec.height_in, tables.press)
    leaves = Decimal(spec.pages) / 2 / up
    paper, ink = stock_of(spec, tables).cost * leaves, clicks(spec, tables) * leaves
    return _bound(spec, tables, quantity, "wire", (paper, ink, leaves, Decimal(2) / up))


def perfect(spec: Spec, tables: PriceTables, quantity: int) -> Cost:
    """Books glued into a cover that wraps around them."""
    press = tables.press
    leaves = Decimal(spec.pages) / 2 / pieces_per_sheet(spec.width_in, spec.height_in, press)
    wrap = 1 / Decimal(max(1, pieces_per_sheet(2 * spec.width_in + HINGE, spec.height_in, press)))
    return _bound(spec, tables, quantity, "perfect", _made(spec, tables, leaves, wrap))


def _covered(spec: Spec, tables: PriceTables, quantity: int, how: str) -> Cost:
    up = pieces_per_sheet(spec.width_in, spec.height_in, tables.press)
    inner, covers = (Decimal(spec.pages) / 2 - 2) / up, Decimal(2) / up
    return _bound(spec, tables, quantity, how, _made(spec, tables, inner, covers))


Made = tuple[Decimal, Decimal, Decimal, Decimal]
"""Paper and clicks of one book in US dollars before mark-up, its press sheets, and those of its cover alone."""


def _made(spec: Spec, tables: PriceTables, inner: Decimal, cover: Decimal) -> Made:
    paper = stock_of(spec, tables).cost * inner + stock_of(spec, tables, "cover_stock").cost * cover
    ink = clicks(spec, tables) * inner + clicks(spec, tables, "cover_color") * cover
    return paper, ink, inner + cover, cover


def _bound(spec: Spec, tables: PriceTables, quantity: int, how: str, made: Made) -> Cost:
    numbers = numbers_of(spec, tables)
    paper, ink, each, cover = made
    sheets = whole_sheets(each * quantity)
    weighted = mean_markup(sheets, tables.press) * quantity
    amounts = (
        ("setup", "Set-up", numbers["setup"] + numbers["page_setup"] * spec.pages),
        ("run", "Press run", numbers["run"] * power(quantity, numbers["exponent"])),
        ("paper", "Paper", paper * weighted),
        ("ink", "Ink", ink * weighted),
        binding(how, tables, quantity),
        *finishing(spec, tables, quantity, cover * quantity),
    )
    return Cost(amounts, sheets)
