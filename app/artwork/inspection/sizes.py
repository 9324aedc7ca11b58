"""Does each page fit the product: its size, its way round, and its boxes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .boxes import TOLERANCE, Rect, Sheet
from .findings import Finding, Mark, Severity
from .programs import recipe
from .request import Needs
from .words import POINTS, at_start, page_list, size, verb

EDGES = ("left", "top", "right", "bottom")
LARGEST = 200 * POINTS


@dataclass(frozen=True)
class Fit:
    """Where the finished piece lies on a page, and how much page there is beyond each edge, in points."""

    sheet: Sheet
    trim: Rect
    beyond: dict[str, float]

    @property
    def landscape(self) -> bool | None:
        difference = self.trim.width - self.trim.height
        return None if abs(difference) <= TOLERANCE else difference > 0


def fit(sheet: Sheet, needs: Needs) -> Fit | None:
    """Find the finished piece on the page, whichever way round; None where the page has another size."""
    bleed = needs.bleed_in * POINTS
    if sheet.trim is not None:
        if _extra(sheet.trim, needs) == 0:
            return Fit(sheet, sheet.trim, _beyond(sheet.trim, _bleed_area(sheet, sheet.trim)))
        return _centred(sheet, sheet.trim, needs, least=bleed)
    for paper in (sheet.media, *(sheet.boxes[name] for name in ("CropBox", "BleedBox") if name in sheet.boxes)):
        if found := _centred(sheet, paper, needs, least=0.0):
            return found
    return None


def judge_sizes(sheets: Iterable[Sheet], fits: Mapping[int, Fit], needs: Needs, program: str) -> list[Finding]:
    groups: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        if sheet.number not in fits:
            paper = _paper(sheet)
            groups[size(paper.width, paper.height)].append(sheet)
    if groups:
        return [_wrong_size(said, members, needs, program) for said, members in groups.items()]
    wanted = wanted_words(needs)["size"]
    return [Finding("size", Severity.PASS, f"Every page fits the finished size of {wanted}.", limit=wanted)]


def judge_way_round(fits: Mapping[int, Fit]) -> list[Finding]:
    """Front and back, and all pages, must be the same way round."""
    ways: dict[bool, list[int]] = {True: [], False: []}
    for number, one in fits.items():
        if one.landscape is not None:
            ways[one.landscape].append(number)
    if not (ways[True] and ways[False]):
        return []
    turned = min(ways.values(), key=lambda pages: (len(pages), -pages[0]))
    wide, tall = page_list(ways[True]), page_list(ways[False])
    return [
        Finding(
            "way_round",
            Severity.MUST_FIX,
            f"{at_start(wide)} {verb(ways[True], 'is', 'are')} landscape, but {tall} "
            f"{verb(ways[False], 'is', 'are')} portrait. Front and back must be the same way round.",
            f"Turn {page_list(turned)} in your program, so that all pages are the same way round, and export again.",
            pages=tuple(turned),
        )
    ]


def judge_boxes(sheets: Iterable[Sheet], fits: Mapping[int, Fit]) -> list[Finding]:
    broken: dict[str, list[int]] = defaultdict(list)
    cut: list[int] = []
    for sheet in sheets:
        for name in sheet.odd:
            broken[name].append(sheet.number)
        crop, found = sheet.boxes.get("CropBox"), fits.get(sheet.number)
        if crop and found and not found.trim.within(crop):
            cut.append(sheet.number)
    findings = [_broken_box(name, pages) for name, pages in broken.items()]
    if cut:
        findings.append(
            Finding(
                "boxes",
                Severity.MAY_PROCEED,
                f"On {page_list(cut)} the file hides part of the page (its CropBox is smaller than the finished "
                "piece). We print the whole finished piece, so the hidden part will show.",
                "If something was hidden on purpose, remove it. In Acrobat: Edit PDF, Crop Pages, Set to Zero.",
                pages=tuple(cut),
            )
        )
    return findings


def wanted_words(needs: Needs) -> dict[str, str]:
    """The words that recipes fill in."""
    width, height, bleed = needs.width_in * POINTS, needs.height_in * POINTS, needs.bleed_in * POINTS
    return {
        "size": size(width, height),
        "full_size": size(width + 2 * bleed, height + 2 * bleed),
        "bleed": f"{needs.bleed_in:g} inches",
    }


def _wrong_size(said: str, sheets: list[Sheet], needs: Needs, program: str) -> Finding:
    pages = tuple(sheet.number for sheet in sheets)
    paper = _paper(sheets[0])
    wanted = wanted_words(needs)
    limit = wanted["size"] + (f" ({wanted['full_size']} with bleed)" if needs.bleed_in else "")
    sentence = f"{at_start(page_list(pages))} {verb(pages, 'is', 'are')} {said}. The finished piece is {limit}."
    if max(paper.width, paper.height) > LARGEST:
        sentence += " The page is larger than any press sheet."
    elif (percent := _same_shape(paper, needs)) is not None:
        sentence += f" The shape is right: at {percent} % it would fit."
    elif (extra := _extra(paper, needs)) is not None and extra > 0:
        sentence += " If the extra edge is bleed or marks, the file needs a TrimBox that says where to cut."
    return Finding(
        "size",
        Severity.MUST_FIX,
        sentence,
        recipe("size", program, wanted),
        pages=pages,
        marks=tuple(Mark(sheet.number, _paper(sheet).as_tuple()) for sheet in sheets[:20]),
        measured=said,
        limit=limit,
    )


def _broken_box(name: str, pages: list[int]) -> Finding:
    place = page_list(pages)
    again = "Export the file again from the program that made it; that writes its boxes afresh."
    if name == "MediaBox":
        return Finding(
            "boxes", Severity.MUST_FIX, f"The file does not say how large {place} is.", again, pages=tuple(pages)
        )
    return Finding(
        "boxes",
        Severity.MAY_PROCEED,
        f"The {name} of {place} is empty or lies outside the page. We went by the page itself.",
        again,
        pages=tuple(pages),
    )


def _paper(sheet: Sheet) -> Rect:
    return sheet.trim or sheet.boxes.get("CropBox") or sheet.media


def _turns(needs: Needs) -> tuple[tuple[float, float], tuple[float, float]]:
    width, height = needs.width_in * POINTS, needs.height_in * POINTS
    return (width, height), (height, width)


def _extra(paper: Rect, needs: Needs) -> float | None:
    """What the paper has beyond the finished piece on each edge (0 for none); None where the shape differs."""
    for width, height in _turns(needs):
        across, down = paper.width - width, paper.height - height
        if abs(across) <= TOLERANCE and abs(down) <= TOLERANCE:
            return 0.0
        if abs(across - down) <= 2 * TOLERANCE and across > 0:
            return (across + down) / 4
    return None


def _centred(sheet: Sheet, paper: Rect, needs: Needs, least: float) -> Fit | None:
    extra = _extra(paper, needs)
    if extra is None or not least - TOLERANCE <= extra <= needs.bleed_in * POINTS + TOLERANCE:
        return None
    trim = paper.grown(-extra)
    return Fit(sheet, trim, _beyond(trim, paper))


def _bleed_area(sheet: Sheet, trim: Rect) -> Rect:
    bleed = sheet.boxes.get("BleedBox")
    return bleed if bleed is not None and trim.within(bleed) else sheet.media


def _beyond(trim: Rect, paper: Rect) -> dict[str, float]:
    distances = (trim.x0 - paper.x0, trim.y0 - paper.y0, paper.x1 - trim.x1, paper.y1 - trim.y1)
    return {edge: max(0.0, round(distance, 3)) for edge, distance in zip(EDGES, distances, strict=True)}


def _same_shape(paper: Rect, needs: Needs) -> int | None:
    for width, height in _turns(needs):
        across, down = width / paper.width, height / paper.height
        if abs(across - down) <= 0.01 * across and abs(across - 1) > 0.02:
            return round(across * 100)
    return None
