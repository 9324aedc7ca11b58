"""Where on a page the letters of certain fonts stand, so that a finding about fonts can be ringed."""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from .boxes import Rect, Sheet, as_seen
from .fonts import plain_name

MOST_LETTERS = 20_000
MOST_SPOTS = 12
_NAME_BYTES = 200
_ROOM = 2.0


def find_spots(page: pypdfium2.PdfPage, sheet: Sheet, fonts: Collection[str]) -> list[Rect]:
    """Boxes around the runs of letters in these fonts, as seen; at most ``MOST_SPOTS`` of them."""
    if not fonts:
        return []
    text = page.get_textpage()
    try:
        runs = list(_runs(text, frozenset(fonts)))
    finally:
        text.close()
    media = page.get_mediabox()
    seen = (as_seen(run, media, sheet.rotate, sheet.user_unit).grown(_ROOM) for run in runs[:MOST_SPOTS])
    return list(seen)


def _runs(text: pypdfium2.PdfTextPage, fonts: frozenset[str]) -> Iterator[tuple[float, float, float, float]]:
    run: tuple[float, float, float, float] | None = None
    for index in range(min(text.count_chars(), MOST_LETTERS)):
        if _font_of(text, index) not in fonts:
            continue
        left, bottom, right, top = text.get_charbox(index, loose=True)
        if run and _goes_on(run, (left, bottom, right, top)):
            run = (min(run[0], left), min(run[1], bottom), max(run[2], right), max(run[3], top))
            continue
        if run:
            yield run
        run = (left, bottom, right, top)
    if run:
        yield run


def _goes_on(run: tuple[float, float, float, float], letter: tuple[float, float, float, float]) -> bool:
    """Whether the letter stands in the same line, or in the next one just below."""
    height = letter[3] - letter[1]
    return letter[1] <= run[3] and letter[3] >= run[1] - height and letter[0] <= run[2] + 3 * height


def _font_of(text: pypdfium2.PdfTextPage, index: int) -> str:
    name = ctypes.create_string_buffer(_NAME_BYTES)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, _NAME_BYTES, flags)
    return plain_name(name.value.decode("utf-8", "replace"))
