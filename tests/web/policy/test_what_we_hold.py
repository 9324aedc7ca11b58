"""The public page of what we hold: everything that the inventory declares, in plain words, and nothing by hand."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, Integer, MetaData, String, Table

from app.disclosures import views
from app.disclosures.service import suppliers
from app.foundation import clock, inventory, page_cache, work
from app.foundation.acts import Act
from app.foundation.inventory import KEY, STORES, Personal, mapped_tables, personal
from app.foundation.retention import Keep
from app.policy.holding import CATEGORIES, SUBJECTS
from tests.pages import BASE, Browser, Page, spaced
from tests.suppliers import register

HELD = "/privacy-policy/what-we-hold"
INTERNAL = re.compile(r"\b[a-z]+_[a-z_0-9]+\b")
"""A name of the database, such as `email_key`."""

pytestmark = pytest.mark.usefixtures("first")


@pytest.fixture
def page(visitor: Browser) -> Page:
    return visitor.get(HELD)


def personal_columns() -> list[tuple[str, str, Personal]]:
    return [
        (table.name, column.name, column.info["inventory"])
        for _, table in mapped_tables()
        for column in table.columns
        if isinstance(column.info["inventory"], Personal)
    ]


def groups(page: Page, category: str) -> dict[str, str]:
    """The words of each table's rows in one category, by the table's title."""
    found = {}
    for body in page[f"section[aria-labelledby={category}] table.held tbody"]:
        head = body.cssselect("th[scope=rowgroup]")[0]
        found[str(head.text).strip()] = spaced(body)
    return found


def test_every_personal_column_of_every_table_is_on_the_page(page: Page) -> None:
    shown = {category: groups(page, category) for category in CATEGORIES}
    missing = [
        (table, column)
        for table, column, declared in personal_columns()
        if (words := inventory.words_of(table)).columns.get(column, inventory.readable(column))
        not in shown[declared.category].get(words.title, "")
    ]
    assert missing == []


def test_nothing_on_the_page_goes_by_its_name_in_the_program(page: Page) -> None:
    assert INTERNAL.findall(page.main.replace("__Host-", "")) == []


def test_a_row_says_what_for_where_from_how_long_and_what_one_may_do(page: Page) -> None:
    account = groups(page, "contact")["Your account"]
    assert "about customers; kept: until it is closed, then 14 days" in account
    assert "e-mail address, name making, sending and proofing your order; your account and its security" in account
    assert "you; our staff; the address changes of the Postal Service" in account
    assert "You can see it. You can correct it yourself." in account
    assert "Not shown. We correct it if you ask. (a keyed digest of the telephone number" in account


def test_what_rests_encrypted_says_so(page: Page) -> None:
    assert "telephone number encrypted" in groups(page, "contact")["Your account"]


def test_each_row_leads_to_the_clause_that_permits_it(page: Page, visitor: Browser) -> None:
    links = {str(link.get("href")) for link in page["main a[href^='/privacy-policy#']"]}
    assert len(links) > 10
    ids = {str(element.get("id")) for element in visitor.get("/privacy-policy")["[id]"]}
    assert {link.partition("#")[2] for link in links} - ids == set()
    assert "When you register" in {spaced(link) for link in page["main a[href='/privacy-policy#registering']"]}


def test_the_summary_stands_first_and_names_every_category(page: Page) -> None:
    assert spaced(page["main section h2"][0]) == "In short"
    terms = [spaced(term) for term in page["section[aria-labelledby=in-short] dt"]]
    assert terms == list(CATEGORIES.values())
    assert "Your address book" in spaced(page["section[aria-labelledby=in-short] dd"][0])


def test_a_category_without_anything_says_so(page: Page) -> None:
    held = {declared.category for _, _, declared in personal_columns()}
    for category in set(CATEGORIES) - held:
        assert "We hold nothing of this kind." in spaced(page[f"section[aria-labelledby={category}]"][0])


def test_every_table_has_its_caption(page: Page) -> None:
    assert [spaced(caption) for caption in page["main table caption"]] != []
    assert len(page["main table"]) == len(page["main table > caption"])


def test_cookies_and_other_places_are_on_the_page(page: Page) -> None:
    names = {spaced(name) for name in page["#cookie-table tbody th"]}
    assert names == {name for kind, name in STORES if kind == "cookie"}
    places = {spaced(name) for name in page["#place-table tbody th"]}
    assert places == {store.holds for store in STORES.values() if store.kind not in {"cookie", "database"}}


def test_whom_something_is_about_has_words_for_every_subject_and_category() -> None:
    assert {declared.subject for _, _, declared in personal_columns()} <= set(SUBJECTS)
    assert {declared.category for _, _, declared in personal_columns()} <= set(CATEGORIES)


def planted(**infos: Any) -> tuple[type, Table]:
    model = type("Planted", (), {"__retention__": Keep("a test wants it"), "__person__": "id as person"})
    made = (Column(name, String, info=info) for name, info in infos.items())
    return model, Table("shoe_rack", MetaData(), Column("id", Integer, primary_key=True, info=KEY), *made)


def test_a_new_column_is_on_the_page_as_soon_as_it_is_declared(
    visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = personal("derived", purposes="understand", origins="system", clause="third-party-data", subject="prospect")
    tables = [*mapped_tables(), planted(shoe_size=info)]
    page_cache.clear()
    monkeypatch.setattr(inventory, "mapped_tables", lambda: iter(tables))
    rows = groups(visitor.get(HELD), "derived")["Shoe rack"]
    assert "about possible customers; kept: for good: a test wants it" in rows
    assert "shoe size understanding customers better" in rows


def test_the_page_is_the_same_bytes_for_everybody_and_sets_no_cookie(visitor: Browser) -> None:
    first = visitor.client.get(HELD, base_url=BASE)
    again = visitor.client.get(HELD, base_url=BASE, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert "Set-Cookie" not in first.headers


def test_a_supplier_is_on_the_page_from_the_moment_its_door_opens_until_it_shuts(
    app: Flask, act: Act, visitor: Browser
) -> None:
    suppliers_of = "section[aria-labelledby=suppliers]"
    assert "Card processor" not in spaced(visitor.get(HELD)[suppliers_of][0])
    register(app.extensions["shop.settings"])
    assert "Card processor" in spaced(visitor.get(HELD)[suppliers_of][0])
    (card,) = (card for card in views.cards(clock.now()) if card.name == "card-processor")
    work.unit(lambda: suppliers.shut(act, card.id, "A test."))
    assert "Card processor" not in spaced(visitor.get(HELD)[suppliers_of][0])


def test_the_policy_and_the_footer_lead_to_the_page(visitor: Browser) -> None:
    policy = visitor.get("/privacy-policy")
    assert HELD in {str(link.get("href")) for link in policy[".policy a"]}
    assert HELD in {str(link.get("href")) for link in visitor.get("/products")["footer a"]}
