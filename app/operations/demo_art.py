"""A print file for the demonstration orders: two card sides with bleed, drawn in CMYK, without a font."""

import io

import pikepdf

POINTS = 72
BLEED = 9.0
"""Points: 0.125 in."""
FRONT = (
    "0.90 0.35 0 0 k 0 0 {w} {h} re f 0 0.75 0.85 0 k {x} {y} 46 46 re f 0 0 0 0 k 27 40 120 9 re f 27 58 84 14 re f"
)
BACK = "0 0 0 0 k 0 0 {w} {h} re f 0 0.15 0.95 0 k 0 0 {w} 54 re f 0.90 0.35 0 0 k 0 54 {w} 9 re f"


def card(width_in: float, height_in: float) -> io.BytesIO:
    """A two-page PDF of that trim size, with bleed on every edge and the trim marked by its box."""
    width, height = width_in * POINTS + 2 * BLEED, height_in * POINTS + 2 * BLEED
    made = pikepdf.Pdf.new()
    for side in (FRONT, BACK):
        page = made.add_blank_page(page_size=(width, height))
        drawing = side.format(w=width, h=height, x=width - 80, y=height / 2)
        page.Contents = made.make_stream(drawing.encode())
        page.TrimBox = [BLEED, BLEED, width - BLEED, height - BLEED]
        page.BleedBox = [0, 0, width, height]
    result = io.BytesIO()
    made.save(result)
    result.seek(0)
    return result
