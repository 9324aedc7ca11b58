"""`flask catalogue ...`: the price function at the command line, and what it refuses."""

import json
from datetime import timedelta

import pytest
from flask import Flask

from app.catalogue import service
from app.catalogue.pricing import price
from app.foundation import clock, work
from app.foundation.acts import system_act


@pytest.fixture
def loaded(app: Flask) -> Flask:
    """A shop whose price tables are in force."""
    with app.app_context():
        act = system_act("command", "test", 1)
        work.unit(lambda: service.load_tables(act, clock.now() - timedelta(days=1)))
    return app


def ask(app: Flask, wanted: object, *, raw: str = "") -> tuple[int, dict]:
    told = app.test_cli_runner().invoke(args=["catalogue", "price"], input=raw or json.dumps(wanted))
    return told.exit_code, json.loads(told.stdout)


def test_a_booklet_is_priced_from_json_to_the_cent(loaded):
    wanted = {
        "product": "booklets",
        "size": [8.5, 11],
        "pages": 16,
        "stocks": {"text": "CG80T", "cover": "CG100C"},
        "colors": {"text": "4/4", "cover": "4/4"},
        "quantity": 25,
        "turnaround": "standard",
    }
    code, answer = ask(loaded, wanted)
    assert (code, answer["total_cents"]) == (0, 22061)
    assert sum(line["cents"] for line in answer["lines"]) == 22061
    assert answer["specification"]["pages"] == 16


def test_the_answer_is_that_of_the_price_function(loaded):
    code, answer = ask(loaded, {"product": "Business cards", "quantity": "500", "finishes": {"corners": "round-1-8"}})
    with loaded.app_context():
        spec = service.spec_from({"product": "business-cards", "quantity": "500", "corners": "round-1-8"}).spec
        assert spec is not None
        breakdown = price(spec, service.current_tables())
    assert code == 0
    assert answer["total_cents"] == breakdown.total_cents == 8641
    assert answer["unit_cents"] == str(breakdown.unit_cents)


def test_a_sticker_takes_its_material_by_any_of_its_names(loaded):
    wanted = {"product": "stickers", "quantity": 100}
    prices = {
        ask(loaded, wanted | {"stocks": stocks})[1]["total_cents"]
        for stocks in ("VINYLC", {"material": "VINYLC"}, {"stock": "VINYLC"}, {"paper": "VINYLC"})
    }
    assert prices == {7399}


def test_a_file_is_read_as_well(loaded, tmp_path):
    file = tmp_path / "cards.json"
    file.write_text('{"product": "business-cards", "quantity": 250}')
    told = loaded.test_cli_runner().invoke(args=["catalogue", "price", str(file)])
    assert json.loads(told.stdout)["total_cents"] == 5114


@pytest.mark.parametrize(
    ("product", "size", "code"),
    [
        ("envelopes", "#10", "10"),
        ("envelopes", "A7", "A7"),
        ("postcards", [6, 4], "4x6"),
        ("brochures", "11x8.5", "8.5x11"),
        ("booklets", [8.5, 5.5], "8.5x5.5"),
        ("booklets", "7x10", "custom"),
        ("posters", [20.5, 30], "custom"),
    ],
)
def test_a_size_is_given_by_code_name_or_measures(loaded, product, size, code):
    assert ask(loaded, {"product": product, "size": size})[1]["specification"]["size"] == code


@pytest.mark.parametrize(
    ("wanted", "field", "sentence"),
    [
        ({"product": "tattoos"}, "product", "We do not print that. Choose one of our products."),
        ([], "specification", "Give one JSON object, with at least a product."),
        (
            {"product": "booklets", "pages": 24, "stocks": {"text": "CG100C"}},
            "pages",
            "This paper holds 16 pages at most; choose a text paper for more.",
        ),
        ({"product": "postcards", "pages": 8}, "pages", "A postcard has no pages."),
        ({"product": "postcards", "quantity": True}, "quantity", "Give one word or number here."),
        ({"product": "postcards", "quantity": [1]}, "quantity", "Give one word or number here."),
        ({"product": "letterhead", "size": "9x9"}, "size", "We know these sizes of it: 8.5x11, 7.25x10.5."),
        ({"product": "postcards", "size": ["a", "b"]}, "size", None),
        ({"product": "postcards", "size": [0, 4]}, "size", None),
        ({"product": "postcards", "size": ["NaN", 4]}, "size", None),
        ({"product": "postcards", "stocks": {"paper": "GOLD"}}, "stock", "Choose one of the choices shown."),
        ({"product": "postcards", "finishes": {"glitter": "pink"}}, "glitter", None),
        ({"product": "booklets", "colors": "4/4"}, "colors", None),
        ({"product": "postcards", "paper": "CM130C"}, "paper", None),
        ({"product": "postcards", "finishes": {"foil_front": "gold"}, "turnaround": "one-day"}, "turnaround", None),
    ],
)
def test_what_cannot_be_made_ends_with_code_two_and_a_sentence_for_the_field(loaded, wanted, field, sentence):
    code, answer = ask(loaded, wanted)
    assert code == 2
    assert list(answer["errors"]) == [field]
    assert answer["errors"][field] == (sentence or answer["errors"][field])


@pytest.mark.parametrize("raw", ["{", "cards", "[" * 20000, '{"product": "postcards", "quantity": ' + "9" * 5000 + "}"])
def test_what_is_no_json_is_refused_like_the_rest(loaded, raw):
    code, answer = ask(loaded, None, raw=raw)
    assert (code, answer) == (2, {"errors": {"specification": "This is not JSON in UTF-8."}})


def test_the_products_are_listed_with_their_codes(loaded):
    told = loaded.test_cli_runner().invoke(args=["catalogue", "products"])
    listed = json.loads(told.stdout)
    assert len(listed) == 16
    assert listed["booklets"]["pages"] == {"min": 8, "max": 64, "step": 4}
    assert listed["business-cards"]["parts"]["stock"][0] == "CM130C"


def test_a_shop_without_tables_says_so(app):
    told = app.test_cli_runner().invoke(args=["catalogue", "products"])
    assert told.exit_code == 1
    assert "not been set up" in told.stderr
