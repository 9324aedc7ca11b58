"""The published policy, as a visitor reads it."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.foundation import clock, inventory
from app.foundation.inventory import Personal, mapped_tables
from app.policy import service
from app.policy.service.drafts import PAGE_IDS
from tests.pages import BASE, Browser
from tests.unit.policy.writers import Publisher

OLD, NEW = "so that you notice", "so you notice"


def reword(text: str) -> str:
    return text.replace(OLD, NEW)


@pytest.mark.usefixtures("first")
def test_the_policy_is_published_with_number_date_and_contents(visitor: Browser) -> None:
    page = visitor.get("/privacy-policy")
    assert page.h1 == "Privacy policy"
    assert page[".imprint dd"][0].text_content() == "1"
    assert page[".imprint time"][0].get("datetime", "").startswith(f"{clock.now():%Y-%m-%dT}")
    contents = [link.get("href") for link in page["nav.contents a"]]
    assert contents[0] == "#short-version"
    ids = {element.get("id") for element in page["[id]"]}
    assert {href.removeprefix("#") for href in contents} <= ids


@pytest.mark.usefixtures("first")
def test_each_clause_links_to_itself_with_its_number(visitor: Browser) -> None:
    page = visitor.get("/privacy-policy")
    marks = {link.get("href"): link.text_content() for link in page["a.mark"]}
    assert len(marks) == len(page["a.mark"]) == len(page[".policy h2, .policy h3"])
    assert re.fullmatch(r"\d+\.\d+", marks["#no-questions"])


@pytest.mark.usefixtures("first")
def test_a_visitor_who_reads_the_policy_gets_no_cookie(visitor: Browser) -> None:
    for path in ("/privacy-policy", "/privacy-policy/versions/1", "/privacy-policy/changes"):
        assert visitor.get(path).status == 200
    assert visitor.cookies() == {}


@pytest.mark.usefixtures("first")
def test_an_unchanged_page_is_not_sent_twice(visitor: Browser) -> None:
    for path in ("/privacy-policy", "/privacy-policy/versions/1", "/privacy-policy/changes"):
        etag = visitor.get(path).response.headers["ETag"]
        again = visitor.get(path, headers={"If-None-Match": etag})
        assert again.status == 304
        assert again.response.data == b""


def test_a_new_version_is_seen_at_once_and_has_another_etag(visitor: Browser, publish: Publisher) -> None:
    before = visitor.get("/privacy-policy")
    publish(reword, "Clearer words about links.")
    after = visitor.get("/privacy-policy")
    assert after.response.headers["ETag"] != before.response.headers["ETag"]
    assert NEW in after.main
    assert "Clearer words about links." in after.main
    assert [link.get("href") for link in after["details.changed a"]] == ["#other-sites"]


def test_both_versions_stay_readable(visitor: Browser, publish: Publisher) -> None:
    publish(reword)
    first, second = (visitor.get(f"/privacy-policy/versions/{no}") for no in (1, 2))
    assert OLD in first.main
    assert NEW not in first.main
    assert "This is an earlier version." in first.main
    assert NEW in second.main
    assert "earlier version" not in second.main


def test_the_list_of_changes_leads_to_every_version(visitor: Browser, publish: Publisher) -> None:
    publish(reword, "Clearer words about links.")
    page = visitor.get("/privacy-policy").open("All changes")
    assert page.h1 == "Changes of the privacy policy"
    assert [link.get("href") for link in page[".versions h2 a"]] == [
        "/privacy-policy/versions/2",
        "/privacy-policy/versions/1",
    ]
    assert "Clearer words about links." in page.main


def test_an_old_link_to_a_removed_clause_still_leads_somewhere(visitor: Browser, publish: Publisher) -> None:
    publish(lambda text: text.replace("{#cookie-recipients}", "{#nobody-else}"))
    page = visitor.get("/privacy-policy")
    (note,) = page["li#cookie-recipients"]
    assert "last in version 1" in note.text_content()
    old = page.open("last in version 1")
    assert old["h3#cookie-recipients"]


def test_a_version_that_waits_is_announced_and_can_be_read(visitor: Browser, publish: Publisher) -> None:
    publish(reword, at=clock.now() + timedelta(days=40))
    page = visitor.get("/privacy-policy")
    assert "A new version takes effect on" in page.main
    assert OLD in page.main
    waiting = page.open("Read version 2")
    assert "not in force yet" in waiting.main
    assert NEW in waiting.main


@pytest.mark.usefixtures("first")
def test_a_number_that_does_not_exist_is_a_404(visitor: Browser) -> None:
    for number in ("0", "2", "99999999999999999999", "1x", "-1"):
        assert visitor.get(f"/privacy-policy/versions/{number}").status == 404, number


def test_before_version_1_there_is_no_policy_page(visitor: Browser) -> None:
    assert visitor.get("/privacy-policy").status == 404
    assert visitor.get("/privacy-policy/changes").status == 200


def test_hostile_words_in_a_note_and_a_heading_stay_words(visitor: Browser, publish: Publisher) -> None:
    attack = '<script>alert(1)</script>"onclick=x'
    publish(lambda text: f"{text}\n## {attack} {{#attack}}\n\n{attack} [x](javascript:alert(1))\n", attack)
    for path in ("/privacy-policy", "/privacy-policy/versions/2", "/privacy-policy/changes"):
        page = visitor.get(path)
        assert attack in page.main
        assert page["main script"] == []


def test_a_link_that_leaves_the_site_says_so(visitor: Browser, publish: Publisher) -> None:
    publish(lambda text: text + "\n[NCOA](https://postalpro.usps.example/ncoa)\n")
    (link,) = visitor.get("/privacy-policy")['a[href="https://postalpro.usps.example/ncoa"]']
    assert link.text_content().endswith("(other site)")
    assert link.get("rel") == "noopener"


@pytest.mark.usefixtures("first")
def test_every_page_of_ours_that_the_text_names_exists(visitor: Browser) -> None:
    links = {str(link.get("href")) for link in visitor.get("/privacy-policy")[".policy a[href^='/']"]}
    assert "/contact" in links
    assert {path: visitor.get(path).status for path in links} == dict.fromkeys(links, 200)


@pytest.mark.usefixtures("first")
def test_no_id_of_the_page_can_be_taken_by_a_clause(visitor: Browser) -> None:
    page = visitor.get("/privacy-policy")
    shown = service.published(1)
    assert shown is not None
    ids = {element.get("id") for element in page["[id]"]} - {clause.anchor for clause in shown.clauses}
    assert ids <= PAGE_IDS


@pytest.mark.usefixtures("first")
def test_the_page_is_small_on_the_wire(visitor: Browser) -> None:
    answer = visitor.client.get("/privacy-policy", base_url=BASE, headers={"Accept-Encoding": "br"})
    assert len(answer.data) <= 26_000


@pytest.mark.usefixtures("first")
def test_every_clause_that_the_inventory_names_exists(app: Flask) -> None:
    shown = service.published(1)
    assert shown is not None
    anchors = {clause.anchor for clause in shown.clauses}
    named = {
        (table.name, column.name, declared.clause)
        for _model, table in mapped_tables()
        for column in table.columns
        if isinstance(declared := column.info.get("inventory"), Personal)
    } | {
        (store.kind, store.name, store.declaration.clause)
        for store in inventory.STORES.values()
        if isinstance(store.declaration, Personal)
    }
    assert sorted(item for item in named if item[2] not in anchors) == []


def test_a_version_that_nobody_else_read_says_so(visitor: Browser, publish: Publisher) -> None:
    words = "Not reviewed by a second person"
    assert words in visitor.get("/privacy-policy").main
    publish(reword)
    assert words not in visitor.get("/privacy-policy").main
    assert words in visitor.get("/privacy-policy/versions/1").main
