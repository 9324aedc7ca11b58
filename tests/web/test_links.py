"""Every link of every page leads somewhere, for whoever sees it."""

from collections.abc import Callable
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask import Flask

from app.foundation import work
from app.foundation.acts import Act
from app.policy import live_values
from app.policy import service as policy
from tests.ordering import open_shop, with_file
from tests.pages import Browser, Page
from tests.people import SignedIn

MOST = 400


@pytest.fixture(autouse=True)
def opened(app: Flask, act: Act) -> None:
    """Tables and the policy's first version."""
    open_shop()
    work.unit(lambda: policy.publish_first(act, live_values.present(), "Pat Editor"))


def crawl(browser: Browser, start: str) -> dict[str, int]:
    """Status of every address that links lead to, from `start` on; addresses differing only in the query once."""
    found: dict[str, int] = {}
    waiting, seen = [start], {start}
    while waiting and len(found) < MOST:
        address = waiting.pop(0)
        page = browser.get(address)
        found[address] = page.status
        for link in links(page):
            shape = urlsplit(link).path
            if shape not in seen:
                seen.add(shape)
                waiting.append(link)
    return found


def links(page: Page) -> list[str]:
    """Addresses of this shop that the page links to, and where a redirect leads."""
    hrefs = [str(item.get("href")) for item in page["a[href]"]] + ([page.location] if page.location else [])
    own = [urldefrag(urljoin(page.path, href)).url for href in hrefs]
    return [href for href in own if href.startswith("/") and not href.startswith("/static/")]


def broken(found: dict[str, int]) -> dict[str, int]:
    return {address: status for address, status in found.items() if status >= 400}


def test_a_visitors_links_all_lead_somewhere(visitor: Browser) -> None:
    found = crawl(visitor, "/")
    assert len(found) > 20
    assert broken(found) == {}


def test_a_customers_links_all_lead_somewhere(customer: SignedIn, act: Act) -> None:
    with_file(act, customer.account_id)
    found = crawl(customer, "/account")
    assert "/orders/10001" in found
    assert broken(found) == {}


def test_a_staff_members_links_all_lead_somewhere(
    staff_member: Callable[[str], SignedIn], other_customer: SignedIn, act: Act
) -> None:
    with_file(act, other_customer.account_id)
    found = crawl(staff_member("administrator"), "/staff")
    assert "/staff/orders/10001" in found
    assert broken(found) == {}


def test_each_role_is_offered_only_what_it_may_open(staff_member: Callable[[str], SignedIn]) -> None:
    for role in ("policy-editor", "prepress", "shipping", "service", "marketing", "privacy-officer"):
        assert broken(crawl(staff_member(role), "/staff")) == {}, role


def test_a_link_that_leads_nowhere_would_be_found(app: Flask, visitor: Browser) -> None:
    assert broken({"/": 200, "/no-such-page": visitor.get("/no-such-page").status}) == {"/no-such-page": 404}
