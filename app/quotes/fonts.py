"""The shop's own typeface for papers made on the server: two weights, cut out of the variable font of the pages."""

import unicodedata
from functools import cache
from io import BytesIO

from fontTools.ttLib import TTFont as FontFile
from fontTools.varLib import instancer
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app.config import ROOT

SOURCE = ROOT / "static" / "fonts" / "archivo-1.woff2"
TEXT, STRONG = "ArchivoText", "ArchivoStrong"
WEIGHTS = {TEXT: 430, STRONG: 700}
UNKNOWN = "?"
"""Stands for a sign that the typeface lacks."""


@cache
def signs() -> frozenset[int]:
    """Make the fonts known to the maker of PDFs, once a process; gives the signs that they have."""
    known: frozenset[int] = frozenset()
    for name, weight in WEIGHTS.items():
        font = instancer.instantiateVariableFont(FontFile(SOURCE), {"wght": weight, "wdth": 100})
        font.flavor = None
        # The maker of PDFs tells fonts apart by this name alone.
        font["name"].setName(name, 6, 3, 1, 0x409)
        font["name"].setName(name, 6, 1, 0, 0)
        made = BytesIO()
        font.save(made)
        made.seek(0)
        pdfmetrics.registerFont(TTFont(name, made))
        known = frozenset(font.getBestCmap())
    return known


def printable(text: str) -> tuple[str, bool]:
    """The text in signs that the typeface has, and whether that is all of it."""
    known, whole = signs(), True
    found = []
    for sign in unicodedata.normalize("NFC", text):
        if ord(sign) in known or sign in "\n":
            found.append(sign)
        elif unicodedata.category(sign)[0] == "Z":
            found.append(" ")
        else:
            found.append(UNKNOWN)
            whole = False
    return "".join(found), whole


def width(text: str, font: str, size: float) -> float:
    """How wide the text is set, in points."""
    return float(pdfmetrics.stringWidth(text, font, size))
