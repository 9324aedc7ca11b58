"""The published example prices, to the cent, and what a breakdown says."""

import json
from decimal import ROUND_DOWN, Decimal, getcontext, localcontext
from urllib.parse import parse_qsl

import pytest

from app.catalogue.pricing import Breakdown, pieces_per_sheet, price

# The expected prices name the fourth group "business card 3.5x2 + UV gloss 1 side". Its amounts are those of
# the 4x6 postcard with that coating (the card's are lower), so they stand here as the postcard's.
PUBLISHED = {
    ("business-cards", "3.5x2", ""): {
        25: 2091, 50: 2574, 73: 2953, 100: 3343, 121: 3633, 250: 5114,
        500: 7441, 777: 9684, 1000: 11299, 2500: 20589, 5000: 33364,
    },
    ("business-cards", "3.5x2", "corners=round-1-8"): {
        25: 2911, 50: 3414, 73: 3811, 100: 4223, 121: 4530, 250: 6114,
        500: 8641, 777: 11106, 1000: 12899, 2500: 23389, 5000: 38164,
    },
    ("postcards", "4x6", ""): {
        25: 3227, 50: 3936, 73: 4509, 100: 5096, 121: 5553, 250: 7925,
        500: 11795, 777: 15619, 1000: 18435, 2500: 35100, 5000: 58139,
    },
    ("postcards", "4x6", "coating_front=uv-gloss"): {
        25: 4275, 50: 5020, 73: 5629, 100: 6252, 121: 6745, 250: 9309,
        500: 13551, 777: 17795, 1000: 20935, 2500: 39856, 5000: 66639,
    },
    ("postcards", "6x9", ""): {
        25: 3366, 50: 4214, 73: 4926, 100: 5653, 121: 6249, 250: 9364,
        500: 14672, 777: 20120, 1000: 24235, 2500: 47767, 5000: 82064,
    },
    ("flyers", "8.5x11", ""): {
        25: 3150, 50: 3980, 73: 4668, 100: 5377, 121: 5925, 250: 8877,
        500: 14003, 777: 18789, 1000: 22470, 2500: 44947, 5000: 77227,
    },
}  # fmt: skip
EXAMPLES = [
    (configuration, quantity, cents)
    for configuration, prices in PUBLISHED.items()
    for quantity, cents in prices.items()
]


@pytest.mark.parametrize(("configuration", "quantity", "cents"), EXAMPLES)
def test_every_published_price_comes_out_to_the_cent(spec_of, tables, configuration, quantity, cents):
    product, size, options = configuration
    spec = spec_of(product, size=size, quantity=str(quantity), **dict(parse_qsl(options)))
    assert price(spec, tables).total_cents == cents


@pytest.mark.parametrize(
    ("size", "pieces"),
    [("3.5x2", 24), ("2x6", 16), ("4x6", 8), ("5x7", 4), ("6x9", 4), ("6x11", 2), ("8.5x11", 2), ("11x17", 1)],
)
def test_a_press_sheet_holds_as_many_pieces_as_the_trade_says(tables, size, pieces):
    width, height = (Decimal(side) for side in size.split("x"))
    assert pieces_per_sheet(width, height, tables.press) == pieces
    assert pieces_per_sheet(height, width, tables.press) == pieces


def test_a_piece_larger_than_the_sheet_fits_nowhere(tables):
    assert pieces_per_sheet(Decimal("12.5"), Decimal(13), tables.press) == 0


def test_the_price_does_not_depend_on_the_arithmetic_settings_of_the_program(spec_of, tables):
    spec = spec_of("postcards", quantity="777")
    with localcontext() as rough:
        rough.prec, rough.rounding = 4, ROUND_DOWN
        assert price(spec, tables).total_cents == 15619
        assert getcontext().prec == 4


def test_a_price_is_taken_apart_in_plain_words(spec_of, tables):
    breakdown = price(spec_of("business-cards", quantity="250", corners="round-1-8", proof="hard", sets="2"), tables)
    assert [(line.label, line.cents) for line in breakdown.lines] == [
        ("Set-up", 1200),
        ("Press run", 3404),
        ("Paper", 299),
        ("Ink", 211),
        ("Corners: Round, 1/8 in.", 1000),
        ("1 more set", 800),
        ("Proof: Printed, and shipped to you", 2500),
    ]
    assert (breakdown.total_cents, breakdown.print_cents) == (9414, 6114)
    assert breakdown.unit_cents == Decimal("37.66")


def test_a_turnaround_multiplies_the_print_price_but_no_fee(spec_of, tables):
    plain = price(spec_of("business-cards", proof="hard", sets="3"), tables)
    quick = price(spec_of("business-cards", proof="hard", sets="3", turnaround="one-day"), tables)
    fees = plain.total_cents - plain.print_cents
    assert fees == 2500 + 2 * 800
    assert quick.total_cents - quick.print_cents == fees
    assert (plain.print_cents, quick.print_cents) == (5114, 7670)


@pytest.mark.parametrize(("sets", "fee"), [(1, 0), (2, 800), (5, 3200), (6, 3700), (10, 5700), (11, 6000), (12, 6300)])
def test_the_fee_of_a_set_falls_from_the_fifth_extra_set_and_again_from_the_tenth(spec_of, tables, sets, fee):
    breakdown = price(spec_of("business-cards", sets=str(sets)), tables)
    assert breakdown.total_cents - breakdown.print_cents == fee


def test_the_smallest_price_is_a_line_of_its_own(spec_of, dearer_minimum):
    breakdown = price(spec_of("business-cards", quantity="25"), dearer_minimum)
    assert breakdown.total_cents == 5000
    assert [line.cents for line in breakdown.lines if line.code == "minimum"] == [5000 - 2091]


def test_white_ink_is_charged_once_for_each_side(spec_of, tables):
    one, two = (
        {line.code: line.cents for line in price(spec_of("business-cards", stock="BLK100C", color=color), tables).lines}
        for color in ("white/0", "white/white")
    )
    assert (one["white"], two["white"]) == (2500 + 11 * 30, 2 * (2500 + 11 * 30))
    assert "ink" not in one


def test_foil_is_charged_by_the_started_card_size(spec_of, tables):
    card, postcard = (
        {line.code: line.cents for line in price(spec_of(product, quantity="100", foil_front="gold"), tables).lines}
        for product in ("business-cards", "postcards")
    )
    assert card["foil_front"] == 6000 + 100 * 6
    assert postcard["foil_front"] == 6000 + 4 * 100 * 6


def test_a_first_piece_on_a_new_press_sheet_costs_at_most_two_percent_more_apiece(spec_of, tables):
    full, begun = (price(spec_of("business-cards", stock="SYN10", quantity=count), tables) for count in ("48", "49"))
    assert begun.total_cents * 48 * 100 <= full.total_cents * 49 * 102
    assert [line.cents for line in begun.lines if line.code == "new-sheet"] == [-23]


def test_a_breakdown_survives_being_frozen_as_json(spec_of, tables):
    breakdown = price(spec_of("business-cards", corners="round-1-4", sets="3"), tables)
    frozen = json.loads(json.dumps(breakdown.to_json()))
    assert Breakdown.from_json(frozen) == breakdown
    assert frozen["tables_version"] == 1
