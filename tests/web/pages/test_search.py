"""Search, as a visitor sees it."""

import pytest

from tests.pages import BASE, Browser, spaced


def results(page) -> list[str]:
    return [spaced(link) for link in page[".results a"]]


def test_a_visitor_finds_products_help_and_policy(visitor: Browser) -> None:
    page = visitor.get("/help").form("/search").submit(q="bleed")
    assert page.status == 200
    assert page["#q"][0].get("value") == "bleed"
    kinds = {spaced(tag) for tag in page[".results .tag"]}
    assert "Help" in kinds
    assert "Privacy policy" in {spaced(tag) for tag in visitor.get("/search", {"q": "cookies"})[".results .tag"]}
    assert visitor.cookies() == {}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("business card", "Business cards"),
        ("brochures", "Folded brochures"),
        ("leaflet", "Folded brochures"),
        ("STICKER", "Stickers"),
        ("magazine", "Saddle-stitch booklets"),
    ],
)
def test_the_best_place_stands_first(visitor: Browser, typed: str, first: str) -> None:
    assert results(visitor.get("/search", {"q": typed}))[0] == first


def test_a_paper_and_an_option_lead_to_the_products_that_have_them(visitor: Browser) -> None:
    linen = results(visitor.get("/search", {"q": "linen"}))
    assert {"Business cards", "Presentation folders"} <= set(linen)
    assert "Postcards" not in linen
    assert "Postcards" in results(visitor.get("/search", {"q": "gold foil"}))


def test_what_matched_is_marked_and_every_result_leads_somewhere(visitor: Browser) -> None:
    page = visitor.get("/search", {"q": "proof"})
    assert "proof" in {spaced(mark).lower() for mark in page[".results mark"]}
    for link in page[".results a"]:
        assert visitor.get(str(link.get("href")).partition("#")[0]).status in {200, 302, 303}


def test_an_empty_search_and_one_without_an_answer_say_what_to_do(visitor: Browser) -> None:
    assert "What you search for is not kept." in visitor.get("/search").main
    nothing = visitor.get("/search", {"q": "zeppelin <b>"})
    assert "Nothing holds all of “zeppelin <b>”" in nothing.main
    assert nothing.link("All products") == "/products"


@pytest.mark.parametrize("query", ["q=%00%FF", "q=" + "a" * 5000, "q=%25%5C%5B(*", "q=%E2%80%AE", "q=((((", "q=a&q=b"])
def test_no_query_breaks_the_search(visitor: Browser, query: str) -> None:
    assert visitor.client.get(f"/search?{query}", base_url=BASE).status_code == 200


def test_a_search_is_kept_nowhere(visitor: Browser) -> None:
    answer = visitor.get("/search", {"q": "brochure"}).response
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
