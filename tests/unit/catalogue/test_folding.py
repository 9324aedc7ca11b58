"""The unfolded piece, its fold lines, what a file must be, and what it all weighs."""

from decimal import Decimal

import pytest

from app.catalogue.spec import Fold, Spec, artwork_needs, described, flat_size, folds, weight_lb


def lines(*at: str, direction: str = "vertical") -> tuple[Fold, ...]:
    return tuple(Fold(Decimal(one), direction) for one in at)


@pytest.mark.parametrize(
    ("fold", "at"),
    [
        ("half", ("5.5",)),
        ("tri", ("3.6875", "7.375")),
        ("z", ("3.6667", "7.3333")),
        ("gate", ("2.7344", "8.2656")),
        ("double-parallel", ("2.7813", "5.5625", "8.2813")),
        ("roll", ("2.7969", "5.5938", "8.3281")),
    ],
)
def test_a_letter_sheet_is_folded_across_its_eleven_inches(spec_of, tables, fold, at):
    spec = spec_of("brochures", size="8.5x11", fold=fold)
    assert flat_size(spec, tables) == (Decimal("8.5"), 11)
    found = folds(spec, tables)
    assert [one.direction for one in found] == ["horizontal"] * len(at)
    assert [float(one.at_in) for one in found] == pytest.approx([float(one) for one in at], abs=0.0001)


def test_the_panel_that_is_tucked_in_is_a_sixteenth_short(spec_of, tables):
    first, second = folds(spec_of("brochures", size="8.5x14"), tables)
    panels = first.at_in, second.at_in - first.at_in, 14 - second.at_in
    assert panels == (Decimal("4.6875"), Decimal("4.6875"), Decimal("4.625"))


@pytest.mark.parametrize(
    ("fold", "flat", "line"),
    [("half", (10, 7), lines("5")), ("tent", (5, 14), lines("7", direction="horizontal"))],
)
def test_a_folded_card_is_printed_at_twice_its_size(spec_of, tables, fold, flat, line):
    spec = spec_of("folded-cards", fold=fold)
    assert (flat_size(spec, tables), folds(spec, tables)) == (flat, line)


@pytest.mark.parametrize(("size", "flat", "pocket"), [("9x12", (18, 16), "12"), ("6x9", (12, 12), "9")])
def test_a_folder_opens_to_both_sides_with_its_pockets_below(spec_of, tables, size, flat, pocket):
    spec = spec_of("presentation-folders", size=size)
    assert flat_size(spec, tables) == flat
    assert folds(spec, tables) == (*lines(str(flat[0] // 2)), *lines(pocket, direction="horizontal"))


@pytest.mark.parametrize("slug", ["booklets", "postcards", "posters", "calendars"])
def test_what_does_not_fold_has_no_lines_and_its_own_size(spec_of, tables, slug):
    spec = spec_of(slug)
    assert folds(spec, tables) == ()
    assert flat_size(spec, tables) == (spec.width_in, spec.height_in)


@pytest.mark.parametrize(
    ("product", "typed", "pages"),
    [
        ("booklets", {"pages": "24"}, 24),
        ("booklets", {"pages": "24", "cover_stock": "CG100C", "cover_color": "4/0"}, 24),
        ("coil-booklets", {"pages": "40"}, 40),
        ("coil-booklets", {"pages": "40", "color": "1/0", "cover_color": "4/0"}, 20),
        ("coil-booklets", {"pages": "40", "color": "1/0", "cover_color": "4/4"}, 22),
        ("perfect-bound-books", {"pages": "100", "cover_color": "4/0"}, 102),
        ("perfect-bound-books", {"pages": "100", "cover_color": "4/4"}, 104),
        ("calendars", {}, 28),
        ("notepads", {}, 1),
        ("folded-cards", {"color": "4/0"}, 1),
        ("envelopes", {"back_flap": "printed"}, 1),
    ],
)
def test_a_file_has_a_page_for_each_side_and_a_book_all_its_pages(spec_of, tables, product, typed, pages):
    assert artwork_needs(spec_of(product, **typed), tables).pages_expected == pages


@pytest.mark.parametrize(
    ("product", "bleed", "safe", "spine"),
    [
        ("booklets", "0.125", "0.25", None),
        ("perfect-bound-books", "0.125", "0.25", "0.5"),
        ("coil-booklets", "0.125", "0.25", "0.5"),
        ("envelopes", "0", "0.25", None),
        ("postcards", "0.125", "0.125", None),
    ],
)
def test_margins_are_those_of_the_trade(spec_of, tables, product, bleed, safe, spine):
    needs = artwork_needs(spec_of(product), tables)
    assert (needs.bleed_in, needs.safe_in) == (Decimal(bleed), Decimal(safe))
    assert needs.spine_safe_in == (Decimal(spine) if spine else None)


def test_a_folded_card_needs_the_artwork_of_the_open_card(spec_of, tables):
    needs = artwork_needs(spec_of("folded-cards"), tables)
    assert (needs.width_in, needs.height_in) == (10, 7)


def pounds(square_inches: float, gsm: float, quantity: int) -> float:
    return square_inches * gsm * quantity * 0.00064516 / 453.6 * 1.06


@pytest.mark.parametrize(
    ("product", "typed", "square_inches", "gsm"),
    [
        ("booklets", {"pages": "16"}, 5.5 * 8.5, 8 * 118),
        ("booklets", {"pages": "16", "cover_stock": "CG100C"}, 5.5 * 8.5, 6 * 118 + 2 * 271),
        ("coil-booklets", {"pages": "40"}, 8.5 * 11, 18 * 118 + 2 * 271),
        ("perfect-bound-books", {"pages": "100"}, 5.5 * 8.5, 50 * 118 + 2 * 271),
        ("calendars", {}, 8.5 * 11, 14 * 271),
        ("notepads", {"sheets": "25"}, 5.5 * 8.5, 25 * 104 + 500),
        ("folded-cards", {}, 10 * 7, 271),
        ("presentation-folders", {}, 18 * 16, 352),
        ("envelopes", {}, 9.5 * 4.125, 2.2 * 90),
        ("posters", {}, 18 * 24, 200),
    ],
)
def test_every_leaf_is_weighed_by_its_own_paper(spec_of, tables, product, typed, square_inches, gsm):
    spec: Spec = spec_of(product, quantity="100", **typed)
    assert float(weight_lb(spec, tables)) == pytest.approx(pounds(square_inches, gsm, 100), abs=0.006)


def test_a_book_says_its_pages_and_an_envelope_its_name(spec_of, tables):
    assert ("Pages", "40") in described(spec_of("coil-booklets"), tables)
    assert described(spec_of("envelopes"), tables)[1] == ("Size", "#10, 9.5 x 4.125 in.")


@pytest.mark.parametrize(
    ("pages", "words"), [("46", "0.087 in., too thin to print on"), ("100", "0.19 in."), ("66", "0.125 in.")]
)
def test_a_book_says_how_thick_its_spine_is(spec_of, tables, pages, words):
    assert ("Spine", words) in described(spec_of("perfect-bound-books", pages=pages), tables)


def test_rows_from_before_there_were_books_are_still_read(spec_of):
    spec = spec_of("business-cards")
    old = {name: value for name, value in spec.to_json().items() if name != "pages"}
    assert Spec.from_json(old) == spec
