"""Reading a specification out of a query: what is refused, with which words, and that nothing breaks it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.catalogue.loading import body_from_files, tables_from_text
from app.catalogue.reading import read
from app.catalogue.spec import artwork_needs, business_days, described, weight_lb
from app.catalogue.tables import CustomSize

TABLES = tables_from_text(body_from_files(), 1)
FIELDS = ["product", "size", "width", "height", "pages", "quantity", "sets", *TABLES.parts]


def errors_of(product: str, **typed: str) -> dict[str, str]:
    return read({"product": product, **typed}, TABLES).errors


def test_a_product_alone_is_a_whole_specification():
    result = read({"product": "business-cards"}, TABLES)
    assert result.errors == {}
    assert result.spec is not None
    assert (result.spec.size, result.spec.quantity, result.spec.choice("stock")) == ("3.5x2", 250, "CM130C")


def test_an_unknown_product_is_refused_without_a_form():
    result = read({"product": "tattoos"}, TABLES)
    assert result.product is None
    assert result.errors["product"] == "We do not print that. Choose one of our products."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type how many you want as a whole number, like 250."),
        ("1,000", ""),
        ("1 000", ""),
        ("24", "We print at least 25 cards at a time."),
        ("10001", "Here we sell up to 10,000 cards. Ask us for a quote for more."),
        ("2.5", "Type how many you want as a whole number, like 250."),
        ("-50", "Type how many you want as a whole number, like 250."),
        ("lots", "Type how many you want as a whole number, like 250."),
        ("٢٥٠", "Type how many you want as a whole number, like 250."),
        ("9" * 400, "Type how many you want as a whole number, like 250."),
        ("250\n", ""),
    ],
)
def test_a_quantity_is_a_whole_number_in_the_range_of_the_product(typed, sentence):
    assert errors_of("business-cards", quantity=typed).get("quantity", "") == sentence


@pytest.mark.parametrize(
    ("width", "height", "field", "sentence"),
    [
        ("3", "3.25", "", ""),
        (".5", "3", "width", "The shorter side can be 2 to 4 in."),
        ("3", "4.001", "height", "The longer side can be 2 to 4 in."),
        ("", "3", "width", "Type the width in inches, like 3.5."),
        ("3", "three", "height", "Type the height in inches, like 3.5."),
        ("3", "1e1", "height", "Type the height in inches, like 3.5."),
        ("nan", "3", "width", "Type the width in inches, like 3.5."),
    ],
)
def test_a_typed_size_stays_within_the_limits(width, height, field, sentence):
    errors = errors_of("business-cards", size="custom", width=width, height=height)
    assert errors == ({field: sentence} if field else {})


def test_a_typed_size_may_lie_on_either_side():
    for width, height in (("6", "11"), ("11", "6")):
        result = read({"product": "postcards", "size": "custom", "width": width, "height": height}, TABLES)
        assert result.spec is not None
        assert (result.spec.width_in, result.spec.height_in) == (Decimal(width), Decimal(height))


def test_a_typed_size_must_fit_on_a_press_sheet_whatever_the_limits_say():
    wide = replace(TABLES.products["flyers"], custom=CustomSize(Decimal(1), Decimal(20), Decimal(1), Decimal(20)))
    tables = replace(TABLES, products={"flyers": wide})
    typed = {"product": "flyers", "size": "custom", "width": "13", "height": "13"}
    assert read(typed, tables).errors == {
        "width": "A piece of this size does not fit on our press sheet. Make one side shorter."
    }
    assert read(typed | {"width": "12"}, tables).errors == {}


def test_a_product_without_sizes_of_ones_own_takes_only_the_listed_ones():
    listed = replace(TABLES, products={"flyers": replace(TABLES.products["flyers"], custom=None)})
    errors = read({"product": "flyers", "size": "custom", "width": "5", "height": "5"}, listed).errors
    assert errors == {"size": "Choose one of the sizes shown."}


def test_a_size_that_is_not_listed_is_refused_and_kept():
    result = read({"product": "flyers", "size": "3x900"}, TABLES)
    assert result.errors == {"size": "Choose one of the sizes shown."}
    assert result.typed["size"] == "3x900"


def test_a_valid_specification_leaves_nothing_of_what_was_typed_around_it():
    result = read({"product": "postcards", "quantity": " 1,000 ", "width": "call me", "color": ""}, TABLES)
    assert {name: result.typed[name] for name in ("quantity", "width", "height", "color")} == {
        "quantity": "1000",
        "width": "4",
        "height": "6",
        "color": "4/4",
    }


def test_sets_share_the_quantity():
    assert errors_of("business-cards", quantity="25", sets="26") == {"sets": "25 cards cannot be shared among 26 sets."}
    assert errors_of("business-cards", quantity="25", sets="0") == {"sets": "Type a whole number from 1 to 50."}
    assert errors_of("postcards", sets="7") == {}


def test_what_was_typed_is_kept_beside_the_errors():
    result = read({"product": "flyers", "quantity": "a few", "stock": "GOLD", "color": "4/0"}, TABLES)
    assert result.spec is None
    assert set(result.errors) == {"quantity", "stock"}
    assert {name: result.typed[name] for name in ("quantity", "stock", "color")} == {
        "quantity": "a few",
        "stock": "GOLD",
        "color": "4/0",
    }


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from([*FIELDS, "x"]), st.text(max_size=60)), st.sampled_from(["", *TABLES.products]))
@example({"quantity": "\ud800", "sets": "\x00"}, "business-cards")
@example({"size": "custom", "width": "1" * 5000, "height": "."}, "postcards")
def test_nothing_that_is_typed_breaks_the_reading(typed, product):
    result = read(typed | ({"product": product} if product else {}), TABLES)
    assert (result.spec is None) == bool(result.errors)


def test_a_specification_says_what_a_file_must_be():
    result = read({"product": "business-cards", "color": "4/0", "sets": "3"}, TABLES)
    assert result.spec is not None
    needs = artwork_needs(result.spec, TABLES)
    assert (needs.width_in, needs.height_in, needs.pages_expected) == (Decimal("3.5"), Decimal(2), 3)
    assert (needs.bleed_in, needs.safe_in) == (Decimal("0.125"), Decimal("0.125"))


@pytest.mark.parametrize(("color", "pages"), [("4/4", 2), ("4/0", 1), ("1/1", 2)])
def test_each_printed_side_is_one_page_of_the_file(color, pages):
    result = read({"product": "business-cards", "color": color}, TABLES)
    assert result.spec is not None
    assert artwork_needs(result.spec, TABLES).pages_expected == pages


@pytest.mark.parametrize(("color", "pages"), [("white/white", 2), ("white/0", 1)])
def test_white_ink_alone_needs_its_pages_too(color, pages):
    result = read({"product": "business-cards", "stock": "BLK100C", "color": color}, TABLES)
    assert result.spec is not None
    assert artwork_needs(result.spec, TABLES).pages_expected == pages


def test_a_job_weighs_what_its_paper_weighs_with_packing():
    result = read({"product": "postcards", "quantity": "1000"}, TABLES)
    assert result.spec is not None
    by_hand = 4 * 6 * 1000 * 352 * 0.00064516 / 453.6 * 1.06
    assert float(weight_lb(result.spec, TABLES)) == pytest.approx(by_hand, abs=0.005)


def test_the_days_in_the_shop_follow_the_turnaround():
    days = {}
    for turnaround in ("standard", "two-day", "one-day"):
        result = read({"product": "flyers", "turnaround": turnaround}, TABLES)
        assert result.spec is not None
        days[turnaround] = business_days(result.spec, TABLES)
    assert days == {"standard": 3, "two-day": 2, "one-day": 1}


def test_a_specification_reads_as_words():
    result = read({"product": "business-cards", "sets": "2", "corners": "round-1-8"}, TABLES)
    assert result.spec is not None
    assert described(result.spec, TABLES)[:5] == [
        ("Quantity", "250"),
        ("Size", "3.5 x 2 in."),
        ("Sets", "2"),
        ("Paper", "Coated Matte White 130lb. Cover (14 pt)"),
        ("Ink", "Full color, both sides"),
    ]
    assert ("Corners", "Round, 1/8 in.") in described(result.spec, TABLES)


def test_signs_that_no_page_may_hold_are_left_out_of_what_is_shown_again():
    result = read({"product": "business-cards", "quantity": "\x1bmany\ufffe", "size": "\x00"}, TABLES)
    assert result.typed["quantity"] == "many"
    assert result.typed["size"] == "3.5x2"
