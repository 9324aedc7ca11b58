"""What is said of a file as a whole: its kind, its locks, its damage, its fonts, its pages."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen import canvas

from app.artwork.inspection.findings import Report, Severity
from app.artwork.inspection.kinds import identify
from app.artwork.inspection.programs import program_of
from app.artwork.inspection.request import Needs
from app.artwork.inspection.structure import judge_version
from app.artwork.inspection.words import page_list
from tests.unit.artwork.conftest import Inspect, found, problems
from tests.unit.artwork.print_files import (
    HELVETICA,
    OTHER_KINDS,
    SOME_TEXT,
    card,
    document,
    drawing_itself,
    locked,
    many_pages,
    pages_in_a_circle,
    saved,
    with_lost_table,
    with_text_in,
    with_text_in_nested_forms,
)


@pytest.mark.parametrize(("said", "data"), OTHER_KINDS.items())
def test_a_file_of_another_kind_is_named_by_its_content(inspect: Inspect, said: str, data: bytes) -> None:
    finding = found(inspect(data), "kind")
    assert finding.severity is Severity.MUST_FIX
    assert finding.sentence == f"This is {said}, not a PDF. We print from PDF."
    assert finding.how_to_fix


def test_a_pdf_may_have_a_few_bytes_before_its_mark() -> None:
    assert identify(b"\r\n  junk %PDF-1.4").code == "pdf"


def test_half_a_file_is_said_to_end_too_soon(inspect: Inspect) -> None:
    whole = saved(document([(270, 162)] * 40))
    report = inspect(whole[: len(whole) // 2])
    assert "ends too soon" in found(report, "whole").sentence


def test_a_file_cut_within_its_last_table_still_shows_its_pages(inspect: Inspect) -> None:
    report = inspect(card()[:-30])
    finding = found(report, "whole")
    assert finding.severity is Severity.MUST_FIX
    assert "We could still read 1 of its pages" in finding.sentence


def test_a_lost_table_is_repaired_and_said_so(inspect: Inspect) -> None:
    report = inspect(with_lost_table())
    assert report.repaired
    assert found(report, "whole").severity is Severity.MAY_PROCEED
    assert "repaired" in found(report, "whole").sentence
    assert report.pictures


def test_a_file_of_rubbish_after_its_mark_is_said_to_be_damaged(inspect: Inspect) -> None:
    assert "damaged" in found(inspect(b"%PDF-1.7\n" + b"rubbish " * 400 + b"%%EOF"), "whole").sentence


def test_a_page_tree_in_a_circle_ends(inspect: Inspect) -> None:
    assert found(inspect(pages_in_a_circle()), "whole").severity is Severity.MUST_FIX


def test_a_password_is_never_asked_for(inspect: Inspect) -> None:
    finding = found(inspect(locked("secret")), "lock")
    assert "locked with a password" in finding.sentence
    assert "do not send us the password" in finding.how_to_fix


def test_a_file_locked_against_changes_is_named_and_drawn(inspect: Inspect) -> None:
    report = inspect(locked(""))
    assert report.encrypted
    assert "locked against changes" in found(report, "lock").sentence
    assert report.pictures


def test_ten_thousand_pages_are_counted_and_not_looked_at(inspect: Inspect) -> None:
    report = inspect(many_pages(10_000))
    finding = found(report, "page_count")
    assert "10,000 pages" in finding.sentence
    assert "up to 500" in finding.sentence
    assert report.pictures == ()


def test_a_file_without_pages_is_told_so(inspect: Inspect) -> None:
    assert "no pages" in found(inspect(saved(pikepdf.new())), "page_count").sentence


@pytest.mark.parametrize(
    ("sides", "wanted", "advice"), [(1, 2, "page 1 is the front"), (2, 1, "only the printed side")]
)
def test_the_number_of_pages_must_be_what_the_product_takes(
    inspect: Inspect, sides: int, wanted: int, advice: str
) -> None:
    finding = found(inspect(card(sides=sides), Needs(3.5, 2, pages=wanted)), "page_count")
    assert finding.severity is Severity.MUST_FIX
    assert advice in finding.how_to_fix


def test_only_so_many_pictures_are_drawn_and_the_rest_is_said(inspect: Inspect) -> None:
    report = inspect(card(sides=5), Needs(3.5, 2), most_pictures=3)
    assert [picture.page for picture in report.pictures] == [1, 2, 3]
    assert "first 3 of 5 pages" in found(report, "picture").sentence


@pytest.mark.parametrize("depth", [1, 2, 12])
def test_a_font_that_is_not_embedded_is_found_in_forms_at_any_depth(inspect: Inspect, depth: int) -> None:
    finding = found(inspect(with_text_in_nested_forms(depth)), "fonts")
    assert finding.severity is Severity.MUST_FIX
    assert "Helvetica" in finding.sentence
    assert finding.pages == (1,)


@pytest.mark.parametrize("place", ["a soft mask", "a pattern", "an annotation", "a state of an annotation"])
def test_a_font_that_is_not_embedded_is_found_in_hidden_places(inspect: Inspect, place: str) -> None:
    assert "Helvetica" in found(inspect(with_text_in(place)), "fonts").sentence


def test_letters_in_a_font_that_is_not_embedded_are_ringed_where_they_stand(inspect: Inspect) -> None:
    (mark,) = found(inspect(with_text_in_nested_forms(2)), "fonts").marks
    left, top, right, bottom = mark.box
    # Typed at 60 points from the left and 60 from the bottom of a page 162 points high.
    assert 50 < left < 60
    assert 85 < right < 100
    assert 80 < top < 95
    assert 102 < bottom < 110


def test_rings_turn_with_the_page(inspect: Inspect) -> None:
    turned = pikepdf.open(io.BytesIO(with_text_in_nested_forms(1)))
    turned.pages[0].obj.Rotate = 90
    (mark,) = found(inspect(saved(turned)), "fonts").marks
    left, top, right, bottom = mark.box
    assert bottom - top > right - left
    assert 50 < left < 60
    assert 60 < right < 82


def test_after_a_restored_state_the_earlier_font_shows_the_text(inspect: Inspect) -> None:
    drawn = Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(), Resources=Dictionary())
    swapped = document(content=b"BT /F2 9 Tf q /F1 9 Tf Q (x) Tj ET")
    swapped.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=HELVETICA, F2=drawn))
    assert found(inspect(saved(swapped)), "fonts").severity is Severity.PASS


def test_a_form_that_draws_itself_ends(inspect: Inspect) -> None:
    assert problems(inspect(drawing_itself())) == []


def test_a_font_that_is_listed_but_shows_no_text_is_no_finding(inspect: Inspect) -> None:
    listed = document(content=b"1 0 0 rg 0 0 270 162 re f BT /F1 12 Tf ET")
    listed.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=HELVETICA))
    assert found(inspect(saved(listed)), "fonts").severity is Severity.PASS


def test_a_composite_font_is_judged_by_its_descendant(inspect: Inspect) -> None:
    child = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/ABCDEF+Mincho"))
    outer = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/ABCDEF+Mincho"), DescendantFonts=Array([child])
    )
    text = document(content=SOME_TEXT)
    text.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=outer))
    assert "not in the file: Mincho." in found(inspect(saved(text)), "fonts").sentence


def test_text_inside_a_type_3_glyph_is_looked_at(inspect: Inspect) -> None:
    pdf = document(content=SOME_TEXT)
    glyph = pdf.make_stream(b"1000 0 0 0 750 750 d1 BT /F2 1 Tf (x) Tj ET")
    drawn = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        CharProcs=Dictionary(P=pdf.make_indirect(glyph)),
        Resources=Dictionary(Font=Dictionary(F2=HELVETICA)),
    )
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=drawn))
    assert "Helvetica" in found(inspect(saved(pdf)), "fonts").sentence


def test_a_file_of_a_report_library_with_standard_fonts_is_named(inspect: Inspect, tmp_path: object) -> None:
    path = f"{tmp_path}/report.pdf"
    page = canvas.Canvas(path, pagesize=(270, 162))
    page.setFont("Times-Roman", 14)
    page.drawString(60, 60, "Press")
    page.save()
    with open(path, "rb") as file:  # noqa: PTH123 - the library wants a string
        report = inspect(file.read())
    assert "Times-Roman" in found(report, "fonts").sentence
    assert report.program == "ReportLab"


def test_form_fields_and_scripts_may_stay_but_are_named(inspect: Inspect) -> None:
    busy = document()
    busy.Root.AcroForm = Dictionary(Fields=Array([Dictionary(T="name", FT=Name.Tx)]))
    busy.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    report = inspect(saved(busy))
    assert found(report, "form").severity is Severity.MAY_PROCEED
    assert found(report, "scripts").severity is Severity.MAY_PROCEED


def test_a_form_that_prints_as_a_notice_must_be_fixed(inspect: Inspect) -> None:
    dynamic = document()
    dynamic.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Array([]))
    assert found(inspect(saved(dynamic)), "form").severity is Severity.MUST_FIX


@pytest.mark.parametrize(
    ("version", "named"), [("1.3", False), ("1.7", False), ("2.0", False), ("1.2", True), ("", True)]
)
def test_versions_outside_what_we_know_are_named(version: str, named: bool) -> None:
    assert bool(judge_version(version)) is named


def test_no_personal_word_of_the_file_reaches_the_report(inspect: Inspect) -> None:
    signed = document()
    signed.docinfo["/Author"] = "Jane Example"
    signed.docinfo["/Title"] = "Card of Jane Example"
    signed.docinfo["/Creator"] = "Microsoft Word for Jane Example"
    signed.docinfo["/Producer"] = "Jane Example's own program"
    report = inspect(saved(signed))
    assert report.program == "Word"
    assert "Jane" not in str(report.to_json())


def test_the_recipe_is_for_the_program_that_wrote_the_file(inspect: Inspect) -> None:
    from_canva = document([(252, 144)])
    from_canva.docinfo["/Producer"] = "Canva"
    assert "In Canva" in found(inspect(saved(from_canva)), "bleed").how_to_fix


def test_a_program_is_known_by_what_it_says_of_itself() -> None:
    assert program_of("Adobe InDesign 19.0 (Windows)", "Adobe PDF Library 17.0") == "InDesign"
    assert program_of("", "Skia/PDF m120 Google Docs Renderer") == "Google Docs"
    assert program_of("something else", "") == ""


def test_a_report_survives_its_journey_as_json(inspect: Inspect) -> None:
    report = inspect(with_text_in_nested_forms(2))
    assert Report.from_json(report.to_json()) == report


def test_findings_stand_in_the_order_of_their_weight(inspect: Inspect) -> None:
    report = inspect(saved(document([(252, 144), (144, 252)])), Needs(3.5, 2, pages=1))
    weights = [finding.severity for finding in report.findings]
    assert weights == sorted(weights, key=list(Severity).index)
    assert report.worst is Severity.MUST_FIX


@pytest.mark.parametrize(
    ("pages", "said"),
    [([2], "page 2"), ([1, 2], "pages 1 and 2"), ([1, 2, 3, 4, 7], "pages 1 to 4 and 7")],
)
def test_page_numbers_are_said_as_people_say_them(pages: list[int], said: str) -> None:
    assert page_list(pages) == said


def test_a_long_scattered_list_of_pages_is_cut_short() -> None:
    assert page_list([1, 3, 5, 7, 9, 11, 13, 15]) == "pages 1, 3, 5, 7, 9 and 3 more"
