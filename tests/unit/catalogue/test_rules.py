"""Which choices go together: every rule refuses what it is about, with its sentence, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue.pricing import price
from app.catalogue.reading import query_of, read
from app.catalogue.rules import unavailable
from tests.thorough import tries
from tests.unit.catalogue.random_specs import PRODUCTS, TABLES, specs

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
REFUSED += [
    ("brochures", "coating_front", "Only coated cover paper can be laminated.", {"coating_front": "lam-matte"}),
    ("brochures", "coating_back", "Only coated cover paper can be laminated.", {"coating_back": "soft-touch"}),
    (
        "brochures",
        "coating_front",
        "UV is for coated paper of 100lb. text or heavier.",
        {"stock": "CG80T", "coating_front": "uv-gloss"},
    ),
    (
        "brochures",
        "coating_back",
        "UV is for coated paper of 100lb. text or heavier.",
        {"stock": "UN80T", "coating_back": "uv-matte"},
    ),
    ("booklets", "cover_coating", COATED_ONLY, {"cover_coating": "uv-gloss"}),
    ("booklets", "cover_color", SELF_COVER, {"cover_stock": "self", "cover_color": "4/0"}),
    ("stickers", "color", "White ink is for clear vinyl.", {"material": "PAPERS", "color": "4/0+white"}),
    (
        "calendars",
        "binding",
        "A calendar of this size is too large to fold from one sheet; it comes on a wire.",
        {"size": "12x12", "binding": "stitched", "stock": "CG100T"},
    ),
    (
        "calendars",
        "stock",
        "28 pages of cover paper are too thick to stitch; choose the text paper.",
        {"binding": "stitched"},
    ),
    ("calendars", "stock", "On a wire, leaves of text paper tear out; choose a cover paper.", {"stock": "CG100T"}),
    ("calendars", "turnaround", "Wire binding needs more than one day.", {"turnaround": "one-day"}),
    ("wire-booklets", "turnaround", "Wire binding needs more than one day.", {"turnaround": "one-day"}),
    (
        "perfect-bound-books",
        "turnaround",
        "The glue of the spine needs more than one day.",
        {"turnaround": "one-day"},
    ),
    (
        "perfect-bound-books",
        "turnaround",
        "The glue of the spine needs more than two days.",
        {"turnaround": "two-day"},
    ),
    ("stickers", "turnaround", "Cutting to a shape needs more than one day.", {"turnaround": "one-day"}),
    ("presentation-folders", "turnaround", "Cutting to a shape needs more than one day.", {"turnaround": "one-day"}),
    (
        "posters",
        "turnaround",
        "Lamination needs more than one day to cure.",
        {"laminate": "clear", "turnaround": "one-day"},
    ),
    (
        "folded-cards",
        "foil_front",
        "Foil holds only on coated or laminated paper.",
        {"stock": "LIN100C", "foil_front": "gold"},
    ),
    (
        "folded-cards",
        "color",
        "White ink is for black, kraft, pearl and synthetic paper.",
        {"color": "4/0+white"},
    ),
]
ALLOWED = [
    ("brochures", {"coating_front": "uv-gloss", "coating_back": "uv-gloss"}),
    ("brochures", {"stock": "CM100C", "coating_front": "soft-touch", "fold": "gate"}),
    ("booklets", {"text_stock": "CG100C", "cover_coating": "lam-gloss"}),
    ("booklets", {"cover_stock": "CM80C", "cover_color": "4/0", "cover_coating": "soft-touch"}),
    ("perfect-bound-books", {"foil_front": "gold"}),
    ("calendars", {"binding": "stitched", "stock": "CG100T", "turnaround": "one-day"}),
    ("calendars", {"size": "12x12"}),
    ("coil-booklets", {"turnaround": "one-day", "color": "1/0", "overlay": "clear-black"}),
    ("stickers", {"material": "VINYLC", "color": "4/0+white", "turnaround": "two-day"}),
    ("folded-cards", {"stock": "PEARL105C", "color": "4/4+white"}),
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


@pytest.mark.parametrize(("product", "part", "sentence", "typed"), REFUSED)
def test_the_form_shuts_the_choice_with_the_same_sentence_before_it_is_made(tables, product, part, sentence, typed):
    result = read({"product": product, **typed}, tables)
    assert unavailable(result.product, result.typed, part, result.typed[part], tables) == sentence


@pytest.mark.thorough
@pytest.mark.parametrize("slug", PRODUCTS)
@settings(max_examples=tries(500, 25), deadline=None)
@given(data=st.data())
def test_every_part_keeps_one_choice_open_whatever_stands_above_it(slug, data):
    # `specs` draws each choice from those still open, in the order of the form, and would find none to draw.
    assert read(query_of(data.draw(specs(slug))), TABLES).errors == {}


def test_the_score_of_a_folded_card_is_a_line_of_its_own_and_text_paper_needs_none(tables):
    lines = {}
    for stock in ("CG100T", "CG100C"):
        spec = read({"product": "brochures", "quantity": "100", "stock": stock}, tables).spec
        assert spec is not None
        lines[stock] = {line.code: line.cents for line in price(spec, tables).lines}
    assert "score" not in lines["CG100T"]
    assert lines["CG100C"]["score"] == 600 + 120


@pytest.mark.parametrize(("fold", "times"), [("half", 1), ("roll", 1), ("gate", 1.5), ("double-parallel", 1.5)])
def test_gate_and_double_parallel_folds_cost_half_as_much_again(tables, fold, times):
    spec = read({"product": "brochures", "quantity": "100", "fold": fold}, tables).spec
    assert spec is not None
    assert {line.code: line.cents for line in price(spec, tables).lines}["fold"] == 1600 * times
