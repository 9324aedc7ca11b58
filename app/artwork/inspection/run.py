"""The inspection itself, from the first byte to the last picture."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2

from .bleed import judge_bleed
from .boxes import Sheet, read_sheet
from .findings import Finding, Mark, PageFacts, Picture, Report, Severity, by_severity
from .fonts import FontSurvey, judge_fonts
from .kinds import PDF, identify_file
from .notebook import Notebook
from .opening import Opened, not_a_pdf, open_pdf
from .pictures import Artist
from .request import Request
from .sizes import Fit, fit, judge_boxes, judge_sizes, judge_way_round
from .structure import has_output_intent, judge_extras, judge_page_count, judge_version
from .weight import stopped, too_large
from .words import POINTS, page_list


def main(request_path: str) -> None:
    request = Request.from_json(json.loads(Path(request_path).read_text(encoding="utf-8")))
    Inspection(request).run()


class Inspection:
    """One file's inspection. The report is kept after each stage, for the case that the next is the last."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._notebook = Notebook(Path(request.folder))
        self._report = Report(kind=PDF)
        self._stage = ""

    def run(self) -> Report:
        try:
            self._look()
        except MemoryError:
            self._keep(stopped(self._report, too_large(self._stage)))
        self._keep(replace(self._report, findings=by_severity(self._report.findings)))
        return self._report

    def _look(self) -> None:
        source = Path(self._request.source)
        kind = identify_file(source)
        if kind.code != PDF:
            self._keep(Report(kind=kind.code, findings=(not_a_pdf(kind),)))
            return
        self._begin("opening it")
        opened = open_pdf(source)
        self._keep(self._opening_report(opened))
        if opened.pdf is None or self._too_many_or_none(len(opened.pdf.pages)):
            return
        self._begin("reading its page sizes")
        sheets = [read_sheet(page, number) for number, page in enumerate(opened.pdf.pages, 1)]
        fits = self._judge_geometry(sheets)
        missing = self._judge_fonts(opened.pdf)
        opened.pdf.close()
        self._draw(source, sheets, fits, missing)

    def _opening_report(self, opened: Opened) -> Report:
        report = Report(
            kind=PDF,
            findings=opened.findings,
            repaired=opened.repaired,
            encrypted=opened.encrypted,
            program=opened.program,
        )
        if opened.pdf is None:
            return report
        count = len(opened.pdf.pages)
        version = opened.pdf.pdf_version
        findings = (
            *opened.findings,
            *judge_version(version),
            *judge_page_count(count, self._request.needs, self._request.most_pages),
            *judge_extras(opened.pdf),
        )
        intent = has_output_intent(opened.pdf)
        return replace(report, findings=findings, page_count=count, pdf_version=version[:8], output_intent=intent)

    def _too_many_or_none(self, count: int) -> bool:
        return not 0 < count <= self._request.most_pages

    def _judge_geometry(self, sheets: list[Sheet]) -> dict[int, Fit]:
        needs, program = self._request.needs, self._report.program
        fits: dict[int, Fit] = {}
        if needs is None:
            unknown = Finding("size", Severity.NOT_CHECKED, "No product is chosen yet, so no size was compared.")
            findings = [unknown]
        else:
            fits = {sheet.number: found for sheet in sheets if (found := fit(sheet, needs))}
            findings = [*judge_sizes(sheets, fits, needs, program), *judge_way_round(fits)]
        findings += judge_boxes(sheets, fits)
        self._add(findings, pages=tuple(_facts(sheet) for sheet in sheets))
        return fits

    def _judge_fonts(self, pdf: pikepdf.Pdf) -> dict[int, frozenset[str]]:
        """The fonts that are not embedded, by page."""
        survey = FontSurvey()
        missing: dict[int, frozenset[str]] = {}
        unread: list[int] = []
        for number, page in enumerate(pdf.pages, 1):
            self._begin(f"looking at the fonts of page {number}")
            try:
                missing[number] = survey.missing(page)
            except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError):
                unread.append(number)
        findings = judge_fonts(missing, self._report.program) if missing else []
        if unread:
            said = f"The fonts of {page_list(unread)} could not be read: the file is damaged there."
            findings.append(Finding("fonts", Severity.NOT_CHECKED, said, pages=tuple(unread)))
        self._add(findings)
        return missing

    def _draw(
        self, source: Path, sheets: list[Sheet], fits: dict[int, Fit], missing: dict[int, frozenset[str]]
    ) -> None:
        request, needs = self._request, self._request.needs
        pictures: list[Picture] = []
        ink: dict[int, frozenset[str]] = {}
        failed: list[int] = []
        spots: list[Mark] = []
        try:
            artist = Artist(source, Path(request.folder), request.picture_px, request.thumbnail_px)
        except pypdfium2.PdfiumError:
            failed = [sheet.number for sheet in sheets]
        else:
            for sheet in sheets[: request.most_pictures]:
                self._begin(f"drawing page {sheet.number}")
                found = fits.get(sheet.number)
                try:
                    drawn = artist.draw(sheet, found, needs, missing.get(sheet.number, frozenset()))
                except (pypdfium2.PdfiumError, ValueError, OSError):
                    failed.append(sheet.number)
                    continue
                pictures.append(drawn.picture)
                ink[sheet.number] = drawn.touched
                spots += [Mark(sheet.number, spot.as_tuple()) for spot in drawn.spots]
        self._mark_fonts(spots)
        findings = judge_bleed(fits, needs, ink, self._report.program) if needs else []
        self._add([*findings, *_undrawn(failed, len(sheets), request.most_pictures)], pictures=tuple(pictures))

    def _mark_fonts(self, spots: list[Mark]) -> None:
        """Ring the letters of the finding about fonts, which was made before the pages were drawn."""
        marked = tuple(
            replace(one, marks=tuple(spots)) if one.rule == "fonts" and one.severity is Severity.MUST_FIX else one
            for one in self._report.findings
        )
        self._keep(replace(self._report, findings=marked))

    def _begin(self, stage: str) -> None:
        self._stage = stage
        self._notebook.stage(stage)

    def _add(
        self,
        findings: list[Finding],
        pages: tuple[PageFacts, ...] | None = None,
        pictures: tuple[Picture, ...] | None = None,
    ) -> None:
        self._keep(
            replace(
                self._report,
                findings=(*self._report.findings, *findings),
                pages=self._report.pages if pages is None else pages,
                pictures=self._report.pictures if pictures is None else pictures,
            )
        )

    def _keep(self, report: Report) -> None:
        self._report = report
        self._notebook.keep(report)


def _undrawn(failed: list[int], count: int, most: int) -> list[Finding]:
    findings: list[Finding] = []
    if failed:
        said = f"We could not draw {page_list(failed)}: the file is damaged there, or uses something unusual."
        how = "Open the file on your own screen and look at these pages. If they look wrong there too, export again."
        findings.append(Finding("picture", Severity.NOT_CHECKED, said, how, pages=tuple(failed)))
    if count > most:
        said = f"Pictures were made of the first {most} of {count} pages."
        findings.append(Finding("picture", Severity.NOT_CHECKED, said))
    return findings


def _facts(sheet: Sheet) -> PageFacts:
    return PageFacts(
        number=sheet.number,
        width_in=round(sheet.media.width / POINTS, 4),
        height_in=round(sheet.media.height / POINTS, 4),
        rotate=sheet.rotate,
        user_unit=sheet.user_unit,
        boxes={name: box.as_tuple() for name, box in sheet.boxes.items()},
    )


if __name__ == "__main__":
    main(sys.argv[1])
