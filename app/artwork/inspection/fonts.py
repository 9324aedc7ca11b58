"""Are the fonts of shown text inside the file.

Text may stand in a page, in forms drawn by it at any depth, in patterns, in the glyphs of Type 3 fonts, in soft
masks and in annotations. A font that is only listed and shows no text is no finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf

from .findings import Finding, Severity
from .programs import recipe
from .words import page_list

_SHOWS = frozenset({"Tj", "TJ", "'", '"'})
_OPERATORS = "q Q Tf gs Tj TJ ' \""
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_DEEPEST = 60
_MOST_NAMES = 8


class FontSurvey:
    """Looks through pages; what one page learned about a shared form is not read again for the next."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], frozenset[str]] = {}

    def missing(self, page: pikepdf.Page) -> frozenset[str]:
        """The names of fonts with text on this page that are not in the file."""
        found = set(self._drawn_by(page.obj, page.resources, 0))
        for stream in _appearances(page.obj):
            found |= self._of_stream(stream, 1)
        return frozenset(found)

    def _of_stream(self, stream: Any, depth: int) -> frozenset[str]:
        if depth > _DEEPEST or not isinstance(stream, pikepdf.Stream):
            return frozenset()
        key = stream.objgen
        if key not in self._known:
            # Known as empty while it is read: a form that draws itself ends here.
            self._known[key] = frozenset()
            self._known[key] = self._drawn_by(stream, stream.get("/Resources"), depth)
        return self._known[key]

    def _drawn_by(self, content: Any, resources: Any, depth: int) -> frozenset[str]:
        if not isinstance(resources, pikepdf.Dictionary):
            return frozenset()
        found: set[str] = set()
        for stream in _inner_streams(resources):
            found |= self._of_stream(stream, depth + 1)
        fonts = dict(_items(resources, "/Font"))
        for font in fonts.values():
            found |= self._inside_type3(font, depth)
        missing = {name: font for name, font in fonts.items() if not _embedded(font)}
        if missing:
            found |= {_called(missing[name]) for name in _shown(content) if name in missing}
        return frozenset(found)

    def _inside_type3(self, font: Any, depth: int) -> frozenset[str]:
        if font.get("/Subtype") != "/Type3" or depth > _DEEPEST:
            return frozenset()
        found: set[str] = set()
        for _, glyph in _items(font, "/CharProcs"):
            if isinstance(glyph, pikepdf.Stream) and glyph.objgen not in self._known:
                self._known[glyph.objgen] = frozenset()
                self._known[glyph.objgen] = self._drawn_by(glyph, font.get("/Resources"), depth + 1)
                found |= self._known[glyph.objgen]
        return frozenset(found)


def plain_name(name: str) -> str:
    """A font's name without the mark of a subset: "ABCDEF+Garamond" is Garamond."""
    return "".join(letter for letter in _SUBSET.sub("", name) if letter.isprintable())[:60]


def judge_fonts(missing: dict[int, frozenset[str]], program: str) -> list[Finding]:
    """``missing`` holds, for each page looked at, the names of its fonts that are not in the file."""
    pages = tuple(number for number, names in missing.items() if names)
    if not pages:
        return [Finding("fonts", Severity.PASS, "Every font used is in the file.")]
    names = sorted(set().union(*missing.values()))
    said = ", ".join(names[:_MOST_NAMES]) + (f" and {len(names) - _MOST_NAMES} more" if len(names) > 8 else "")
    one = len(names) == 1
    return [
        Finding(
            "fonts",
            Severity.MUST_FIX,
            f"{'A font' if one else f'{len(names)} fonts'} used on {page_list(pages)} {'is' if one else 'are'} not "
            f"in the file: {said}. Another font would take its place, and letters could move or change.",
            recipe("fonts", program, {}),
            pages=pages,
            measured=f"{len(names)} not embedded",
            limit="all embedded",
        )
    ]


def _items(holder: Any, key: str) -> Iterator[tuple[str, Any]]:
    inner = holder.get(key)
    if isinstance(inner, (pikepdf.Dictionary, pikepdf.Stream)):
        for name, value in inner.items():
            if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
                yield name, value


def _inner_streams(resources: Any) -> Iterator[Any]:
    for _, drawn in _items(resources, "/XObject"):
        if drawn.get("/Subtype") == "/Form":
            yield drawn
    for _, pattern in _items(resources, "/Pattern"):
        yield pattern
    for _, state in _items(resources, "/ExtGState"):
        mask = state.get("/SMask")
        if isinstance(mask, pikepdf.Dictionary):
            yield mask.get("/G")


def _appearances(page: Any) -> Iterator[Any]:
    notes = page.get("/Annots")
    for note in notes if isinstance(notes, pikepdf.Array) else ():
        look = note.get("/AP") if isinstance(note, pikepdf.Dictionary) else None
        normal = look.get("/N") if isinstance(look, pikepdf.Dictionary) else None
        if isinstance(normal, pikepdf.Stream):
            yield normal
        elif isinstance(normal, pikepdf.Dictionary):
            yield from (state for state in normal.values() if isinstance(state, pikepdf.Stream))


def _embedded(font: Any) -> bool:
    if font.get("/Subtype") == "/Type3":
        return True
    if font.get("/Subtype") == "/Type0":
        children = font.get("/DescendantFonts")
        if not isinstance(children, pikepdf.Array):
            return False
        return all(isinstance(child, pikepdf.Dictionary) and _has_program(child) for child in children)
    return _has_program(font)


def _has_program(font: Any) -> bool:
    descriptor = font.get("/FontDescriptor")
    return isinstance(descriptor, pikepdf.Dictionary) and any(key in descriptor for key in _PROGRAMS)


def _called(font: Any) -> str:
    return plain_name(str(font.get("/BaseFont", "/without a name")).lstrip("/"))


def _shown(content: Any) -> Iterable[str]:
    """The resource names of the fonts in which this content shows text."""
    shown: set[str] = set()
    font = ""
    kept: list[str] = []
    try:
        for instruction in pikepdf.parse_content_stream(content, _OPERATORS):
            operands, word = instruction.operands, str(instruction.operator)
            if word == "Tf" and operands:
                font = str(operands[0])
            elif word == "q":
                kept.append(font)
            elif word == "Q" and kept:
                font = kept.pop()
            elif word in _SHOWS and font:
                shown.add(font)
    except pikepdf.PdfError:
        # What cannot be read cannot clear a font: the drawing stage will speak of the damage.
        return shown | ({font} - {""})
    return shown
