"""The price follows the options in a real browser, with script and without."""

import re

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import LiveShop


def test_the_price_follows_what_is_typed_and_the_focus_stays(window: Page) -> None:
    window.goto("/products/business-cards")
    quantity = window.get_by_label("How many")
    quantity.fill("500")
    expect(window.locator(".price output")).to_have_text("$74.41")
    expect(quantity).to_be_focused()
    expect(window.locator("#price-said")).to_contain_text("$74.41")
    assert "quantity=500" in window.url


def test_a_quantity_that_cannot_be_is_marked_while_typing_and_mended_again(window: Page) -> None:
    window.goto("/products/business-cards")
    quantity = window.get_by_label("How many")
    quantity.fill("7")
    expect(window.get_by_text("We print at least 25 cards at a time.")).to_be_visible()
    expect(quantity).to_have_attribute("aria-invalid", "true")
    quantity.fill("70")
    expect(window.locator(".price output")).to_be_visible()
    expect(window.get_by_text("We print at least 25 cards at a time.")).to_have_count(0)
    expect(quantity).to_be_focused()


def test_what_a_paper_cannot_take_is_shut_as_soon_as_it_is_chosen(window: Page) -> None:
    window.goto("/products/business-cards")
    uncoated = window.get_by_label("Uncoated Smooth White 120lb. Cover")
    uncoated.check()
    expect(window.locator('#coating_front option[value="uv-gloss"]')).to_be_disabled()
    expect(uncoated).to_be_focused()
    window.get_by_label("Black 100lb. Cover").check()
    expect(window.get_by_text("Black paper takes white ink only. Please choose another.")).to_be_visible()
    window.get_by_label("White ink, both sides", exact=True).check()
    expect(window.locator(".price output")).to_be_visible()


def test_a_size_of_ones_own_begins_with_the_size_chosen_before(window: Page) -> None:
    window.goto("/products/postcards?size=6x9")
    expect(window.get_by_label("Your width, in.")).to_be_hidden()
    window.get_by_label("Your own size").check()
    expect(window.get_by_label("Your width, in.")).to_have_value("6")
    window.get_by_label("Your height, in.").fill("8.75")
    expect(window).to_have_url(re.compile(r"width=6&height=8\.75"))


def test_without_script_a_button_updates_the_price(chromium: Chromium, live_shop: LiveShop) -> None:
    context: BrowserContext = chromium.new_context(
        base_url=live_shop.url, ignore_https_errors=True, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/products/flyers")
    page.get_by_label("How many").fill("1000")
    page.get_by_role("button", name="Update price").first.click()
    expect(page.locator(".price output")).to_have_text("$224.70")
    context.close()


def test_pages_of_a_book_move_its_price_and_shut_the_papers_that_are_too_thick(window: Page) -> None:
    window.goto("/products/booklets")
    before = window.locator(".price output").inner_text()
    pages = window.get_by_label("Pages", exact=True)
    pages.fill("24")
    expect(window.locator(".price output")).not_to_have_text(before)
    expect(pages).to_be_focused()
    expect(window.locator('[name="text_stock"][value="CG100C"]')).to_be_disabled()
    pages.fill("26")
    expect(window.get_by_text("Pages come in steps of 4: 24 or 28.").first).to_be_visible()


def test_the_basket_of_a_visitor_stays_while_options_change(window: Page) -> None:
    window.goto("/products/flyers?job=product%3Dpostcards%26quantity%3D100")
    window.get_by_label("How many").fill("500")
    expect(window).to_have_url(re.compile(r"job=product%3Dpostcards.*quantity=500"))
    expect(window.get_by_role("link", name="Add to basket")).to_have_attribute("href", re.compile("job=product"))


def test_a_stranger_finds_the_price_of_500_brochures_without_script(chromium: Chromium, live_shop: LiveShop) -> None:
    context: BrowserContext = chromium.new_context(
        base_url=live_shop.url, ignore_https_errors=True, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Product", exact=True).select_option("brochures")
    page.get_by_label("How many").select_option("500")
    page.get_by_role("button", name="See the price").click()
    expect(page.locator(".price output")).to_have_text("$202.99")
    expect(page.get_by_label("Tri-fold")).to_be_checked()
    context.close()
