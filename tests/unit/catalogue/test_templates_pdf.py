"""Templates to lay artwork on: their boxes, folds, spine and layer, for every product and size."""

import io
from dataclasses import replace
from decimal import Decimal

import pikepdf
import pytest

from app.artwork.inspection.findings import Severity
from app.artwork.inspection.request import Needs, Request
from app.artwork.inspection.run import Inspection
from app.catalogue import reading
from app.catalogue.loading import body_from_files, tables_from_text
from app.catalogue.spec import artwork_needs
from app.catalogue.templates_pdf import LAYER, template_pdf
from app.catalogue.templates_pdf_faces import Face, Stroke, faces, mirrored

TABLES = tables_from_text(body_from_files(), 1)
SIZES = [(slug, size.code) for slug, product in TABLES.products.items() for size in product.sizes]


def faces_of(slug: str, **chosen: str) -> tuple[Face, ...]:
    result = reading.read({"product": slug} | chosen, TABLES)
    assert result.spec is not None, result.errors
    return faces(result.spec, TABLES)


def drawn(slug: str, **chosen: str) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(template_pdf(TABLES.products[slug].name, faces_of(slug, **chosen))))


def sides(box) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in box)
    return round(right - left, 2), round(top - bottom, 2)


@pytest.mark.parametrize(("slug", "size"), SIZES)
def test_every_product_has_a_template_in_every_size(slug, size):
    spec = reading.read({"product": slug, "size": size}, TABLES).spec
    needs = artwork_needs(spec, TABLES)
    pdf = drawn(slug, size=size)
    page, flat = pdf.pages[0], (needs.width_in, needs.height_in)
    # A folded sheet lies sideways.
    assert sorted(sides(page.trimbox)) == pytest.approx(sorted(float(side * 72) for side in flat), abs=0.1)
    out = [float((side + 2 * needs.bleed_in) * 72) for side in flat]
    assert sorted(sides(page.bleedbox)) == pytest.approx(sorted(out), abs=0.1)


def test_a_tri_fold_has_its_short_panel_mirrored_on_side_two():
    front, back = faces_of("brochures", fold="tri")
    assert (front.title, back.title) == ("side one", "side two")
    assert (front.width, front.height) == (11, 8.5)
    assert [stroke.x1 for stroke in front.strokes] == pytest.approx([3.6875, 7.375])
    assert sorted(stroke.x1 for stroke in back.strokes) == pytest.approx([3.625, 7.3125])
    assert [note.words for note in front.notes] == ["3.6875 in.", "3.6875 in.", "3.625 in."]
    assert len(drawn("brochures", fold="tri").pages) == 2


def test_the_other_side_is_mirrored_left_to_right():
    front = replace(faces_of("flyers")[0], width=11, strokes=(Stroke("fold", 3.6875, 0, 3.6875, 8.5),))
    back = mirrored(front, "side two")
    assert [stroke.x1 for stroke in back.strokes] == [pytest.approx(7.3125)]


def test_the_spine_of_a_book_is_as_wide_as_its_leaves():
    *pages, cover = faces_of("perfect-bound-books", size="6x9", pages="200", text_stock="UN70T")
    spine = 100 * Decimal("0.0052")
    assert [page.title for page in pages] == ["right-hand page", "left-hand page"]
    assert cover.width == pytest.approx(float(12 + spine))
    assert [stroke.x1 for stroke in cover.strokes] == pytest.approx([6, float(6 + spine)])
    assert any("0.520 in." in remark for remark in cover.remarks)
    pdf = drawn("perfect-bound-books", size="6x9", pages="200", text_stock="UN70T")
    last = pdf.pages[-1]
    assert sides(last.trimbox) == pytest.approx((float((12 + spine) * 72), 648), abs=0.05)


def test_a_spine_too_thin_to_print_on_is_said():
    *_, cover = faces_of("perfect-bound-books", pages="46", text_stock="CG80T")
    assert "A spine under 1/8 in. is too thin to print on." in cover.remarks


def test_a_bound_page_keeps_clear_of_its_binding():
    right, left = faces_of("coil-booklets")
    assert right.safe.left == left.safe.right == 0.5
    assert [stroke.kind for stroke in right.strokes] == ["binding"]
    (calendar,) = faces_of("calendars")
    assert calendar.safe.top == 0.5


def test_corners_holes_and_shapes_are_drawn():
    assert faces_of("business-cards", corners="round-1-4")[0].corner == 0.25
    assert len(faces_of("flyers", drill="one")[0].holes) == 1
    assert len(faces_of("booklets", drill_three="three", size="8.5x11")[0].holes) == 3
    assert faces_of("stickers", shape="circle")[0].oval
    assert len(faces_of("business-cards", color="4/0")) == 1
    assert faces_of("envelopes")[0].bleed == 0


def test_the_lines_are_spot_inks_on_a_layer_that_does_not_print():
    pdf = drawn("business-cards")
    layer = pdf.Root.OCProperties.OCGs[0]
    assert str(layer.Name) == LAYER
    assert layer.Usage.Print.PrintState == pikepdf.Name.OFF
    for page in pdf.pages:
        content = page.Contents
        streams = list(content) if isinstance(content, pikepdf.Array) else [content]
        whole = b"".join(stream.read_bytes() for stream in streams)
        assert whole.startswith(b"/OC /Template BDC")
        assert whole.rstrip().endswith(b"EMC")
        inks = {str(space[1]) for space in page.Resources.ColorSpace.values()}
        assert inks >= {"/Template trim", "/Template bleed", "/Template safe"} or any("trim" in ink for ink in inks)


def test_the_same_template_has_the_same_bytes():
    first = template_pdf("Flyers", faces_of("flyers", perforation="one"))
    template_pdf.cache_clear()
    assert template_pdf("Flyers", faces_of("flyers", perforation="one")) == first
    assert len(first) < 60_000


@pytest.mark.parametrize("slug", ["business-cards", "postcards", "brochures", "envelopes", "posters", "booklets"])
def test_our_own_check_finds_the_right_size(slug, tmp_path):
    spec = reading.read({"product": slug}, TABLES).spec
    wanted = artwork_needs(spec, TABLES)
    source = tmp_path / "template.pdf"
    source.write_bytes(template_pdf(slug, faces(spec, TABLES)))
    needs = Needs(float(wanted.width_in), float(wanted.height_in), float(wanted.bleed_in))
    report = Inspection(Request(str(source), str(tmp_path), needs, most_pictures=0)).run()
    size = [finding for finding in report.findings if finding.rule == "size"]
    assert [finding.severity for finding in size] == [Severity.PASS]
    assert not [finding for finding in report.findings if finding.rule == "fonts" and finding.severity != Severity.PASS]
