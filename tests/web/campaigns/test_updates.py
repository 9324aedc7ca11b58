"""The public list of updates: the words that were mailed, as a page and as a feed, and what was taken back."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from app.campaigns import service as campaigns
from app.campaigns.service import Wanted
from app.foundation import rules, work
from app.foundation.acts import Act
from app.policy.feeds import ATOM
from tests.campaigns import BODY, JOB, SUBJECT, Run, counted, customers, pressed, sent_off, written
from tests.pages import BASE, Browser, spaced
from tests.people import SignedIn

Staff = Callable[[str], SignedIn]


@pytest.fixture
def author(staff_member: Staff) -> SignedIn:
    """Somebody who writes updates and may put them on the list."""
    return staff_member("marketing")


def published(act: Act, subject: str) -> int:
    """An update on the list, without any mail."""
    made: list[int] = []

    def verbs() -> None:
        made.append(campaigns.draft(act, Wanted(subject, BODY)))
        campaigns.publish(act, made[0])

    work.unit(verbs)
    return made[0]


def test_an_update_is_public_once_its_mail_goes_and_says_the_same(
    author: SignedIn, staff_member: Staff, visitor: Browser, run_job: Run
) -> None:
    customers(1)
    page = counted(author, run_job)
    assert SUBJECT not in visitor.get("/updates").main
    sent_off(page, staff_member("privacy-officer"), run_job)
    update = visitor.get("/updates").open(SUBJECT)
    assert update.h1 == SUBJECT
    assert "New on the site: proofs can be turned page by page." in update.main
    assert update.link("See how") == "/help/artwork"


def test_an_update_can_stand_on_the_list_without_any_mail(author: SignedIn, visitor: Browser, run_job: Run) -> None:
    page = pressed(written(author), "/publication")
    run_job(JOB)
    assert "on the list" in page.main
    assert SUBJECT in visitor.get("/updates").main
    answer = author.get(f"{page.path}/text").form("/text").submit(body="Other words.")
    assert "Everybody can read this text already" in answer.main


def test_a_withdrawn_update_stays_listed_as_withdrawn(author: SignedIn, visitor: Browser) -> None:
    page = pressed(written(author), "/publication")
    answer = page.open("Withdraw it").form("/withdrawal").submit(why="It was wrong.")
    assert answer.status == 303
    listed = visitor.get("/updates")
    assert [spaced(head) for head in listed["ol.versions h2"]] == [f"{SUBJECT} withdrawn"]
    assert "It was wrong" not in listed.main
    assert "We took this update back" in listed.open(SUBJECT).main


def test_what_was_never_published_is_not_found(author: SignedIn, visitor: Browser) -> None:
    number = written(author).path.rpartition("/")[2]
    assert visitor.get(f"/updates/{number}").status == 404
    assert visitor.get("/updates/999").status == 404


@pytest.mark.usefixtures("app")
def test_pages_of_the_list_follow_each_other_and_lose_none(act: Act, visitor: Browser) -> None:
    work.unit(lambda: rules.set_value(act, "campaigns.updates-a-page", 2, act.at, "a test"))
    for number in range(5):
        published(act, f"Update {number}")
    page, found = visitor.get("/updates"), []
    while True:
        found += [spaced(head) for head in page["ol.versions h2"]]
        if not any("Older" in spaced(link) for link in page["nav.pager a"]):
            break
        page = page.open("Older")
    assert found == [f"Update {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.usefixtures("app")
def test_the_feed_holds_each_update_with_whole_links(act: Act, visitor: Browser) -> None:
    number = published(act, SUBJECT)
    answer = visitor.client.get("/updates.atom", base_url=BASE)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.data)
    (entry,) = feed.findall(f"{{{ATOM}}}entry")
    assert entry.findtext(f"{{{ATOM}}}title") == SUBJECT
    assert str(entry.findtext(f"{{{ATOM}}}id")).endswith(f"/updates/{number}")
    assert 'href="https://localhost:8443/help/artwork"' in str(entry.findtext(f"{{{ATOM}}}content"))


@pytest.mark.usefixtures("app")
def test_the_list_is_kept_for_visitors_and_fresh_after_the_next_update(act: Act, visitor: Browser) -> None:
    published(act, "First")
    first = visitor.client.get("/updates", base_url=BASE)
    tag = first.headers["ETag"]
    assert visitor.client.get("/updates", base_url=BASE, headers={"If-None-Match": tag}).status_code == 304
    published(act, "Second")
    assert visitor.client.get("/updates", base_url=BASE, headers={"If-None-Match": tag}).status_code == 200


def test_every_page_leads_to_the_list(visitor: Browser) -> None:
    assert visitor.get("/products").link("What is new on the site") == "/updates"


@pytest.mark.parametrize("before", ["9" * 40, "-3", "²", "x", ""])
def test_a_place_in_the_lists_that_no_update_has_is_the_beginning(author: SignedIn, before: str) -> None:
    for path in ("/updates", "/staff/mail/runs"):
        assert author.get(path, query={"before": before}).status == 200


def test_a_comparison_with_a_version_that_cannot_be_is_answered(visitor: Browser) -> None:
    assert visitor.get("/privacy-policy/versions/1/changes", query={"against": "9" * 40}).status in {200, 404}
