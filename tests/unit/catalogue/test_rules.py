"""Which choices go together: every rule refuses what it is about, with its sentence, and nothing else."""

import pytest

from app.catalogue.reading import read
from app.catalogue.rules import unavailable

SELF_COVER = "A cover of the paper inside is printed on both sides, as its inside pages are yours."
COATED_ONLY = "Only coated cover paper can be coated or laminated."
REFUSED = [
    ("business-cards", "color", "White ink is for black, kraft, pearl and synthetic paper.", {"color": "4/4+white"}),
    ("business-cards", "color", "Black paper takes white ink only.", {"stock": "BLK100C"}),
    ("business-cards", "color", "Black paper takes white ink only.", {"stock": "BLK100C", "color": "4/0+white"}),
    ("booklets", "cover_color", SELF_COVER, {"cover_color": "4/0"}),
    ("business-cards", "coating_front", COATED_ONLY, {"stock": "UN120C", "coating_front": "uv-gloss"}),
    ("business-cards", "coating_back", COATED_ONLY, {"stock": "LIN100C", "coating_back": "lam-matte"}),
    ("postcards", "coating_front", COATED_ONLY, {"stock": "KRAFT100C", "coating_front": "soft-touch"}),
    ("flyers", "coating_front", COATED_ONLY, {"stock": "CG100T", "coating_front": "uv-gloss"}),
    (
        "postcards",
        "coating_back",
        "UV does not go with soft-touch on the other side.",
        {"coating_front": "soft-touch", "coating_back": "uv-matte"},
    ),
    (
        "postcards",
        "coating_back",
        "Soft-touch does not go with UV on the other side.",
        {"coating_front": "uv-gloss", "coating_back": "soft-touch"},
    ),
    (
        "business-cards",
        "foil_front",
        "Foil holds only on coated or laminated paper.",
        {"stock": "KRAFT100C", "foil_front": "gold"},
    ),
    (
        "business-cards",
        "foil_back",
        "Foil holds only on coated or laminated paper.",
        {"stock": "UN130C", "foil_back": "rose"},
    ),
    (
        "business-cards",
        "raised_uv",
        "Raised UV holds only on coated or laminated paper.",
        {"stock": "LIN100C", "raised_uv": "front"},
    ),
    (
        "business-cards",
        "turnaround",
        "Lamination needs more than one day to cure.",
        {"coating_back": "soft-touch", "turnaround": "one-day"},
    ),
    ("postcards", "turnaround", "Foil cannot be done in one day.", {"foil_back": "silver", "turnaround": "one-day"}),
    ("postcards", "turnaround", "Foil cannot be done in two days.", {"foil_front": "gold", "turnaround": "two-day"}),
    (
        "business-cards",
        "turnaround",
        "Raised UV cannot be done in one day.",
        {"raised_uv": "front", "turnaround": "one-day"},
    ),
    (
        "business-cards",
        "turnaround",
        "Raised UV cannot be done in two days.",
        {"raised_uv": "both", "turnaround": "two-day"},
    ),
]
ALLOWED = [
    ("business-cards", {"stock": "BLK100C", "color": "white/white"}),
    ("business-cards", {"stock": "SYN10", "color": "4/4+white"}),
    ("business-cards", {"foil_front": "gold", "coating_front": "soft-touch", "raised_uv": "front"}),
    ("postcards", {"coating_front": "uv-gloss", "coating_back": "uv-gloss", "turnaround": "one-day"}),
    ("postcards", {"coating_front": "lam-matte", "turnaround": "two-day"}),
    ("flyers", {"stock": "CM100C", "coating_front": "uv-matte", "perforation": "one", "drill": "one"}),
]


@pytest.mark.parametrize(("product", "part", "sentence", "typed"), REFUSED)
def test_what_cannot_be_made_is_refused_beside_the_choice(tables, product, part, sentence, typed):
    assert read({"product": product, **typed}, tables).errors == {part: f"{sentence} Please choose another."}


@pytest.mark.parametrize(("product", "typed"), ALLOWED)
def test_what_can_be_made_is_let_through(tables, product, typed):
    assert read({"product": product, **typed}, tables).errors == {}


def test_every_rule_of_the_tables_has_an_example_here(tables):
    assert {rule.reason for rule in tables.rules} == {sentence for _, _, sentence, _ in REFUSED}


def test_no_choice_of_a_paper_is_ever_locked_by_a_choice_below_it(tables):
    cards = tables.products["business-cards"]
    chosen = read({"product": "business-cards", "color": "4/4", "coating_front": "uv-gloss"}, tables).typed
    for stock in cards.parts["stock"]:
        assert unavailable(cards, chosen, "stock", stock, tables) == ""


def test_every_part_keeps_one_choice_open_whatever_stands_above_it(tables):
    for product in tables.products.values():
        first = next(iter(product.parts))
        for choice in product.parts[first]:
            chosen = read({"product": product.slug, first: choice}, tables).typed
            for part, choices in product.parts.items():
                assert any(not unavailable(product, chosen, part, choice, tables) for choice in choices)
