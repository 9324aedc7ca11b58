"""Home, help and contact, as a visitor sees them."""

import re

import pytest

from app.catalogue import service as catalogue
from tests.pages import BASE, Browser, spaced

TOPICS = ("/help/artwork", "/help/turnaround", "/help/paying", "/help/privacy")
WINDOW = ("/", "/help", *TOPICS, "/contact")


def test_the_home_page_shows_every_product_with_a_price(visitor: Browser) -> None:
    page = visitor.get("/")
    cards = [spaced(card) for card in page[".cards .card"]]
    names = [product.name for product in catalogue.current_tables().products.values()]
    assert [name for name in names if not any(name in card for card in cards)] == []
    assert all(re.search(r"[\d,]+ [a-z ]+ for \$[\d,]+\.\d\d", card) for card in cards)


def test_a_stranger_prices_500_tri_fold_brochures_by_one_button(visitor: Browser) -> None:
    page = visitor.get("/").form("/products").submit()
    assert page.status == 303
    priced = page.follow()
    assert priced.h1 == "Folded brochures"
    assert priced["#quantity"][0].get("value") == "500"
    assert "Tri-fold" in spaced(priced['[data-part="fold"] .choice:has(:checked)'][0])
    assert "$202.99" in priced.main


def test_a_visitor_prices_any_product_from_the_home_page(visitor: Browser) -> None:
    page = visitor.get("/").form("/products").submit(product="postcards", quantity="1000").follow()
    assert (page.status, page.h1) == (200, "Postcards")
    assert "for 1,000 postcards" in page.main


def test_each_product_picture_is_a_file_of_ours(visitor: Browser) -> None:
    for picture in visitor.get("/")[".card img"]:
        assert visitor.get(str(picture.get("src"))).status == 200


@pytest.mark.parametrize("path", WINDOW)
def test_a_shop_window_page_sets_no_cookie_and_keeps_its_etag(visitor: Browser, path: str) -> None:
    page = visitor.get(path)
    assert page.status == 200
    assert "Set-Cookie" not in page.response.headers
    again = visitor.get(path, headers={"If-None-Match": page.response.headers["ETag"]})
    assert again.status == 304


@pytest.mark.parametrize("path", WINDOW)
def test_a_shop_window_page_fits_in_one_first_flight(visitor: Browser, path: str) -> None:
    answer = visitor.client.get(path, base_url=BASE, headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.data) <= 14_600


@pytest.mark.parametrize("path", WINDOW)
def test_a_shop_window_page_asks_no_other_host_for_anything(visitor: Browser, path: str) -> None:
    page = visitor.get(path)
    fetched = [str(item.get("src") or item.get("href")) for item in page["img, script, link[rel]"]]
    assert fetched
    assert [address for address in fetched if not address.startswith("/")] == []


def test_the_help_page_leads_to_every_topic(visitor: Browser) -> None:
    page = visitor.get("/help")
    assert [link.get("href") for link in page[".topics a"]] == list(TOPICS)
    assert page.open("Artwork guide").h1 == "Artwork guide"


@pytest.mark.parametrize("path", TOPICS)
def test_a_topic_lists_its_parts_and_leads_back_to_help(visitor: Browser, path: str) -> None:
    page = visitor.get(path)
    parts = [str(link.get("href")) for link in page[".contents a"]]
    assert parts == [f"#{heading.get('id')}" for heading in page[".prose h2"]]
    assert page[".crumbs a"][0].get("href") == "/help"


def test_a_topic_that_does_not_exist_is_not_found(visitor: Browser) -> None:
    assert visitor.get("/help/origami").status == 404


def test_the_contact_page_gives_the_postal_address_and_warns_of_mail(visitor: Browser) -> None:
    words = visitor.get("/contact").main
    assert "950 Lake Drive" in words
    assert "Chanhassen, MN 55317" in words
    assert "never send us a password or a card number" in words


@pytest.mark.parametrize("path", WINDOW)
def test_every_footer_has_the_policy_the_address_and_a_way_to_write(visitor: Browser, path: str) -> None:
    footer = visitor.get(path)["footer"][0]
    links = [str(link.get("href")) for link in footer.cssselect("a")]
    assert "/privacy-policy" in links
    assert "/contact" in links
    assert any(link.startswith("mailto:newsletter@") for link in links)
    assert "950 Lake Drive" in spaced(footer)


@pytest.mark.parametrize("path", WINDOW)
def test_the_first_link_of_a_page_skips_to_its_content(visitor: Browser, path: str) -> None:
    page = visitor.get(path)
    assert page["a"][0].get("href") == "#main"
    assert page["main#main"]
