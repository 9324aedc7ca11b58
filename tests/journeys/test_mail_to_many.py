"""An update for thirty customers, from the first word to the last mail, through pages, a real relay and real stops.

Five said stop before. Three say it while the mail goes out: by the button behind the link of an earlier mail, by one
click of their mail program, and by a mail to the address of the list header.
"""

import re
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask

from app.foundation import clock, jobs, work
from app.foundation.acts import Act, Actor
from app.mail.service import receiving
from app.permissions import service as gate
from app.permissions.subjects import Subject
from tests.campaigns import BODY, JOB, SUBJECT, counted, customers, sent_off
from tests.pages import BASE, Browser, spaced
from tests.people import SignedIn, act_under_version_1
from tests.unit.mail.relays import Relay, Taken, relay, shop_with_relay

__all__ = ["relay", "shop_with_relay"]

Staff = Callable[[str], SignedIn]
LINK = re.compile(r"<(https:[^>]+)>, <mailto:([^?>]+)")
BEFORE = [f"reader{number}@example.com" for number in range(5)]
BY_BUTTON, BY_ONE_CLICK, BY_MAIL = (f"reader{number}@example.com" for number in (27, 28, 29))


def ways_to_stop(taken: Taken) -> tuple[str, str]:
    """The path and the mailbox of a mail's list header."""
    found = LINK.match(str(taken.message["List-Unsubscribe"]))
    assert found is not None, taken.message["List-Unsubscribe"]
    return urlsplit(found[1]).path, found[2]


def by_button(app: Flask, taken: Taken) -> None:
    with app.app_context():
        page = Browser(app).get(ways_to_stop(taken)[0])
        assert page.form("", "Stop").submit().status == 200


def by_one_click(app: Flask, taken: Taken) -> None:
    with app.app_context():
        answer = app.test_client().post(ways_to_stop(taken)[0], base_url=BASE, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200


def by_mail(app: Flask, taken: Taken) -> None:
    box = ways_to_stop(taken)[1]
    raw = f"From: {taken.recipient}\r\nTo: {box}\r\nSubject: unsubscribe\r\nMessage-ID: <s@example.com>\r\n\r\n"
    with app.app_context():
        act = Act(Actor("command", "lmtp"), clock.now(), 1)
        work.unit(lambda: receiving.receive(act, taken.recipient, box, raw.encode(), way="lmtp") and None)
        jobs.run_now("read-mail")


def in_a_thread(*steps: Callable[[], None]) -> None:
    """Do the steps beside whoever is at work, and wait for them."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            for step in steps:
                step()
        except BaseException as error:  # shown to the test
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    assert not failures, failures


@pytest.fixture
def readers(app: Flask) -> None:
    """Thirty customers, five of whom said stop long ago."""
    numbers, act = customers(30), act_under_version_1()

    def stop() -> None:
        for number in numbers[:5]:
            gate.stop(act, Subject(number), "site_update", "*", "letter")

    work.unit(stop)


@pytest.mark.usefixtures("readers")
def test_an_update_reaches_each_reader_at_most_once_and_stops_on_the_way_hold(
    app: Flask, staff_member: Staff, visitor: Browser, relay: Relay
) -> None:
    author, approver = staff_member("marketing"), staff_member("privacy-officer")
    jobs.run_now("send-mail")
    relay.taken.clear()

    # The first update: everybody gets the links with which three of them will stop the second.
    sent_off(counted(author, jobs.run_now, "First news"), approver, jobs.run_now)
    jobs.run_now("send-mail")
    earlier = {taken.recipient: taken for taken in relay.taken}
    assert len(earlier) == len(relay.taken) == 27  # 25 readers and two of the staff
    assert not set(BEFORE) & set(earlier)
    relay.taken.clear()

    # The second one: while the first of its mails is under way, three people stop.
    page = counted(author, jobs.run_now)
    assert spaced(page["#refused tbody td"][0]) == "5"
    sent_off(page, approver, jobs.run_now)
    stops = [
        lambda: by_button(app, earlier[BY_BUTTON]),
        lambda: by_one_click(app, earlier[BY_ONE_CLICK]),
        lambda: by_mail(app, earlier[BY_MAIL]),
    ]

    def during(_recipient: str) -> None:
        relay.during = None
        in_a_thread(*stops)

    relay.during = during
    jobs.run_now("send-mail")
    jobs.run_now(JOB)

    updates = [taken for taken in relay.taken if SUBJECT in str(taken.message["Subject"])]
    got = [taken.recipient for taken in updates]
    assert len(got) == len(set(got)) == 24
    assert not {*BEFORE, BY_BUTTON, BY_ONE_CLICK, BY_MAIL} & set(got)
    for taken in updates:
        says_how_to_stop(taken)

    page = author.get(page.path)
    told = {spaced(row[0]): spaced(row[1]) for row in page["#states tbody tr"]}
    assert told == {
        "handed over": "24",
        "stopped meanwhile, not sent": "3",
        "refused by the dry run, never asked again": "5",
    }
    assert page["strong.tag"][0].text == "done"
    assert SUBJECT in visitor.get("/updates").main
    assert "proofs can be turned page by page" in visitor.get("/updates").open(SUBJECT).main


def says_how_to_stop(taken: Taken) -> None:
    """Headers and footer of a mail that nobody ordered, and the text that is on the site, too."""
    message = taken.message
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"]
    assert message["DKIM-Signature"]
    link = f"{BASE}{ways_to_stop(taken)[0]}"
    for kind in ("plain", "html"):
        text = message.get_body((kind,)).get_content()  # type: ignore[union-attr]  # both forms are there
        assert link in text
        assert "950 Lake Drive" in text
        assert BODY.split("**")[1] in text
