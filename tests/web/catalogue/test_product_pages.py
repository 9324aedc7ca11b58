"""What the product pages do for products with pages, covers and folds, and for a visitor's basket."""

from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from sqlalchemy import event

from app.catalogue import service
from app.catalogue.loading import DATA
from app.foundation.database import db
from tests.pages import BASE, spaced


def total(page) -> str:
    return spaced(page[".price output"][0])


def option(page, part: str, value: str):
    return page[f'[data-part="{part}"] [value="{value}"]'][0]


def test_a_book_asks_for_its_pages_and_says_its_limits(shopper):
    page = shopper.get("/products/booklets")
    assert page["#pages"][0].get("value") == "16"
    assert spaced(page["#pages-hint"][0]) == "8 to 64, in steps of 4. The cover counts as four."
    more = page.form("/products/booklets").submit(pages="32")
    assert more.status == 200
    assert total(more) != total(page)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"pages": "10"}, "Pages come in steps of 4: 8 or 12."),
        ({"pages": "4"}, "A booklet of ours has 8 to 64 pages."),
        ({"pages": "many"}, "Type the number of pages as a whole number, like 16."),
    ],
)
def test_pages_that_cannot_be_bound_are_said_beside_the_field(shopper, query, sentence):
    page = shopper.get("/products/booklets", query)
    assert page.status == 422
    assert page.errors() == {"pages": sentence}
    assert page["#pages"][0].get("value") == query["pages"]


def test_a_paper_too_thick_for_the_pages_is_shut_with_its_reason(shopper):
    page = shopper.get("/products/booklets", {"pages": "24"})
    thick = option(page, "text_stock", "CG100C")
    assert thick.get("disabled") is not None
    assert "16" in spaced(page.tree.get_element_by_id(thick.get("aria-describedby")))


def test_a_calendar_has_its_pages_and_asks_for_none(shopper):
    page = shopper.get("/products/calendars")
    assert page.status == 200
    assert not page["#pages"]


def test_many_papers_are_a_list_and_the_chosen_one_is_described(shopper):
    page = shopper.get("/products/coil-booklets")
    assert page["select#text_stock"]
    cards = shopper.get("/products/business-cards", {"stock": "LIN100C"})
    assert spaced(cards["#stock-hint"][0]) == ("Linen White 100lb. Cover: Pressed with a fine weave that you can feel.")


@pytest.mark.parametrize("slug", ["brochures", "booklets", "posters", "stickers"])
def test_the_panel_leads_on(shopper, slug):
    page = shopper.get(f"/products/{slug}")
    places = {
        words: urlsplit(page.link(words))
        for words in ("Order this", "Add to basket", "Save as a quote", "What makes it by a date?", "Template (PDF)")
    }
    assert [place.path for place in places.values()] == [
        "/orders/new",
        "/basket/new",
        "/quotes/new",
        f"/products/{slug}/dates",
        f"/products/{slug}/template.pdf",
    ]
    for place in places.values():
        spec = service.spec_from({"product": slug} | dict(parse_qsl(place.query))).spec
        assert spec is not None
        assert spec.product == slug


def test_the_basket_of_a_visitor_is_carried_by_every_link_and_by_the_form(shopper):
    jobs = ["product=flyers&quantity=100", "product=booklets&pages=8"]
    page = shopper.get("/products/postcards", {"job": jobs})
    assert "Your basket holds 2 jobs." in page.main
    assert page.response.headers["Cache-Control"] == "no-store"
    for words in ("See the basket", "Add to basket", "Products", "1,000"):
        link = next(item for item in page["main a"] if spaced(item) == words)
        assert parse_qs(urlsplit(link.get("href")).query)["job"] == jobs
    again = shopper.get("/products/postcards", {"job": jobs, "quantity": "500"})
    assert [item.get("value") for item in again['[name="job"]']] == jobs
    listed = shopper.get("/products", {"job": jobs})
    assert all(parse_qs(urlsplit(link.get("href")).query)["job"] == jobs for link in listed[".card a"])


