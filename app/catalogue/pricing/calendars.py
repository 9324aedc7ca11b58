"""Wall calendars: all of one paper, on a wire or stitched through the fold of their longer side."""

from app.catalogue.pricing.cost import Run
from app.catalogue.pricing.ringed import on_wire
from app.catalogue.pricing.sheets import clicks, pieces_per_sheet
from app.catalogue.pricing.stitched import Outside, stitch
from app.catalogue.spec import Spec, numbers_of, stock_of
from app.catalogue.tables import PriceTables

STITCHED = "stitched_"
"""The numbers of a calendar's price that begin with this hold where it is stitched."""


def calendar(spec: Spec, tables: PriceTables) -> Run:
    """A calendar by the model of its binding."""
    if spec.choice("binding") != "stitched":
        return on_wire(spec, tables)
    short, long = sorted((spec.width_in, spec.height_in))
    numbers = numbers_of(spec, tables)
    own = {name.removeprefix(STITCHED): value for name, value in numbers.items() if name.startswith(STITCHED)}
    outside = Outside(stock_of(spec, tables).cost, clicks(spec, tables), own=False)
    return stitch(spec, tables, pieces_per_sheet(2 * short, long, tables.press), outside, own)
