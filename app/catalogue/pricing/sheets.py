"""What a press sheet holds, what so many sheets are marked up by, and powers that come out the same everywhere."""

from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from app.catalogue.spec import Spec, color_of
from app.catalogue.tables import Press, PriceTables

EXACT = Context(prec=40, rounding=ROUND_HALF_UP)
"""The arithmetic of every price."""


def pieces_per_sheet(width_in: Decimal, height_in: Decimal, press: Press) -> int:
    """How many pieces of that flat size one press sheet holds, the better way round; 0 when it is too large."""

    def rows(width: Decimal, height: Decimal) -> int:
        across = press.image_width_in // (width + press.gap_in)
        return int(across * (press.image_height_in // (height + press.gap_in)))

    return max(rows(width_in, height_in), rows(height_in, width_in))


def marked_up(sheets: int, press: Press) -> Decimal:
    """`N * m(N)`: that many press sheets, each weighted with the mark-up of its place in the run."""
    weighted = Decimal(0)
    for size, factor in press.markup:
        here = sheets if size is None else min(sheets, size)
        weighted += here * factor
        sheets -= here
    return weighted


def mean_markup(sheets: int, press: Press) -> Decimal:
    """`m(N)`: the mean of the mark-up over that many press sheets."""
    return marked_up(sheets, press) / sheets


def clicks(spec: Spec, tables: PriceTables, part: str = "color") -> Decimal:
    """The clicks of both sides of a sheet in US dollars."""
    color = color_of(spec, tables, part)
    return tables.press.clicks[color.front] + tables.press.clicks[color.back]


def whole_sheets(sheets: Decimal) -> int:
    """Sheets begun; never none."""
    return max(1, int(sheets.to_integral_value(ROUND_CEILING)))


@lru_cache(maxsize=16384)
def power(base: Decimal | int, exponent: Decimal) -> Decimal:
    """`base ** exponent` to 40 digits."""
    return EXACT.power(Decimal(base), exponent)
