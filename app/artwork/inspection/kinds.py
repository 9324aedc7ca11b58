"""What a file is, by its content. Its name and the type the browser claims are not believed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

HEAD = 4096
TAIL = 65536
END = 2048
PDF = "pdf"


@dataclass(frozen=True)
class Kind:
    """``said`` finishes the sentence "This is ..."; ``recipe`` says how to make a PDF of it."""

    code: str
    said: str
    recipe: str


_PICTURE = (
    "Open it in the program it was designed in and export a PDF at the finished size plus bleed. "
    "If the picture is all you have, place it on a page of that size and save the page as PDF."
)
_OFFICE = "In {0}, choose File, then Save As (or Export), and pick PDF as the type."
_UNPACK = "Unpack it on your computer and send the PDF that is inside."

PDF_KIND = Kind(PDF, "a PDF", "")
EMPTY = Kind("empty", "an empty file (0 bytes)", "Save or download the PDF again and check that it opens.")
UNKNOWN = Kind(
    "unknown",
    "a file of a kind we do not know",
    "Open it in the program that made it and save or export it as PDF.",
)
_HTML = Kind("html", "a web page (HTML)", "Print the page to PDF, or ask its maker for the print PDF.")
_TEXT = Kind("text", "plain text", "Lay it out in the program of your choice and save that as PDF.")

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", Kind("jpeg", "a JPEG picture", _PICTURE)),
    (b"\x89PNG\r\n\x1a\n", Kind("png", "a PNG picture", _PICTURE)),
    (b"II*\x00", Kind("tiff", "a TIFF picture", _PICTURE)),
    (b"MM\x00*", Kind("tiff", "a TIFF picture", _PICTURE)),
    (b"GIF8", Kind("gif", "a GIF picture", _PICTURE)),
    (b"8BPS", Kind("psd", "a Photoshop document", "In Photoshop, choose File, Save As, Photoshop PDF.")),
    (
        b"\x06\x06\xed\xf5",
        Kind("indd", "an InDesign document", "In InDesign, choose File, Export, Adobe PDF (Print)."),
    ),
    (
        b"\xd0\xcf\x11\xe0",
        Kind("office", "an older Word, Publisher or PowerPoint document", _OFFICE.format("that program")),
    ),
    (b"%!PS", Kind("postscript", "a PostScript or EPS file", "Save it as PDF from Illustrator or Acrobat.")),
    (b"{\\rtf", Kind("rtf", "a rich-text document", _OFFICE.format("your word processor"))),
    (b"Rar!", Kind("archive", "a RAR archive", _UNPACK)),
    (b"7z\xbc\xaf", Kind("archive", "a 7-Zip archive", _UNPACK)),
    (b"\x1f\x8b", Kind("archive", "a gzip archive", _UNPACK)),
)
_ZIPPED: tuple[tuple[bytes, Kind], ...] = (
    (b"word/", Kind("word", "a Word document", _OFFICE.format("Word"))),
    (b"ppt/", Kind("powerpoint", "a PowerPoint presentation", _OFFICE.format("PowerPoint"))),
    (b"xl/", Kind("excel", "an Excel workbook", _OFFICE.format("Excel"))),
    (
        b"opendocument",
        Kind("opendocument", "a LibreOffice document", "In LibreOffice, choose File, Export As, PDF."),
    ),
    (
        b"indesign-idml",
        Kind("indd", "an InDesign document", "In InDesign, choose File, Export, Adobe PDF (Print)."),
    ),
)
_ZIP = Kind("archive", "a ZIP archive", _UNPACK)
_SVG = Kind("svg", "an SVG drawing", "Open it in Illustrator, Affinity or Inkscape and save it as PDF.")
_HEIC = Kind("heic", "a picture from a phone (HEIC)", _PICTURE)
_WEBP = Kind("webp", "a WebP picture", _PICTURE)


def identify(head: bytes, tail: bytes = b"") -> Kind:
    """Name the kind from the first ``HEAD`` bytes and, for archives, the last ``TAIL`` bytes."""
    if not head:
        return EMPTY
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return next((kind for name, kind in _ZIPPED if name in head or name in tail), _ZIP)
    if b"%PDF-" in head[:1024]:
        return PDF_KIND
    by_place = {b"WEBP": _WEBP, b"ftyp": _HEIC}
    return by_place.get(head[8:12]) or by_place.get(head[4:8]) or _by_text(head)


def identify_file(path: Path) -> Kind:
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(max(0, os.fstat(file.fileno()).st_size - TAIL))
        return identify(head, file.read(TAIL))


def ends_too_soon(path: Path) -> bool:
    """Whether a PDF lacks its end mark: the usual trace of a broken upload, download or save."""
    with path.open("rb") as file:
        file.seek(max(0, os.fstat(file.fileno()).st_size - END))
        return b"%%EOF" not in file.read(END)


def _by_text(head: bytes) -> Kind:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start:
        return _SVG
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return _HTML
    if b"\x00" in head or any(byte < 9 for byte in head):
        return UNKNOWN
    return _TEXT if _decodes(head) else UNKNOWN


def _decodes(head: bytes) -> bool:
    # A chunk may end inside a character, so the last three bytes are not judged.
    try:
        head[: max(len(head) - 3, 1)].decode()
    except UnicodeDecodeError as error:
        return error.start > len(head) - 7
    return True
