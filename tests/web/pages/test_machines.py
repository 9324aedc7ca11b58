"""The addresses that machines read."""

from datetime import timedelta

import lxml.etree
from lxml.html import HtmlElement

from app.foundation import clock
from tests.pages import BASE, Browser

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def test_robots_are_kept_out_of_personal_pages_and_told_of_the_sitemap(visitor: Browser) -> None:
    text = visitor.get("/robots.txt").response.get_data(as_text=True)
    assert "Disallow: /account\n" in text
    assert f"Sitemap: {BASE}/sitemap.xml" in text


def test_every_page_of_the_sitemap_answers_and_may_be_indexed(visitor: Browser) -> None:
    root: HtmlElement = lxml.etree.fromstring(visitor.get("/sitemap.xml").response.data)
    places = [str(item.text) for item in root.iter(SITEMAP)]
    assert f"{BASE}/products/postcards" in places
    for place in places:
        page = visitor.get(place)
        assert page.status == 200, place
        assert not page['meta[name="robots"]'], place


def test_the_tab_picture_is_an_icon(visitor: Browser) -> None:
    answer = visitor.get("/favicon.ico").response
    assert answer.data[:4] == b"\0\0\1\0"
    assert "max-age" in answer.headers["Cache-Control"]


def test_security_txt_says_where_to_write_and_has_not_expired(visitor: Browser) -> None:
    text = visitor.get("/.well-known/security.txt").response.get_data(as_text=True)
    lines = dict(line.split(": ", 1) for line in text.splitlines())
    assert lines["Contact"] == "mailto:security@smartpress.com"
    assert lines["Canonical"] == f"{BASE}/.well-known/security.txt"
    now = clock.iso(clock.now())
    assert now < lines["Expires"] < clock.iso(clock.now() + timedelta(days=365))


def test_password_managers_are_sent_to_the_security_page(visitor: Browser) -> None:
    assert visitor.get("/.well-known/change-password").location == "/account/security"