def test_a_page_with_a_basket_is_never_shown_to_another(shopper):
    shopper.get("/products/postcards", {"job": "product=flyers"})
    assert "basket holds" not in shopper.get("/products/postcards").main


def test_a_basket_of_too_many_or_too_long_jobs_is_cut(shopper):
    page = shopper.get("/products/postcards", {"job": ["x" * 501, *["product=flyers"] * 30], "quantity": "500"})
    assert len(page['[name="job"]']) == 10
    assert "for 500 postcards" in page.main


def test_what_is_typed_is_read_beside_a_long_basket(shopper):
    jobs = ["product=business-cards&" + "x" * 470] * 10
    page = shopper.get("/products/postcards", {"job": jobs, "quantity": "321"})
    assert "for 321 postcards" in page.main


def test_the_home_form_goes_on_to_the_product(shopper):
    answer = shopper.get("/products", {"product": "flyers", "quantity": "500", "job": "product=stickers"})
    assert answer.status == 303
    assert answer.location == "/products/flyers?quantity=500&job=product%3Dstickers"
    assert shopper.get("/products", {"product": "tattoos"}).status == 200


SLUGS = sorted(path.stem for path in (DATA / "products").glob("*.toml"))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_parts_of_every_price_add_up_and_the_fragment_says_the_same(shopper, slug):
    page = shopper.get(f"/products/{slug}")
    amounts = [spaced(amount).replace("$", "").replace(".", "").replace(",", "") for amount in page[".lines dd"]]
    cents = sum(int(amount) for amount in amounts)
    assert total(page) == f"${cents // 100:,}.{cents % 100:02}"
    fragment = shopper.client.get(f"/products/{slug}/price", base_url=BASE).get_data(as_text=True)
    assert total(page) in fragment
    for mark in ("data-part", "data-live"):
        assert all(f'{mark}="{item.get(mark)}"' in fragment for item in page[f"[{mark}]"])


@pytest.mark.parametrize("slug", SLUGS)
def test_the_quantity_table_of_every_product_rises_and_each_piece_gets_cheaper(shopper, slug):
    page = shopper.get(f"/products/{slug}")
    prices, each = ([spaced(cell) for cell in row.cssselect("td")] for row in page[".ladder tbody tr"])
    cents = [int(price.replace("$", "").replace(".", "").replace(",", "")) for price in prices]
    assert cents == sorted(cents)
    pieces = [
        float(one.strip("¢")) if one.endswith("¢") else float(one.replace("$", "").replace(",", "")) * 100
        for one in each
    ]
    assert pieces == sorted(pieces, reverse=True)
    assert page[".ladder .chosen"]


@pytest.mark.parametrize("slug", ["business-cards", "perfect-bound-books"])
def test_a_price_asks_the_database_at_most_twice_and_then_comes_from_the_cache(app, shopper, slug):
    found: list[str] = []
    page_cache_is_empty = shopper.client.get("/products/flyers/price?quantity=77", base_url=BASE)
    assert page_cache_is_empty.status_code == 200
    engine = db.engine
    event.listen(engine, "before_cursor_execute", note := lambda *sent: found.append(str(sent[2])))
    try:
        for _ in range(2):
            found.clear()
            assert shopper.client.get(f"/products/{slug}/price?quantity=300", base_url=BASE).status_code == 200
            asked = [statement for statement in found if not statement.startswith("PRAGMA")]
            assert len(asked) <= 2, asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("query", ["pages=%00", "pages=999999999", "pages=-4", "job=%FF%FE", "job=" + "%F0" * 900])
def test_no_query_breaks_a_page_of_books(shopper, query):
    for ending in ("", "/price"):
        answer = shopper.client.get(f"/products/perfect-bound-books{ending}?{query}", base_url=BASE)
        assert answer.status_code in {200, 422}
