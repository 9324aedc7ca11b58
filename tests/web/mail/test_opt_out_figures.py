"""The public figures: how fast opt-outs took effect, how they came, and what left in spite of one."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, update

from app.foundation import clock, page_cache
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import figures_routes, views
from app.mail import service as mail
from app.mail.models import Bounce, OutboxMail
from app.permissions import service as gate
from app.permissions.opt_outs import opt_outs
from app.permissions.subjects import Subject
from tests.ordering import done
from tests.pages import Browser, Page
from tests.people import new_account

KIM = "kim@example.com"


def stopped(act: Act, who: str = KIM, waited: timedelta = timedelta(), **changes: str) -> int:
    """A stop that reached us that long before it took effect."""
    said = {"purpose": "site_update", "channel": "email", "source": "mail", "evidence": "inbound:1"} | changes
    number: int = done(lambda: gate.stop(act, Subject(0, who), **said, received_at=act.at - waited))
    return number


def figures(visitor: Browser) -> Page:
    page_cache.clear()
    return visitor.get("/opt-outs")


def board(page: Page) -> list[str]:
    return [" ".join(str(item.text_content()).split()) for item in page["ul.figures li"]]


def left(act: Act, after: timedelta, purpose: str = "site_update", to: str = KIM) -> int:
    """A mail that left that long after the act, its permits in hand, whatever was said."""
    values = {"template": "accounts/password_changed", "purpose": "account", "ref": "account:1"}
    number: int = done(lambda: mail.queue(act, to=to, **values, greeting="Kim", when="today"))
    row = db.session.get_one(OutboxMail, number)
    sent = {"state": "sent", "purpose": purpose, "sent_at": act.at + after, "send_permit_id": row.queue_permit_id}
    db.session.execute(update(OutboxMail).where(OutboxMail.id == number).values(**sent))
    db.session.commit()
    return number


def seen(act: Act) -> tuple[int, int]:
    found = views.after_stop(act.at - timedelta(days=90))
    return found.seen, found.after


def test_before_the_first_opt_out_the_page_says_so(visitor: Browser) -> None:
    page = figures(visitor)
    assert board(page)[0] == "0 messages sent after a stop"
    assert "None came in this time." in page.main
    assert "too few messages" in page.main


def test_the_middle_and_the_slowest_opt_out_are_told(visitor: Browser, act: Act) -> None:
    for number, waited in enumerate((0, 0, 40, 7_200, 260_000)):
        stopped(act, f"kim{number}@example.com", timedelta(seconds=waited))
    page = figures(visitor)
    assert board(page)[1:] == [
        "40 seconds from receipt to effect, the middle one",
        "3 days from receipt to effect, the slowest one",
        "5 opt-outs in all",
    ]


@pytest.mark.parametrize(
    ("waits", "median"), [([], 0), ([0], 0), ([9], 9), ([0, 9], 9), ([0, 0, 9], 0), ([1, 5, 9], 5), ([0, 1, 5, 9], 5)]
)
def test_the_middle_counts_those_that_did_not_wait(app: Flask, act: Act, waits: list[int], median: int) -> None:
    for number, seconds in enumerate(waits):
        stopped(act, f"kim{number}@example.com", timedelta(seconds=seconds))
    assert opt_outs(act.at - timedelta(days=90)).median == timedelta(seconds=median)


def test_a_few_are_never_told_apart(visitor: Browser, act: Act) -> None:
    for number in range(6):
        stopped(act, f"kim{number}@example.com", source="one-click")
    stopped(act, source="letter")
    page = figures(visitor)
    rows = {str(row[0].text_content()): str(row[1].text_content()) for row in page["#ways tbody tr"]}
    assert rows == {"The link in a mail": "6", "Letter": "<5"}
    assert board(page)[3] == "7 opt-outs in all"


def test_only_wishes_count_as_opt_outs(app: Flask, act: Act) -> None:
    stopped(act, source="hard bounce")
    stopped(act, source="import")
    new_account("kim", "Kim Holt")
    assert opt_outs(act.at - timedelta(days=90)).count == 0
    stopped(act, source="gpc")
    assert opt_outs(act.at - timedelta(days=90)).by_way == {"gpc": 1}


def test_what_is_longer_ago_than_ninety_days_is_left_out(visitor: Browser, act: Act) -> None:
    number = stopped(act)
    old = clock.now() - timedelta(days=91)
    db.session.execute(db.text("UPDATE permission_event SET at = :at WHERE id = :id"), {"at": old, "id": number})
    db.session.commit()
    assert board(figures(visitor))[3] == "0 opt-outs in all"


def test_a_mail_that_left_before_its_stop_or_right_with_it_is_none_after_it(app: Flask, act: Act) -> None:
    left(act, -timedelta(minutes=5))
    stopped(act)
    left(act, timedelta(seconds=2))
    assert seen(act) == (2, 0)


def test_a_mail_that_left_after_its_stop_is_told_to_everybody(visitor: Browser, act: Act) -> None:
    stopped(act)
    left(act, timedelta(minutes=1))
    assert seen(act) == (1, 1)
    page = figures(visitor)
    assert board(page)[0] == "1 message sent after a stop"
    assert "That should be 0." in page.main


def test_a_stop_of_everything_reaches_every_mail_that_can_be_stopped_and_no_other(app: Flask, act: Act) -> None:
    stopped(act, purpose="*", channel="*")
    left(act, timedelta(minutes=1), "order")
    left(act, timedelta(minutes=1), "account")
    assert seen(act) == (0, 0)
    left(act, timedelta(minutes=1), "survey")
    assert seen(act) == (1, 1)


def test_a_stop_of_something_else_or_of_calls_or_by_somebody_else_is_none_of_its_business(app: Flask, act: Act) -> None:
    stopped(act, purpose="survey")
    stopped(act, channel="phone")
    stopped(act, "lee@example.com")
    left(act, timedelta(minutes=1))
    assert seen(act) == (1, 0)


def test_whoever_allowed_it_again_may_be_written_to_again(app: Flask, act: Act) -> None:
    stopped(act)
    done(lambda: gate.allow(act, Subject(0, KIM), "site_update", "email", "web form"))
    left(act, timedelta(minutes=1))
    assert seen(act) == (1, 0)


@pytest.mark.parametrize(("complaints", "words"), [(0, "0 were"), (1, "<5 was"), (6, "6 were")])
def test_complaints_are_told_as_a_share_of_what_was_handed_over(
    visitor: Browser, act: Act, complaints: int, words: str
) -> None:
    for _ in range(8):
        number = left(act, -timedelta(minutes=1))
        db.session.execute(update(OutboxMail).where(OutboxMail.id == number).values(claimed_at=act.at))
    db.session.add_all(
        Bounce(address_key="0" * 64, kind="complaint", source="mail", at=act.at) for _ in range(complaints)
    )
    db.session.commit()
    share = {0: "0 %", 1: "under 62.50 %", 6: "75.00 %"}[complaints]
    told = f"Of 8 messages that we handed over, {words} reported to a mail provider as unwelcome, {share}."
    assert told in figures(visitor).main


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "under a second"),
        (0.4, "under a second"),
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (7_200, "2 hours"),
        (86_400, "1 day"),
        (864_000, "10 days"),
    ],
)
def test_a_wait_is_told_as_a_person_says_it(seconds: float, words: str) -> None:
    assert figures_routes.spoken(timedelta(seconds=seconds)) == words


def test_the_page_needs_no_cookie_and_is_kept_for_some_minutes(visitor: Browser, act: Act) -> None:
    figures(visitor)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    engine = db.engines["reader"]
    event.listen(engine, "before_cursor_execute", note)
    page = visitor.get("/opt-outs")
    event.remove(engine, "before_cursor_execute", note)
    assert asked == []
    assert visitor.cookies() == {}
    etag = page.response.headers["ETag"]
    assert visitor.get("/opt-outs", headers={"If-None-Match": etag}).status == 304


def test_the_policy_says_where_the_figures_are(visitor: Browser) -> None:
    assert visitor.get("/privacy-policy").link("How fast we stop") == "/opt-outs"
