"""The check against print files that nobody here made."""

from pathlib import Path

import pytest

from app.artwork.child import Inspector
from app.artwork.inspection.findings import Report, Severity
from app.artwork.inspection.request import Needs
from tests.unit.artwork.conftest import found, problems

FOLDER = Path(__file__).parents[4] / "shared" / "pdfs"
LETTER = Needs(8.5, 11)

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the folder of test files is missing: {FOLDER}")


def checked(name: str, needs: Needs = LETTER) -> Report:
    with Inspector().inspect(FOLDER / name, needs) as outcome:
        assert [outcome.picture(one.page)[:3] for one in outcome.report.pictures] == [b"\xff\xd8\xff"] * len(
            outcome.report.pictures
        )
        return outcome.report


def test_an_invitation_with_three_millimeters_of_bleed_passes() -> None:
    report = checked("bleed-3mm-8pages.pdf", Needs(419.53 / 72, 595.28 / 72, pages=8))
    assert problems(report) == []
    assert report.page_count == 8
    assert len(report.pictures) == 8


def test_a_flyer_from_indesign_lacks_bleed_where_its_pictures_reach_the_edge() -> None:
    report = checked("letter-flyer-no-bleed-72ppi-rgb.pdf")
    finding = found(report, "bleed")
    assert finding.severity is Severity.MUST_FIX
    assert finding.how_to_fix.startswith("In InDesign")
    assert "left and top" in finding.sentence


def test_of_a_pair_only_the_file_without_its_fonts_is_named() -> None:
    assert found(checked("fonts-embedded.pdf"), "fonts").severity is Severity.PASS
    finding = found(checked("fonts-not-embedded.pdf"), "fonts")
    assert finding.severity is Severity.MUST_FIX
    assert "TimesNewRoman" in finding.sentence
    assert "In Word" in finding.how_to_fix


def test_a_pdfx4_keeps_its_output_intent_and_its_fonts() -> None:
    report = checked("pdfx4-valid.pdf")
    assert report.output_intent
    assert report.pdf_version == "1.6"
    assert problems(report) == []


def test_a_pdfx3_of_another_size_is_told_both_sizes() -> None:
    report = checked("cmyk-pdfx3-ink343.pdf")
    assert report.output_intent
    assert "3 × 3 inches" in found(report, "size").sentence


def test_pages_of_several_sizes_are_grouped() -> None:
    report = checked("multipage-150-300-96ppi.pdf")
    sizes = [finding for finding in report.findings if finding.rule == "size"]
    assert sorted(finding.pages for finding in sizes) == [(1,), (2,), (3, 4)]
    assert len(report.pictures) == 6


def test_the_font_of_a_file_with_nested_forms_is_looked_for() -> None:
    report = checked("nested-form-7ppi.pdf", Needs(595 / 72, 842 / 72))
    assert "Helvetica" in found(report, "fonts").sentence
    assert report.program == "Apache FOP"
