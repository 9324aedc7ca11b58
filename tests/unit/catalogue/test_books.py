"""How many pages a book may have, and what the form says when it is too many."""

from decimal import Decimal

import pytest

from app.catalogue.reading import read
from app.catalogue.rules import unavailable


def errors_of(tables, product: str, **typed: str) -> dict[str, str]:
    return read({"product": product, **typed}, tables).errors


TEXT, THINNER = (
    f"This paper holds {{}} pages at most; choose a {other} paper for more." for other in ("text", "thinner")
)


@pytest.mark.parametrize(
    ("stock", "most", "sentence"),
    [
        ("CG80T", 64, "A booklet of ours has 8 to 64 pages."),
        ("UN70T", 64, "A booklet of ours has 8 to 64 pages."),
        ("CG100T", 60, THINNER.format(60)),
        ("CM100T", 60, THINNER.format(60)),
        ("CM80C", 16, TEXT.format(16)),
        ("CG100C", 16, TEXT.format(16)),
    ],
)
def test_a_stitched_booklet_has_as_many_pages_as_its_paper_folds(tables, stock, most, sentence):
    assert errors_of(tables, "booklets", text_stock=stock, pages=str(most)) == {}
    assert errors_of(tables, "booklets", text_stock=stock, pages=str(most + 4)) == {"pages": sentence}


@pytest.mark.parametrize(
    ("product", "typed", "sentence"),
    [
        ("booklets", "", "Type the number of pages as a whole number, like 16."),
        ("booklets", "twelve", "Type the number of pages as a whole number, like 16."),
        ("booklets", "4", "A booklet of ours has 8 to 64 pages."),
        ("booklets", "18", "Pages come in steps of 4: 16 or 20."),
        ("perfect-bound-books", "44", "A book of ours has 46 to 1,052 pages."),
        ("perfect-bound-books", "47", "Pages come in twos: 46 or 48."),
        ("coil-booklets", "402", "A booklet of ours has 8 to 400 pages."),
        ("wire-booklets", "9", "Pages come in twos: 8 or 10."),
        ("calendars", "24", "A calendar of ours has 28 pages."),
        ("booklets", "9" * 400, "Type the number of pages as a whole number, like 16."),
    ],
)
def test_pages_are_a_number_of_the_range_in_its_steps(tables, product, typed, sentence):
    assert errors_of(tables, product, pages=typed) == {"pages": sentence}


def test_pages_are_not_asked_where_there_are_none(tables):
    result = read({"product": "postcards", "pages": "lots"}, tables)
    assert result.spec is not None
    assert (result.spec.pages, "pages" in result.typed) == (0, False)


@pytest.mark.parametrize(
    ("product", "limit"), [("wire-booklets", Decimal(1)), ("coil-booklets", Decimal("1.5")), ("perfect-bound-books", 2)]
)
def test_a_binding_takes_only_so_thick_a_book(tables, product, limit):
    """The number in the sentence is the last that fits; two pages more would be too thick."""
    for stock in tables.products[product].parts["text_stock"]:
        result = read({"product": product, "text_stock": stock, "pages": "1052" if limit == 2 else "400"}, tables)
        sentence = result.errors.get("pages", "")
        if not sentence.startswith("This paper holds"):
            continue
        most = int(sentence.split()[3])
        covers = 2 * tables.stocks["CM100C"].caliper_in if limit != 2 else 0
        leaves = most // 2 - (2 if limit != 2 else 0)
        thick = tables.stocks[stock].caliper_in * leaves + covers
        assert thick <= limit < thick + tables.stocks[stock].caliper_in
        assert errors_of(tables, product, text_stock=stock, pages=str(most)) == {}
        assert "pages" in errors_of(tables, product, text_stock=stock, pages=str(most + 2))


def test_a_wrap_cover_must_fit_the_sheet(tables):
    book = {"size": "8.5x11", "text_stock": "UN80T"}
    # 18.5 in. less two pages of 8.5 and the gap leave 1.25 in. of spine: 208 leaves of 0.006 in.
    assert errors_of(tables, "perfect-bound-books", **book, pages="416") == {}
    assert errors_of(tables, "perfect-bound-books", **book, pages="418") == {
        "pages": "At this size the cover reaches around 416 pages of this paper; choose a smaller size for more."
    }
    assert errors_of(tables, "perfect-bound-books", size="6x9", text_stock="UN80T", pages="418") == {}


def test_an_open_booklet_must_fit_the_sheet_and_the_error_says_how_wide_it_may_be(tables):
    own = {"size": "custom", "height": "9"}
    assert errors_of(tables, "booklets", **own, width="9") == {}
    assert errors_of(tables, "booklets", size="custom", width="9", height="12") == {}
    assert errors_of(tables, "booklets", **own, width="12") == {
        "width": "Opened, it is 24 x 9 in. and does not fit our press sheet. Make it 9.125 in. wide or less."
    }


def test_a_paper_that_holds_fewer_pages_is_shut_before_it_is_chosen(tables):
    result = read({"product": "booklets", "pages": "40"}, tables)
    assert unavailable(result.product, result.typed, "text_stock", "CG80C", tables) == TEXT.format(16)
    assert unavailable(result.product, result.typed, "text_stock", "CG100T", tables) == ""
    assert unavailable(result.product, result.typed, "cover_stock", "CG100C", tables) == ""
    half_typed = result.typed | {"pages": "4x"}
    assert unavailable(result.product, half_typed, "text_stock", "CG80C", tables) == ""


def test_a_book_of_an_odd_size_is_judged_by_what_is_typed(tables):
    typed = {"product": "perfect-bound-books", "size": "custom", "width": "8.5", "height": "11.75", "pages": "800"}
    assert "reaches around" in read(typed, tables).errors["pages"]
    assert set(read(typed | {"width": "wide"}, tables).errors) == {"width"}


@pytest.mark.parametrize(
    ("product", "typed", "hint"),
    [
        ("booklets", {}, "8 to 64, in steps of 4. The cover counts as four."),
        ("calendars", {}, "Always 28. Cover, twelve months, back."),
        ("coil-booklets", {}, "8 to 400, an even number. Both sides of every leaf count, and the cover as four."),
    ],
)
def test_the_range_of_pages_reads_as_a_hint(tables, product, typed, hint):
    pages = tables.products[product].pages
    assert pages.hint == hint
    assert pages.fixed == (product == "calendars")
