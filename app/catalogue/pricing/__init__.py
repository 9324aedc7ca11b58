"""The one price function (print.md sections 7 and 10): a specification and tables in, a breakdown out.

It is pure and exact: decimals in a context of our own, so that the same cents come out on every machine;
rounding happens once, half-up, and the lines are then cut so that they add up to the total.

Where the plain formula breaks a rule of section 7. A piece that begins a new press sheet pays for the whole
sheet. On dear papers and small runs that lifts the price of one piece by more than the 2 % that section 7
allows: 49 synthetic cards (24 to a sheet) would cost 2.8 % more apiece than 48, and 41 small squares 3.0 %
more than 40, the worst of all. It happens only on a run's first few sheets. So, from a full sheet
onward, the price is held to what 2 % a piece allows until the formula is below it again, and the difference
is shown as a line of its own. Prices at full sheets never change, and every price of the published examples
stays what it was. The price is capped, not the formula bent: the price still never falls with the quantity
(each capped price is above the one before it), and a finish or a shorter turnaround still never lowers it
(the cap grows with the price before it).
"""

from decimal import localcontext

from app.catalogue.pricing.breakdown import Breakdown, Line
from app.catalogue.pricing.calendars import calendar
from app.catalogue.pricing.cost import Model
from app.catalogue.pricing.flat import flat
from app.catalogue.pricing.posters import poster
from app.catalogue.pricing.ringed import coil, perfect, wire
from app.catalogue.pricing.sheets import EXACT, pieces_per_sheet
from app.catalogue.pricing.stationery import envelope, folder, notepad
from app.catalogue.pricing.stickers import sticker
from app.catalogue.pricing.stitched import stitched
from app.catalogue.pricing.total import total
from app.catalogue.spec import Spec
from app.catalogue.tables import PriceTables

__all__ = ["MODELS", "Breakdown", "Line", "pieces_per_sheet", "price"]

MODELS: dict[str, Model] = {
    "flat": flat,
    "folded": flat,
    "stitched": stitched,
    "perfect": perfect,
    "coil": coil,
    "wire": wire,
    "calendar": calendar,
    "envelope": envelope,
    "folder": folder,
    "notepad": notepad,
    "poster": poster,
    "sticker": sticker,
}
"""The price models by the name that a product's file gives."""


def price(spec: Spec, tables: PriceTables) -> Breakdown:
    """The price of a specification.

    Raises:
        KeyError: the specification names what these tables do not hold; `reading.read` never makes such a one.
    """
    with localcontext(EXACT):
        return total(spec, tables, MODELS)
