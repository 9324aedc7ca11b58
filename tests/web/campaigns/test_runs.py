"""Mail to many through its pages: written, counted, approved by somebody else, sent, paused, stopped."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from lxml.html import HtmlElement
from sqlalchemy import func, select

from app.campaigns.models import RunRecipient
from app.foundation import clock, rules, work
from app.foundation.database import db
from app.mail.models import OutboxMail
from app.permissions import service as gate
from app.permissions.subjects import Subject
from tests.campaigns import BODY, JOB, SUBJECT, Run, counted, customers, pressed, sent_off, written
from tests.pages import BASE, Browser, Page, spaced
from tests.people import SignedIn, act_under_version_1

Staff = Callable[[str], SignedIn]


@pytest.fixture
def author(staff_member: Staff) -> SignedIn:
    """Somebody who writes updates."""
    return staff_member("marketing")


@pytest.fixture
def approver(staff_member: Staff) -> SignedIn:
    """Somebody else, who may approve them."""
    return staff_member("privacy-officer")


def rows(table: Sequence[HtmlElement]) -> dict[str, str]:
    """First to second cell of each row of a table."""
    return {spaced(row[0]): spaced(row[1]) for row in table}


def stop(account_person: int) -> None:
    work.unit(lambda: gate.stop(act_under_version_1(), Subject(account_person), "site_update", "*", "letter"))


def test_an_update_is_written_counted_approved_and_sent(author: SignedIn, approver: SignedIn, run_job: Run) -> None:
    customers(3)
    stop(3)
    page = counted(author, run_job)
    assert "the audience, everybody with an account here, had 5 people. 4 may be reached, 1 may not" in page.main
    assert rows(page["#refused tbody tr"]) == {"the person said stop": "1"}
    assert "Reader Reader 0" in spaced(page["#refused"][0])
    page = sent_off(page, approver, run_job)
    run_job("send-mail")
    run_job(JOB)
    page = author.get(page.path)
    assert page["strong.tag"][0].text == "done"
    assert rows(page["#states tbody tr"]) == {"handed over": "4", "refused by the dry run, never asked again": "1"}
    steps = [spaced(cell) for cell in page["#history tbody th"]]
    expected = ["ended", "put on the list of updates", "begun", "scheduled", "approved", "counted", "written"]
    assert steps == expected


def test_nobody_gets_two_however_often_the_job_runs(author: SignedIn, approver: SignedIn, run_job: Run) -> None:
    customers(4)
    sent_off(counted(author, run_job), approver, run_job)
    for _ in range(3):
        run_job(JOB)
    mails = select(OutboxMail.recipient).where(OutboxMail.run_id.is_not(None))
    found = list(db.session.scalars(mails))
    assert len(found) == len(set(found)) == 6


def test_above_the_limit_the_author_cannot_approve_and_somebody_else_can(
    author: SignedIn, approver: SignedIn, run_job: Run
) -> None:
    customers(3)
    page = counted(author, run_job)
    assert "Approve this mail" in page.main
    work.unit(lambda: rules.set_value(act_under_version_1(), "campaigns.two-people-above", 2, clock.now(), "a test"))
    page = author.get(page.path)
    assert "somebody else has to approve it" in page.main
    refused = author.post(f"{page.path}/approval", {"version": "1", "csrf_token": token(page)})
    assert refused.status == 422
    assert "is approved by somebody who did not write it" in refused.main
    assert "Send it" in pressed(approver.get(page.path), "/approval").main


def token(page: Page) -> str:
    return str(page["input[name=csrf_token]"][0].get("value"))


def test_a_text_that_changed_after_it_was_read_is_not_approved(
    author: SignedIn, approver: SignedIn, run_job: Run
) -> None:
    seen = approver.get(counted(author, run_job).path)
    author.get(f"{seen.path}/text").form("/text").submit(body="Something else.")
    answer = seen.form("/approval").submit()
    assert answer.status == 422
    assert "Somebody changed the text since you opened the page" in answer.main


def test_of_two_who_save_at_once_neither_loses_a_word(author: SignedIn, approver: SignedIn) -> None:
    page = written(author)
    first, second = author.get(f"{page.path}/text"), approver.get(f"{page.path}/text")
    first.form("/text").submit(body="The first words.")
    answer = second.form("/text").submit(body="The second words.")
    assert answer.status == 422
    assert "The first words." in answer.main
    assert "The second words." in answer.main
    answer.form("/text").submit()
    assert "The second words." in author.get(page.path).main


def test_a_link_that_leads_nowhere_is_refused_with_its_address(author: SignedIn) -> None:
    form = author.get("/staff/mail/runs/new").form("/staff/mail/runs/new")
    answer = form.submit(subject=SUBJECT, body="See [this](/no-such-page) and [that](http://plain.example).")
    assert answer.status == 422
    sentence = answer.errors()["body"]
    assert "/no-such-page leads to no page of ours" in sentence
    assert "http://plain.example" in sentence


def test_what_is_approved_does_not_change_until_it_is_taken_back(
    author: SignedIn, approver: SignedIn, run_job: Run
) -> None:
    page = pressed(approver.get(counted(author, run_job).path), "/approval")
    answer = author.get(f"{page.path}/text").form("/text").submit(body="Later words.")
    assert answer.status == 422
    assert "This cannot be done now: the mail is approved" in answer.main
    pressed(author.get(page.path), "/return")
    assert author.get(f"{page.path}/text").form("/text").submit(body="Later words.").status == 303


def test_a_run_pauses_goes_on_and_stops_for_good(author: SignedIn, approver: SignedIn, run_job: Run) -> None:
    customers(3)
    page = sent_off(counted(author, run_job), approver, run_job)
    page = pressed(author.get(page.path), "/pause")
    run_job("send-mail")
    assert rows(page["#states tbody tr"])["held back while it pauses"] == "5"
    assert states() == {"held": 5}
    pressed(approver.get(page.path), "/resumption")
    assert states() == {"queued": 5}
    page = pressed(author.get(page.path), "/end")
    run_job("send-mail")
    assert states() == {"refused": 5}
    assert "stopped for good" in page.main


def states() -> dict[str, int]:
    query = select(OutboxMail.state, func.count()).where(OutboxMail.run_id.is_not(None)).group_by(OutboxMail.state)
    return {row[0]: row[1] for row in db.session.execute(query)}


def test_a_mail_waits_for_its_time(author: SignedIn, approver: SignedIn, run_job: Run) -> None:
    page = pressed(approver.get(counted(author, run_job).path), "/approval")
    past = page.form("/schedule").submit(starts="later", at="2020-01-31T09:00")
    assert "This time is past" in past.errors()["at"]
    assert page.form("/schedule").submit(starts="later").errors()["at"] == "Please say when it begins."
    tomorrow = clock.central(clock.now() + timedelta(days=1))
    page = pressed(page, "/schedule", starts="later", at=f"{tomorrow:%Y-%m-%dT%H:%M}")
    run_job(JOB)
    assert states() == {}
    assert "It begins on" in author.get(page.path).main


def test_a_test_goes_to_whoever_asks_and_to_nobody_else(author: SignedIn, run_job: Run) -> None:
    customers(2)
    page = pressed(written(author), "/tests")
    found = db.session.scalars(select(OutboxMail).where(OutboxMail.template.startswith("campaigns/"))).all()
    assert [(row.recipient, row.template, row.purpose) for row in found] == [
        ("marketing.staff@example.com", "campaigns/site_update_test", "account")
    ]
    assert "test mail sent" in page.main


def test_the_preview_shows_the_mail_with_its_end_as_text_and_in_frames(author: SignedIn) -> None:
    page = written(author)
    preview = author.get(page.path).open("See it as a mail")
    text = spaced(preview["pre.letter"][0])
    assert "Hello Kim, New on the site: proofs can be turned page by page." in text
    assert "/u/" in text
    answer = author.client.get(str(preview["iframe"][0].get("src")), base_url=BASE)
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "proofs can be turned page by page" in answer.text


def test_whoever_may_not_write_to_many_sees_none_of_it(
    staff_member: Staff, customer: SignedIn, visitor: Browser
) -> None:
    assert staff_member("prepress").get("/staff/mail/runs").status == 403
    assert customer.get("/staff/mail/runs").status in {403, 404}
    assert visitor.get("/staff/mail/runs").status == 303


def test_the_list_of_people_is_the_audience_and_adds_up(author: SignedIn, run_job: Run) -> None:
    customers(7)
    for number in (2, 5):
        stop(number)
    page = counted(author, run_job)
    found = db.session.execute(select(RunRecipient.outcome, func.count()).group_by(RunRecipient.outcome)).all()
    assert sum(count for _, count in found) == 8
    assert "had 8 people" in page.main


def test_body_and_subject_stand_on_the_page(author: SignedIn) -> None:
    page = written(author)
    assert page.h1 == SUBJECT
    assert BODY.split("**")[1] in page.main
