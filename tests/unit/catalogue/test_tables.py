"""Tables that contradict themselves are refused before anything is sold by them."""

import json

import pytest

from app.catalogue.loading import body_from_files, tables_from_text
from app.catalogue.tables import TablesError


def body() -> dict:
    return json.loads(body_from_files())


@pytest.mark.parametrize(
    "harm",
    [
        lambda body: body.pop("stocks"),
        lambda body: body["stocks"]["CM130C"].update(cost="a lot"),
        lambda body: body["products"]["flyers"]["parts"].update(stock=["CG100T", "GOLD"]),
        lambda body: body["products"]["flyers"]["parts"].update(scent=["rose"]),
        lambda body: body["products"]["flyers"]["parts"].update(drill=[]),
        lambda body: body["products"]["flyers"].update(sizes=[]),
        lambda body: body["products"]["flyers"].update(start_quantity=1),
        lambda body: body["products"]["flyers"]["price"].update(model="magic"),
        lambda body: body["parts"]["drill"]["choices"]["one"].update(finish="laser"),
        lambda body: body["colors"]["white/0"].update(finish="snow"),
        lambda body: body.update(rules=7),
        lambda body: body["products"]["flyers"].update(family="hats"),
        lambda body: body["products"]["flyers"]["price"].pop("run"),
        lambda body: body["products"]["booklets"]["pages"].update(start=18),
        lambda body: body["products"]["booklets"]["pages"].update(step=0),
        lambda body: body["products"]["booklets"]["pages"].update(min=0, start=0),
        lambda body: body["products"]["stickers"]["parts"].update(material=["PAPERS", "VINYLC"], color=["4/0+white"]),
        lambda body: body["products"]["notepads"]["sizes"].insert(0, {"code": "40x40", "name": "A wall"}),
        lambda body: body["finishes"].pop("wire"),
        lambda body: body["finishes"].pop("score"),
    ],
)
def test_tables_with_a_hole_in_them_are_refused(harm):
    holed = body()
    harm(holed)
    with pytest.raises(TablesError):
        tables_from_text(json.dumps(holed), 1)


def test_the_files_of_the_repository_hold_their_products_in_their_order():
    numbers = [product["number"] for product in body()["products"].values()]
    assert numbers == sorted(set(numbers))


def test_no_digit_of_a_price_is_lost_on_the_way_through_json():
    assert body()["colors"]["4/4"]["front"] == "color"
    assert body()["press"]["clicks"]["black"] == "0.015"
    assert body()["products"]["flyers"]["price"]["exponent"] == "0.455"
