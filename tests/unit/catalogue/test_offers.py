"""The quantity table and the offers beside a price."""

from app.catalogue.offers import offers, quantity_table


def test_the_table_lists_every_break_of_the_range_and_the_chosen_quantity(spec_of, tables):
    rows = quantity_table(spec_of("business-cards", quantity="300"), tables)
    assert [row.quantity for row in rows] == [25, 50, 100, 250, 300, 500, 1000, 2500, 5000]
    assert [row.quantity for row in rows if row.chosen] == [300]


def test_the_next_break_says_how_many_more_for_how_much(spec_of, tables):
    found = offers(spec_of("business-cards", quantity="240"), tables)
    assert [(offer.more, offer.cents, offer.fills_sheet) for offer in found] == [(10, 133, False)]


def test_a_sheet_just_begun_offers_the_pieces_that_fill_it(spec_of, tables):
    found = offers(spec_of("business-cards", stock="SYN10", quantity="49"), tables)
    assert [(offer.quantity, offer.fills_sheet) for offer in found] == [(50, False), (72, True)]


def test_nothing_is_offered_beyond_the_range(spec_of, tables):
    assert offers(spec_of("business-cards", quantity="10000"), tables) == []


def test_a_table_with_many_sets_begins_where_each_set_has_a_piece(spec_of, tables):
    rows = quantity_table(spec_of("business-cards", quantity="250", sets="40"), tables)
    assert rows[0].quantity == 50
