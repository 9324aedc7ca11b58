"""Page size, bleed and the boxes of a page (print.md section 3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Name

from app.artwork.inspection.boxes import Rect, Sheet
from app.artwork.inspection.findings import Severity
from app.artwork.inspection.request import Needs
from app.artwork.inspection.sizes import fit
from tests.unit.artwork.conftest import Inspect, found, problems
from tests.unit.artwork.print_files import (
    CARD,
    CARD_WITH_BLEED,
    RED_INSIDE,
    card,
    document,
    saved,
)

MM = 72 / 25.4


def test_a_card_with_bleed_and_no_boxes_passes(inspect: Inspect) -> None:
    report = inspect(card())
    assert problems(report) == []
    assert report.pictures[0].lines == ("trim", "bleed", "safe")


def test_three_millimeters_of_bleed_pass_for_an_eighth_of_an_inch(inspect: Inspect) -> None:
    by_size = saved(document([(252 + 6 * MM, 144 + 6 * MM)]))
    by_boxes = saved(
        document(
            [(400, 300)], TrimBox=[50, 50, 302, 194], BleedBox=[50 - 3 * MM, 50 - 3 * MM, 302 + 3 * MM, 194 + 3 * MM]
        )
    )
    assert problems(inspect(by_size)) == []
    assert problems(inspect(by_boxes)) == []


def test_two_millimeters_of_bleed_are_named_and_may_stay(inspect: Inspect) -> None:
    finding = found(inspect(saved(document([(252 + 4 * MM, 144 + 4 * MM)]))), "bleed")
    assert finding.severity is Severity.MAY_PROCEED
    assert "only 0.079 inches of bleed on all four edges" in finding.sentence


def test_a_page_of_trim_size_with_color_at_the_edge_needs_bleed(inspect: Inspect) -> None:
    report = inspect(saved(document([CARD])))
    finding = found(report, "bleed")
    assert finding.severity is Severity.MUST_FIX
    assert "no bleed on all four edges" in finding.sentence
    assert {mark.page for mark in finding.marks} == {1}
    assert len(finding.marks) == 4
    assert "3.75 × 2.25 inches" in finding.how_to_fix


def test_only_the_edges_that_color_reaches_are_named(inspect: Inspect) -> None:
    left_half = b"0 0 1 rg 0 0 100 100 re f"
    finding = found(inspect(saved(document([CARD], left_half))), "bleed")
    assert "on the left and bottom edges" in finding.sentence


def test_a_page_of_trim_size_with_white_edges_needs_no_bleed(inspect: Inspect) -> None:
    finding = found(inspect(saved(document([CARD], RED_INSIDE))), "bleed")
    assert finding.severity is Severity.PASS
    assert "no bleed is needed" in finding.sentence


def test_an_envelope_asks_for_no_bleed(inspect: Inspect) -> None:
    report = inspect(saved(document([CARD])), Needs(3.5, 2, bleed_in=0))
    assert problems(report) == []
    assert report.pictures[0].lines == ("trim", "safe")


def test_width_and_height_swapped_are_no_error(inspect: Inspect) -> None:
    assert problems(inspect(saved(document([(162, 270)])))) == []


def test_front_and_back_must_be_the_same_way_round(inspect: Inspect) -> None:
    report = inspect(saved(document([(270, 162), (162, 270)])), Needs(3.5, 2, pages=2))
    finding = found(report, "way_round")
    assert finding.severity is Severity.MUST_FIX
    assert finding.sentence.startswith("Page 1 is landscape, but page 2 is portrait.")


def test_a_rotated_page_counts_as_it_is_seen(inspect: Inspect) -> None:
    turned = document([(162, 270), (270, 162)])
    turned.pages[0].obj.Rotate = 90
    assert problems(inspect(saved(turned), Needs(3.5, 2, pages=2))) == []


def test_the_user_unit_scales_the_page(inspect: Inspect) -> None:
    report = inspect(saved(document([(135, 81)], UserUnit=2)))
    assert problems(report) == []
    assert report.pages[0].width_in == 3.75


def test_a_larger_page_with_a_trim_box_passes(inspect: Inspect) -> None:
    marks = document([(400, 300)], TrimBox=[70, 70, 322, 214])
    assert problems(inspect(saved(marks))) == []


def test_a_larger_page_without_a_trim_box_is_told_how_to_say_where_to_cut(inspect: Inspect) -> None:
    finding = found(inspect(saved(document([(352, 244)]))), "size")
    assert finding.severity is Severity.MUST_FIX
    assert "TrimBox" in finding.sentence


def test_a_trim_box_of_another_size_is_wrong_even_on_a_page_that_would_fit(inspect: Inspect) -> None:
    other = saved(document([CARD_WITH_BLEED], TrimBox=[20, 20, 200, 120]))
    assert found(inspect(other), "size").severity is Severity.MUST_FIX


def test_a_bleed_box_that_stops_at_the_cut_is_no_bleed(inspect: Inspect) -> None:
    stopped = document([(400, 300)], TrimBox=[70, 70, 322, 214], BleedBox=[70, 70, 322, 214])
    assert "no bleed" in found(inspect(saved(stopped)), "bleed").sentence


def test_a_wrong_size_names_both_sizes_and_a_right_shape(inspect: Inspect) -> None:
    finding = found(inspect(saved(document([(504, 288)]))), "size")
    assert "Page 1 is 7 × 4 inches." in finding.sentence
    assert "3.5 × 2 inches (3.75 × 2.25 inches with bleed)" in finding.sentence
    assert "at 50 % it would fit" in finding.sentence


def test_pages_of_the_same_wrong_size_are_one_finding(inspect: Inspect) -> None:
    finding = found(inspect(saved(document([(300, 300)] * 4))), "size")
    assert finding.sentence.startswith("Pages 1 to 4 are")
    assert finding.pages == (1, 2, 3, 4)


def test_an_enormous_page_is_told_so(inspect: Inspect) -> None:
    report = inspect(saved(document([(14_000, 14_000)], UserUnit=1000)))
    assert "larger than any press sheet" in found(report, "size").sentence
    assert max(report.pictures[0].width_px, report.pictures[0].height_px) <= 601


def test_boxes_outside_the_page_are_named_and_not_used(inspect: Inspect) -> None:
    odd = saved(document([CARD_WITH_BLEED], TrimBox=[900, 900, 990, 990], ArtBox=[1, 2]))
    sentences = " ".join(one.sentence for one in inspect(odd).findings if one.rule == "boxes")
    assert "TrimBox of page 1" in sentences
    assert "ArtBox of page 1" in sentences


def test_a_crop_box_that_hides_part_of_the_piece_is_named_and_the_picture_shows_all(inspect: Inspect) -> None:
    report = inspect(saved(document([CARD_WITH_BLEED], CropBox=[100, 60, 150, 100])))
    assert found(report, "boxes").severity is Severity.MAY_PROCEED
    shown = report.pictures[0]
    assert shown.area[2] - shown.area[0] > 270


def test_a_page_without_a_size_is_named(inspect: Inspect) -> None:
    unsized = document()
    del unsized.pages[0].obj.MediaBox
    assert "does not say how large" in found(inspect(saved(unsized)), "boxes").sentence


@pytest.mark.parametrize("box", [[0, 0, 0, 0], [10**12, 0, 10**13, 9], ["a", 1, 2, 3]])
def test_boxes_of_no_use_are_named(inspect: Inspect, box: list[object]) -> None:
    odd = saved(document([CARD_WITH_BLEED], BleedBox=box))
    assert "BleedBox of page 1" in found(inspect(odd), "boxes").sentence


def test_corners_in_another_order_are_no_error(inspect: Inspect) -> None:
    assert problems(inspect(saved(document([(400, 300)], TrimBox=[322, 214, 70, 70])))) == []


def test_rotations_and_units_that_make_no_sense_are_passed_over(inspect: Inspect) -> None:
    assert problems(inspect(saved(document(Rotate=45, UserUnit=0)))) == []
    assert problems(inspect(saved(document(Rotate=Name.Left, UserUnit=Name.Large)))) == []


def test_edges_of_pages_that_were_not_drawn_are_not_judged(inspect: Inspect) -> None:
    report = inspect(saved(document([CARD] * 3, RED_INSIDE)), Needs(3.5, 2), most_pictures=1)
    unseen = found(report, "bleed")
    assert unseen.severity is Severity.NOT_CHECKED
    assert unseen.sentence.startswith("Pages 2 and 3 end at the cut.")


def test_without_a_product_no_size_is_compared(inspect: Inspect) -> None:
    assert found(inspect(card(), None), "size").severity is Severity.NOT_CHECKED


@given(
    width=st.floats(1, 20),
    height=st.floats(1, 20),
    bleed=st.floats(0.118, 0.125),
    shift=st.floats(0, 300),
    turned=st.booleans(),
)
def test_a_piece_with_bleed_fits_wherever_its_trim_box_lies(
    width: float, height: float, bleed: float, shift: float, turned: bool
) -> None:
    w, h = (height * 72, width * 72) if turned else (width * 72, height * 72)
    edge = bleed * 72
    trim = Rect(shift + edge, shift + edge, shift + edge + w, shift + edge + h)
    page = Rect(0, 0, shift * 2 + 2 * edge + w, shift * 2 + 2 * edge + h)
    found_fit = fit(Sheet(1, page, boxes={"TrimBox": trim}), Needs(width, height))
    assert found_fit is not None
    assert min(found_fit.beyond.values()) == pytest.approx(shift + edge, abs=0.01)
