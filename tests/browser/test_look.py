"""What only a browser can tell about the look of the shop window."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.browser.conftest import LiveShop

WINDOW = ["/", "/products", "/products/postcards", "/help", "/help/artwork", "/contact", "/privacy-policy", "/sign-in"]
View = Callable[[int, str], Page]


@pytest.fixture
def view(chromium: Browser, live_shop: LiveShop) -> Iterator[View]:
    """An empty page in a window of that width, in the light or the dark scheme."""
    made = []

    def opened(width: int, scheme: str) -> Page:
        context = chromium.new_context(
            base_url=live_shop.url,
            ignore_https_errors=True,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        made.append(context)
        return context.new_page()

    yield opened
    for context in made:
        context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_scrolls_sideways(view: View, width: int) -> None:
    page = view(width, "light")
    for path in WINDOW:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_nothing_moves_while_a_page_loads(view: View) -> None:
    page = view(1280, "light")
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => { for (const e of list.getEntries()) moved += e.value; })"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    for path in WINDOW:
        page.goto(path, wait_until="load")
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate("window.moved") == 0, path


def test_a_page_is_usable_after_four_requests_to_us_alone(view: View, live_shop: LiveShop) -> None:
    for path in WINDOW:
        page = view(1280, "light")
        asked: list[Request] = []
        page.on("request", lambda request, asked=asked: asked.append(request))
        page.goto(path, wait_until="load")
        assert all(request.url.startswith(live_shop.url) for request in asked), path
        needed = [r for r in asked if r.resource_type in {"document", "stylesheet", "font"}]
        assert len(needed) <= 4, [request.url for request in needed]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whoever_tabs_through_the_home_page_always_sees_where_they_are(view: View, scheme: str) -> None:
    page = view(1280, scheme)
    page.goto("/")
    stops = page.locator("a[href], button, select, input:not([type=hidden])").count()
    for _ in range(stops):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(({outlineStyle, outlineWidth}) => [outlineStyle, parseFloat(outlineWidth)])"
            "(getComputedStyle(document.activeElement))"
        )
        assert style[0] == "solid"
        assert style[1] >= 2


def test_every_target_of_the_home_page_is_large_enough_or_stands_in_a_sentence(view: View) -> None:
    page = view(320, "light")
    page.goto("/")
    small = page.evaluate(
        """[...document.querySelectorAll('a[href], button, select, input:not([type=hidden])')]
        .filter(e => !e.matches('.skip, .card a, p a, address a'))
        .filter(e => { const box = e.getBoundingClientRect(); return Math.min(box.width, box.height) < 24; })
        .map(e => e.outerHTML)"""
    )
    assert small == []


def test_a_printed_policy_has_the_text_and_none_of_the_menus(view: View) -> None:
    page = view(1280, "light")
    page.goto("/privacy-policy")
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert page.locator(".prose").first.is_visible()
    for selector in (".masthead nav", ".contents", ".colophon ul"):
        assert not page.locator(selector).first.is_visible(), selector
