"""The product list and the product pages, as a visitor without an account sees them."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import brotli
import pytest

from app.catalogue import service
from app.catalogue.loading import DATA, body_from_files
from app.foundation import clock
from app.foundation.database import db
from tests.pages import BASE, spaced

PRODUCTS = sorted(path.stem for path in (DATA / "products").glob("*.toml"))


def total(page) -> str:
    return spaced(page[".price output"][0])


def option(page, part: str, value: str):
    return page[f'[data-part="{part}"] [value="{value}"]'][0]


def test_the_list_shows_every_product_in_its_group_with_a_price_and_a_picture(shopper):
    page = shopper.get("/products")
    products = service.current_tables().products.values()
    assert sorted(spaced(link) for link in page[".card a"]) == sorted(product.name for product in products)
    assert [spaced(head) for head in page["h2"]][:2] == ["Cards", "Flyers and brochures"]
    assert [link.get("href") for link in page[".jump a"]] == [f"#{head.get('id')}" for head in page["main h2"]]
    assert "250 cards for $51.14" in page.main
    pictures = {picture.get("src") for picture in page[".card img"]}
    assert len(pictures) == len(products)
    for picture in pictures:
        with shopper.client.get(picture, base_url=BASE) as answer:
            assert answer.status_code == 200


@pytest.mark.parametrize("slug", PRODUCTS)
def test_pricing_needs_no_account_and_leaves_no_cookie(shopper, slug):
    page = shopper.get(f"/products/{slug}")
    assert page.status == 200
    assert total(page).startswith("$")
    assert page.form(f"/products/{slug}").method == "get"
    assert not page["[name=csrf_token]"]
    assert shopper.cookies() == {}


def test_a_postcard_is_priced_by_filling_the_form(shopper):
    form = shopper.get("/products/postcards").form("/products/postcards", "Update price")
    page = form.submit(size="6x9", quantity="500")
    assert total(page) == "$146.72"
    assert "29.3¢ each for 500 postcards" in page.main


def test_the_price_is_taken_apart_and_the_parts_add_up(shopper):
    page = shopper.get("/products/business-cards", {"corners": "round-1-8", "sets": "2", "turnaround": "one-day"})
    amounts = [spaced(amount) for amount in page[".lines dd"]]
    cents = sum(int(amount.replace("$", "").replace(".", "").replace(",", "")) for amount in amounts)
    assert f"${cents // 100}.{cents % 100:02}" == total(page)
    assert [spaced(words) for words in page[".lines dt"]] == [
        "Set-up",
        "Press run",
        "Paper",
        "Ink",
        "Corners: Round, 1/8 in.",
        "Faster turnaround",
        "1 more set",
    ]


def test_the_quantity_table_leads_to_each_quantity(shopper):
    page = shopper.get("/products/flyers", {"color": "4/0", "quantity": "300"})
    heads = [spaced(link) for link in page[".ladder thead a"]]
    assert heads == ["25", "50", "100", "250", "300", "500", "1,000", "2,500", "5,000"]
    assert [spaced(link) for link in page['.ladder [aria-current="true"]']] == ["300"]
    row = dict(zip(heads, [spaced(cell) for cell in page[".ladder tbody tr:first-child td"]], strict=True))
    larger = page.open("2,500")
    assert total(larger) == row["2,500"]
    assert option(larger, "color", "4/0").get("checked") is not None


def test_the_next_quantity_break_is_offered_with_what_it_costs_more(shopper):
    page = shopper.get("/products/business-cards", {"quantity": "240"})
    assert "10 more cards for $1.33" in page.main
    assert total(page.open("10 more cards")) == "$51.14"


def test_the_order_link_carries_the_whole_specification(shopper):
    page = shopper.get("/products/business-cards", {"size": "custom", "width": "3", "height": "2.5", "sets": "4"})
    target = urlsplit(page.link("Order this"))
    result = service.spec_from(dict(parse_qsl(target.query)))
    assert target.path == "/orders/new"
    assert result.spec is not None
    assert (result.spec.product, str(result.spec.width_in), result.spec.sets) == ("business-cards", "3", 4)


@pytest.mark.parametrize(
    ("central", "approve", "ship"),
    [
        ((2030, 6, 11, 8, 59, 30), "Tuesday, June 11", "Thursday, June 13"),
        ((2030, 6, 11, 9, 0, 0), "Tuesday, June 11", "Thursday, June 13"),
        ((2030, 6, 11, 9, 0, 1), "Wednesday, June 12", "Friday, June 14"),
        ((2030, 7, 3, 12, 0, 0), "Friday, July 5", "Tuesday, July 9"),
    ],
)
def test_the_ship_date_is_a_day_and_says_until_when_to_approve(shopper, monkeypatch, central, approve, ship):
    moment = datetime(*central, tzinfo=clock.CENTRAL).astimezone(UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    page = shopper.get("/products/postcards")
    assert f"Ships by {ship}" in page.main
    assert f"approve the proof by 9:00 a.m. Central on {approve}" in page.main


def test_an_option_that_cannot_be_had_is_disabled_and_says_why(shopper):
    page = shopper.get("/products/business-cards", {"stock": "KRAFT100C"})
    assert option(page, "coating_front", "uv-gloss").get("disabled") is not None
    assert "UV gloss (Only coated cover paper can be coated or laminated.)" in page.main
    assert option(page, "color", "4/4+white").get("disabled") is None
    plain = shopper.get("/products/business-cards")
    white = option(plain, "color", "white/0")
    assert white.get("disabled") is not None
    why = plain.tree.get_element_by_id(white.get("aria-describedby"))
    assert spaced(why) == "White ink is for black, kraft, pearl and synthetic paper."


def test_a_clash_keeps_the_choice_and_says_what_to_do(shopper):
    page = shopper.get("/products/business-cards", {"stock": "BLK100C", "quantity": "500"})
    assert page.status == 422
    assert "Black paper takes white ink only. Please choose another." in page.main
    assert option(page, "stock", "BLK100C").get("checked") is not None
    assert option(page, "color", "4/4").get("disabled") is None
    assert not page[".price output"]
    mended = page.form("/products/business-cards").submit(color="white/white")
    assert (mended.status, total(mended)) == (200, "$143.40")


def test_what_was_typed_wrong_stays_with_its_sentence(shopper):
    form = shopper.get("/products/postcards").form("/products/postcards")
    page = form.submit(quantity="a few <b>cards</b>", size="custom", width="99", height="")
    assert page.status == 422
    assert page.errors() == {
        "quantity": "Type how many you want as a whole number, like 250.",
        "height": "Type the height in inches, like 3.5.",
    }
    assert page["#quantity"][0].get("value") == "a few <b>cards</b>"
    assert page["#width"][0].get("value") == "99"
    assert [link.get("href") for link in page[".error-summary a"]] == ["#quantity", "#height"]
    mended = page.form("/products/postcards").submit(quantity="100", width="5", height="7")
    assert (mended.status, mended.errors()) == (200, {})


@pytest.mark.parametrize(
    "query",
    [
        "quantity=%FF%FE&size=%00",
        "quantity=" + "9" * 3000,
        "size=custom&width=%D9%A3&height=1e5",
        "=&&&==&quantity",
        "quantity=1&quantity=2&stock[]=x&product=flyers",
        "stock=%F0%9F%98%80&sets=%E2%80%AE1",
        "size=custom&width=-0&height=.",
    ],
)
@pytest.mark.parametrize("ending", ["", "/price"])
def test_no_query_breaks_a_product_page(shopper, query, ending):
    answer = shopper.client.get(f"/products/business-cards{ending}", query_string=query, base_url=BASE)
    assert answer.status_code in {200, 422}


def test_of_a_field_sent_twice_the_first_counts(shopper):
    answer = shopper.get("/products/business-cards?quantity=500&quantity=7")
    assert total(answer) == "$74.41"


@pytest.mark.parametrize(
    "path", ["/products/tattoos", "/products/tattoos/price", "/products/Flyers", "/products/flyers/"]
)
def test_a_product_that_we_do_not_have_is_not_found(shopper, path):
    assert shopper.get(path).status == 404


def test_the_price_fragment_says_the_same_as_the_page_without_the_frame(shopper):
    query = {"quantity": "777", "coating_front": "uv-gloss"}
    fragment = shopper.client.get("/products/postcards/price", query_string=query, base_url=BASE)
    assert fragment.status_code == 200
    assert b"<html" not in fragment.data
    assert b"$177.95" in fragment.data
    assert total(shopper.get("/products/postcards", query)) == "$177.95"


def test_the_price_fragment_holds_every_part_that_the_script_renews(shopper):
    page = shopper.get("/products/business-cards")
    address = page["#configurator"][0].get("data-fragment")
    fragment = shopper.client.get(address, base_url=BASE).get_data(as_text=True)
    for mark in ("data-part", "data-live"):
        names = [element.get(mark) for element in page[f"[{mark}]"]]
        assert names
        assert all(f'{mark}="{name}"' in fragment for name in names)


def test_a_wrong_fragment_says_so_and_keeps_what_was_typed(shopper):
    fragment = shopper.client.get("/products/flyers/price?quantity=x", base_url=BASE)
    assert fragment.status_code == 422
    assert b"Type how many you want" in fragment.data
    assert b'value="x"' in fragment.data


def test_a_page_that_has_not_changed_is_not_sent_again(shopper):
    first = shopper.client.get("/products/flyers?quantity=100", base_url=BASE)
    again = shopper.client.get(
        "/products/flyers?quantity=100", base_url=BASE, headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


def test_what_one_visitor_typed_is_not_shown_to_another(shopper):
    shopper.get("/products/flyers", {"width": "my secret", "quantity": " 1,000"})
    assert "secret" not in shopper.get("/products/flyers", {"quantity": "1000"}).response.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/products", *(f"/products/{slug}" for slug in PRODUCTS)])
def test_a_page_fits_one_first_flight(shopper, path):
    answer = shopper.client.get(path, base_url=BASE, headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.data) <= 14_600
    assert b"<h1>" in brotli.decompress(answer.data)


def test_a_new_price_table_shows_at_its_time_and_not_before(shopper, act, monkeypatch):
    assert total(shopper.get("/products/business-cards")) == "$51.14"
    dearer = body_from_files().replace('"setup":12,"run"', '"setup":13,"run"')
    effective = datetime(2031, 1, 1, tzinfo=UTC)
    assert service.load_tables(act, effective, dearer) == 2
    db.session.commit()
    assert total(shopper.get("/products/business-cards")) == "$51.14"
    monkeypatch.setattr(clock, "now", lambda: effective)
    assert total(shopper.get("/products/business-cards")) == "$52.14"


@pytest.mark.parametrize("path", ["/products", "/products/flyers", "/products/flyers/price"])
def test_a_shop_without_tables_says_that_it_is_not_open(visitor, path):
    assert visitor.client.get(path, base_url=BASE).status_code == 503
