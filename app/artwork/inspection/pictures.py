"""Pictures of pages: the page, where it is cut, where bleed ends, and what ink reaches the cut."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from .boxes import Rect, Sheet
from .findings import Picture
from .request import Needs
from .sizes import Fit
from .spots import find_spots
from .words import POINTS

_OUTSIDE = (226, 226, 226)
_HALO = (255, 255, 255)
_PAPER = 240
_TOUCH_DEPTH = 0.03 * POINTS
_TOUCH_SHARE = 0.004
# Line, colour, dash and gap in pixels: told apart by their pattern, the colour only helps.
_LINES = {
    "trim": ((190, 0, 95), 0, 0),
    "bleed": ((0, 90, 160), 12, 7),
    "safe": ((30, 30, 30), 2, 5),
}


@dataclass(frozen=True)
class Drawn:
    """``touched`` holds the edges of the finished piece that ink reaches, ``spots`` where the fonts asked for stand."""

    picture: Picture
    touched: frozenset[str]
    spots: tuple[Rect, ...]


class Artist:
    """Draws the pages of one file into a folder, as ``page-<n>.jpg`` and ``thumb-<n>.jpg``."""

    def __init__(self, source: Path, folder: Path, picture_px: int, thumbnail_px: int) -> None:
        self._document = pypdfium2.PdfDocument(source)
        self._folder = folder
        self._picture_px = picture_px
        self._thumbnail_px = thumbnail_px

    def draw(self, sheet: Sheet, found: Fit | None, needs: Needs | None, fonts: frozenset[str]) -> Drawn:
        """Raises ``pypdfium2.PdfiumError`` for a page that cannot be drawn."""
        area = _area(sheet, found, needs)
        scale = self._picture_px / max(area.width, area.height)
        page = self._document[sheet.number - 1]
        try:
            image = _render(page, sheet, area, scale)
            spots = find_spots(page, sheet, fonts)
        finally:
            page.close()
        boxes = _line_boxes(found, needs)
        pixels = {name: _to_pixels(box, area, scale) for name, box in boxes.items()}
        touched = _touched(image, pixels["trim"], scale) if found else frozenset()
        thumb = self._save_thumbnail(image, pixels.get("trim"), sheet.number)
        for name, line in pixels.items():
            _draw_line(image, line, name)
        image.save(self._folder / f"page-{sheet.number}.jpg", quality=80)
        picture = Picture(sheet.number, image.width, image.height, area.as_tuple(), tuple(boxes), thumb)
        return Drawn(picture, touched, tuple(spots))

    def _save_thumbnail(self, image: Image.Image, trim: Rect | None, number: int) -> tuple[int, int]:
        small = image.crop(_whole(trim, image)) if trim else image.copy()
        small.thumbnail((self._thumbnail_px, self._thumbnail_px))
        small.save(self._folder / f"thumb-{number}.jpg", quality=75)
        return small.size


def _render(page: pypdfium2.PdfPage, sheet: Sheet, area: Rect, scale: float) -> Image.Image:
    # The CropBox hides part of the page from the renderer; the piece is cut by the TrimBox.
    page.set_cropbox(*page.get_mediabox())
    media, unit = sheet.media, sheet.user_unit
    margins = (area.x0, media.height - area.y1, media.width - area.x1, area.y0)
    left, bottom, right, top = (margin / unit for margin in margins)
    bitmap = page.render(scale=scale * unit, crop=(left, bottom, right, top))
    image: Image.Image = bitmap.to_pil().convert("RGB")
    _shade_outside(image, _to_pixels(media, area, scale))
    return image


def _area(sheet: Sheet, found: Fit | None, needs: Needs | None) -> Rect:
    """What the picture shows: the piece, its bleed and a little around it; else the page as it is."""
    if found is None or needs is None:
        return sheet.boxes.get("BleedBox") or sheet.boxes.get("CropBox") or sheet.media
    whole = found.trim.grown(needs.bleed_in * POINTS)
    return whole.grown(0.02 * max(whole.width, whole.height))


def _line_boxes(found: Fit | None, needs: Needs | None) -> dict[str, Rect]:
    if found is None or needs is None:
        return {}
    boxes = {"trim": found.trim}
    if needs.bleed_in:
        boxes["bleed"] = found.trim.grown(needs.bleed_in * POINTS)
    if 0 < 2 * needs.safe_in * POINTS < min(found.trim.width, found.trim.height):
        boxes["safe"] = found.trim.grown(-needs.safe_in * POINTS)
    return boxes


def _to_pixels(box: Rect, area: Rect, scale: float) -> Rect:
    return Rect(
        (box.x0 - area.x0) * scale,
        (box.y0 - area.y0) * scale,
        (box.x1 - area.x0) * scale,
        (box.y1 - area.y0) * scale,
    )


def _whole(box: Rect, image: Image.Image) -> tuple[int, int, int, int]:
    """Whole pixels of the box that lie inside the picture, at least one each way."""
    x0, y0 = min(max(0, math.ceil(box.x0)), image.width - 1), min(max(0, math.ceil(box.y0)), image.height - 1)
    x1, y1 = min(image.width, math.floor(box.x1)), min(image.height, math.floor(box.y1))
    return x0, y0, max(x0 + 1, x1), max(y0 + 1, y1)


def _shade_outside(image: Image.Image, page: Rect) -> None:
    draw = ImageDraw.Draw(image)
    width, height = image.size
    for strip in (
        (0, 0, page.x0, height),
        (0, 0, width, page.y0),
        (page.x1, 0, width, height),
        (0, page.y1, width, height),
    ):
        x0, y0, x1, y1 = math.floor(strip[0]), math.floor(strip[1]), math.ceil(strip[2]), math.ceil(strip[3])
        if x1 - x0 > 1 and y1 - y0 > 1:
            draw.rectangle((x0, y0, x1 - 1, y1 - 1), fill=_OUTSIDE)


def _touched(image: Image.Image, trim: Rect, scale: float) -> frozenset[str]:
    """The edges along which ink lies just inside the cut."""
    x0, y0, x1, y1 = _whole(trim, image)
    depth = max(1, round(_TOUCH_DEPTH * scale))
    strips = {
        "left": (x0, y0, min(x0 + depth, x1), y1),
        "top": (x0, y0, x1, min(y0 + depth, y1)),
        "right": (max(x1 - depth, x0), y0, x1, y1),
        "bottom": (x0, max(y1 - depth, y0), x1, y1),
    }
    return frozenset(edge for edge, strip in strips.items() if _inked(image.crop(strip)))


def _inked(strip: Image.Image) -> bool:
    darkest = min(strip.split(), key=lambda band: band.getextrema()[0])
    below = sum(darkest.histogram()[:_PAPER])
    return below > _TOUCH_SHARE * strip.width * strip.height


def _draw_line(image: Image.Image, box: Rect, name: str) -> None:
    colour, dash, gap = _LINES[name]
    draw = ImageDraw.Draw(image)
    corners = ((box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1))
    for start, end in zip(corners, (*corners[1:], corners[0]), strict=True):
        for first, last in _dashes(start, end, dash, gap):
            draw.line((first, last), fill=_HALO, width=4)
            draw.line((first, last), fill=colour, width=2)


def _dashes(
    start: tuple[float, float], end: tuple[float, float], dash: int, gap: int
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    length = math.dist(start, end)
    if not dash or length < dash:
        return [(start, end)]
    across, down = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    places = [step * (dash + gap) for step in range(int(length // (dash + gap)) + 1)]
    return [
        (
            (start[0] + across * place, start[1] + down * place),
            (start[0] + across * min(place + dash, length), start[1] + down * min(place + dash, length)),
        )
        for place in places
    ]
