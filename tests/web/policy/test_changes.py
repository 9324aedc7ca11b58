"""The list of changes: a page, an Atom feed and a JSON feed."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from app.audit import heads
from app.foundation import clock, jobs, work
from app.policy import feeds, service
from app.policy.feeds import ATOM
from tests.pages import BASE, Browser, spaced
from tests.unit.policy.writers import Publisher, an_act

CHANGES = "/privacy-policy/changes"
NAMES = {"atom": ATOM}


def reword(text: str) -> str:
    return text.replace("so that you notice", "so you notice")


def atom(visitor: Browser) -> ElementTree.Element:
    return ElementTree.fromstring(visitor.get(f"{CHANGES}.atom").response.data)


def the_json(visitor: Browser) -> dict:  # type: ignore[type-arg]
    found: dict = json.loads(visitor.get(f"{CHANGES}.json").response.data)  # type: ignore[type-arg]
    return found


def test_the_page_leads_to_each_version_and_to_what_it_changed(visitor: Browser, publish: Publisher) -> None:
    publish(reword, "Shorter words about links.")
    page = visitor.get(CHANGES)
    assert [spaced(item) for item in page["main h2"]] == ["Version 2 in force", "Version 1 superseded"]
    assert "Shorter words about links." in page.main
    assert page.open("What version 2 changed").h1 == "What version 2 changed"
    feeds_of_page = {link.get("type"): link.get("href") for link in page['link[rel="alternate"]']}
    assert {visitor.get(str(path)).status for path in feeds_of_page.values()} == {200}


def test_the_feeds_have_their_own_content_types(visitor: Browser, publish: Publisher) -> None:
    publish(reword)
    kinds = {name: visitor.get(f"{CHANGES}.{name}").response.content_type for name in ("atom", "json")}
    assert kinds == {
        "atom": "application/atom+xml; charset=utf-8",
        "json": "application/feed+json; charset=utf-8",
    }


def test_an_unchanged_feed_is_not_sent_twice_and_a_new_version_is(visitor: Browser, publish: Publisher) -> None:
    for name in ("atom", "json"):
        path = f"{CHANGES}.{name}"
        etag = visitor.get(path).response.headers["ETag"]
        assert visitor.get(path, headers={"If-None-Match": etag}).status == 304
        publish(lambda text, name=name: f"{text}\nSeen by {name}.\n")  # type: ignore[misc]
        assert visitor.get(path, headers={"If-None-Match": etag}).status == 200
    assert visitor.cookies() == {}


def test_the_atom_feed_has_what_the_format_requires(visitor: Browser, publish: Publisher) -> None:
    publish(reword)
    feed = atom(visitor)
    assert feed.tag == f"{{{ATOM}}}feed"
    for place in (feed, *feed.findall("atom:entry", NAMES)):
        for tag in ("id", "title", "updated"):
            (element,) = place.findall(f"atom:{tag}", NAMES)
            assert element.text
    assert feed.findtext("atom:author/atom:name", None, NAMES) == "Smartpress.com"
    ids = [entry.findtext("atom:id", None, NAMES) for entry in feed.findall("atom:entry", NAMES)]
    assert ids == [f"{BASE}/privacy-policy/versions/2", f"{BASE}/privacy-policy/versions/1"]
    links = {link.get("rel"): link.get("href") for link in feed.findall("atom:link", NAMES)}
    assert links == {"self": f"{BASE}{CHANGES}.atom", "alternate": f"{BASE}{CHANGES}"}


def test_the_json_feed_tells_a_program_everything_about_a_version(visitor: Browser, publish: Publisher) -> None:
    line = publish(reword, "Shorter words about links.")
    feed = the_json(visitor)
    assert feed["version"] == feeds.JSON_FEED
    told = feed["items"][0]["_policy_version"]
    assert told == {
        "number": 2,
        "previous": 1,
        "class": "clarify",
        "class_in_words": service.CLASS_WORDS["clarify"],
        "note": "Shorter words about links.",
        "new_uses": [],
        "state": "in force",
        "published": clock.iso(line.published_at),
        "effective": clock.iso(line.effective_at),
        "withdrawn": None,
        "sha256": line.sha256,
        "differences": f"{BASE}/privacy-policy/versions/2/changes",
    }
    assert [item["_policy_version"]["state"] for item in feed["items"]] == ["in force", "superseded"]


@pytest.mark.usefixtures("first")
def test_the_json_feed_carries_the_newest_end_of_the_record(visitor: Browser) -> None:
    assert the_json(visitor)["_record_head"] is None
    for name in ("seal-audit", "publish-audit-head"):
        jobs.run_now(name)
    heads.forget()
    head = heads.newest()
    assert head is not None
    told = {"day": head.day.isoformat(), "place": head.seq, "hash": head.row_hash}
    assert the_json(visitor)["_record_head"] == told


def test_a_scheduled_version_is_listed_as_coming(visitor: Browser, publish: Publisher) -> None:
    publish(reword, at=clock.now() + timedelta(days=2))
    page = visitor.get(CHANGES)
    assert [spaced(item) for item in page["main h2"]] == ["Version 2 scheduled", "Version 1 in force"]
    assert the_json(visitor)["items"][0]["_policy_version"]["state"] == "scheduled"


def test_a_withdrawn_version_stays_listed_with_the_reason(visitor: Browser, publish: Publisher) -> None:
    publish(reword, "Shorter words.", at=clock.now() + timedelta(days=2))
    work.unit(lambda: service.withdraw(an_act(), 2, "Pat Editor", "The lawyer found a flaw.") and None)
    page = visitor.get(CHANGES)
    assert [spaced(item) for item in page["main h2"]] == ["Version 2 withdrawn", "Version 1 in force"]
    assert "The lawyer found a flaw." in page.main
    told = the_json(visitor)["items"][0]
    assert told["_policy_version"]["state"] == "withdrawn"
    assert told["_policy_version"]["withdrawn"] is not None
    assert "was withdrawn before" in told["content_text"]
    text = visitor.get("/privacy-policy/versions/2")
    assert "This version was withdrawn before it took effect" in text.main
    assert text.open("Word by word").status == 200


def test_after_a_withdrawal_the_next_version_is_compared_with_the_one_that_it_follows(
    visitor: Browser, publish: Publisher
) -> None:
    publish(lambda text: f"{text}\n## Bees {{#bees}}\n\nWe keep bees.\n", at=clock.now() + timedelta(days=2))
    work.unit(lambda: service.withdraw(an_act(), 2, "Pat Editor", "No bees.") and None)
    publish(reword)
    assert "1 clause reworded." in visitor.get("/privacy-policy/versions/3/changes").main
    assert "compared with version 2" not in visitor.get("/privacy-policy/versions/3/changes").main.lower()
    against = visitor.get("/privacy-policy/versions/3/changes?against=2")
    assert "1 clause reworded, 1 removed." in against.main


def test_an_old_link_to_a_clause_that_went_lands_on_what_became_of_it(visitor: Browser, publish: Publisher) -> None:
    bees = "\n## Bees {#bees}\n\nWe keep bees.\n"
    publish(lambda text: text + bees)
    publish(lambda text: text.replace(bees, ""))
    page = visitor.get("/privacy-policy")
    (note,) = page["#bees"]
    assert spaced(note) == "Bees: removed in version 3, last in version 2"
    assert "[removed: We keep bees.]" in page.open("removed in version 3").main
    assert page.link("last in version 2") == "/privacy-policy/versions/2#bees"


def test_hostile_words_in_a_note_break_no_feed(visitor: Browser, publish: Publisher) -> None:
    attack = "</summary>]]><script>alert(1)</script> \x0b & “"
    publish(reword, attack)
    told = atom(visitor).findtext("atom:entry/atom:content", None, NAMES) or ""
    assert "<script>alert(1)</script>" in told
    assert "<script>" in the_json(visitor)["items"][0]["summary"]


def test_before_version_1_the_feeds_are_empty_and_whole(visitor: Browser) -> None:
    assert atom(visitor).findall("atom:entry", NAMES) == []
    assert the_json(visitor)["items"] == []
