"""Every published price, to the cent: the list of example configurations, and the table of the specification."""

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.catalogue.pricing import price
from app.catalogue.reading import read
from app.config import ROOT

COPY = ROOT / "tests" / "fixtures" / "prices" / "expected.csv"
PUBLISHED = ROOT.parent / "shared" / "prices" / "expected.csv"

CONFIGURATIONS: dict[str, dict[str, str]] = {
    "business card 3.5x2 CM130C 4/4": {"product": "business-cards"},
    "business card 3.5x2 CM130C 4/4 + round corners": {"product": "business-cards", "corners": "round-1-8"},
    # The list calls this group a business card. Its amounts are those of the 4x6 postcard with that coating
    # (the card's are lower), so here they are the postcard's.
    "business card 3.5x2 CM130C 4/4 + UV gloss 1 side": {"product": "postcards", "coating_front": "uv-gloss"},
    "bookmark 2x6 CM130C 4/4": {"product": "business-cards", "size": "2x6"},
    "postcard 4x6 CM130C 4/4": {"product": "postcards", "size": "4x6"},
    "postcard 6x9 CM130C 4/4": {"product": "postcards", "size": "6x9"},
    "flyer 8.5x11 CG100T 4/4": {"product": "flyers", "size": "8.5x11"},
    "tri-fold 8.5x11 CG100T 4/4": {"product": "brochures", "size": "8.5x11", "fold": "tri"},
    "folded card 5x7 (flat 10x7) CM100C 4/4": {"product": "folded-cards", "size": "5x7"},
    "saddle 8.5x11 8pp self CG100T": {
        "product": "booklets", "size": "8.5x11", "pages": "8", "text_stock": "CG100T", "cover_stock": "self",
    },
    "saddle 8.5x11 16pp CG100C/CG80T": {
        "product": "booklets", "size": "8.5x11", "pages": "16", "text_stock": "CG80T", "cover_stock": "CG100C",
    },
    "saddle 5.5x8.5 16pp CG100C/CG80T": {
        "product": "booklets", "size": "5.5x8.5", "pages": "16", "text_stock": "CG80T", "cover_stock": "CG100C",
    },
    "wire calendar 8.5x11 28pp CM100C": {"product": "calendars", "size": "8.5x11", "binding": "wire"},
    "letterhead 8.5x11 UN70T 4/0": {"product": "letterhead", "size": "8.5x11"},
    "envelope #10 24lb 4/0": {"product": "envelopes", "size": "10"},
    "notepad 5.5x8.5 50 sh UN70T 4/0": {"product": "notepads", "size": "5.5x8.5", "sheets": "50"},
    "sticker 3x3 die-cut vinyl": {"product": "stickers", "size": "3x3"},
    "poster 18x24": {"product": "posters", "size": "18x24"},
}  # fmt: skip


def rows(file: Path) -> list[tuple[str, int, int]]:
    with file.open(newline="") as lines:
        return [
            (row["configuration"], int(row["quantity"]), int(Decimal(row["price_usd"]) * 100))
            for row in csv.DictReader(lines)
        ]


def cents(tables, configuration: dict[str, str], quantity: int) -> int:
    """What so many cost; the list also has quantities below what we sell, which the price function knows."""
    spec = read(configuration, tables).spec
    assert spec is not None
    return price(replace(spec, quantity=quantity), tables).total_cents


def differences(tables, file: Path) -> list[tuple[str, int, int, int]]:
    found = []
    for name, quantity, wanted in rows(file):
        ours = cents(tables, CONFIGURATIONS[name], quantity)
        if ours != wanted:
            found.append((name, quantity, wanted, ours))
    return found


def test_every_published_price_comes_out_to_the_cent(tables):
    assert differences(tables, COPY) == []
    assert len(rows(COPY)) == 172


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published list lies beside the project only where it is built")
def test_the_published_list_is_the_one_that_we_keep_a_copy_of(tables):
    assert rows(PUBLISHED) == rows(COPY)
    assert differences(tables, PUBLISHED) == []


COIL = {
    "product": "coil-booklets", "size": "8.5x11", "pages": "40", "text_stock": "CM80T", "cover_stock": "CM100C",
}  # fmt: skip


@pytest.mark.parametrize(
    ("quantity", "dollars"), [(10, 131), (25, 233), (50, 385), (100, 676), (250, 1457), (500, 2712), (1000, 5064)]
)
def test_coil_booklets_cost_what_the_table_says_to_the_dollar(tables, quantity, dollars):
    assert round(cents(tables, COIL, quantity) / 100) == dollars


def by_hand(markup: float, pages: int, quantity: int, sheets: float, bind_setup: float, bind: float) -> int:
    run = 30 + 0.25 * pages + 5.5 * quantity**0.72
    return round((run + quantity * sheets * markup + bind_setup + bind * quantity) * 100)


def test_a_perfect_bound_book_follows_its_formula(tables):
    book = {"product": "perfect-bound-books", "size": "5.5x8.5", "pages": "100", "cover_color": "4/0"}
    # 50 leaves, four to a sheet; one wrap cover of 11.5 x 8.5 in. to half a sheet: 7.25 sheets a book in all.
    paper = 50 / 4 * (0.057 + 2 * 0.06) + (0.131 + 0.06) / 2
    assert cents(tables, book, 10) == by_hand(1.60, 100, 10, paper, 60, 1.60)


def test_a_folder_follows_its_formula(tables):
    # One colored side of a sheet as large as two.
    each = (2 * 0.170 + 2 * 0.06) * 1.60 + 0.22
    assert cents(tables, {"product": "presentation-folders"}, 100) == round((45 + 11 * 100**0.62 + 100 * each) * 100)


def test_a_wire_book_costs_more_than_a_coil_by_what_the_wire_costs_more(tables):
    wire = COIL | {"product": "wire-booklets"}
    assert cents(tables, wire, 100) - cents(tables, COIL, 100) == 40 * 100


@pytest.mark.parametrize(("stock", "factor"), [("VINYLC", 1.15), ("PAPERS", 0.85)])
def test_what_a_sticker_is_printed_on_multiplies_its_price(tables, stock, factor):
    sticker = {"product": "stickers", "material": stock}
    assert cents(tables, sticker, 100) == pytest.approx(6434 * factor, abs=1)


def test_a_pad_of_twice_the_size_takes_twice_the_paper(tables):
    pads = {size: cents(tables, {"product": "notepads", "size": size}, 100) for size in ("5.5x8.5", "8.5x11")}
    sheets = 50 / 4 * (0.073 + 0.06) + 0.104 / 4
    assert (pads["8.5x11"] - pads["5.5x8.5"]) / 100 == pytest.approx(
        100 * sheets * (2 * mean(2500) - mean(1250)), abs=0.02
    )


def mean(sheets: int) -> float:
    tiers = ((250, 1.6), (750, 1.4), (4000, 1.2))
    weighted, left = 0.0, sheets
    for size, factor in tiers:
        weighted += min(left, size) * factor
        left -= min(left, size)
    return weighted / sheets
