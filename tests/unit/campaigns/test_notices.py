"""Notices of a changed policy: to each customer once, ahead of the change, and noted when the relay has taken them."""

from collections.abc import Callable
from datetime import timedelta
from email import policy as mail_policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.service import NewAccount, open_account
from app.audit import heads
from app.audit import service as audit
from app.campaigns import service as campaigns
from app.campaigns.models import MailRun, PolicyNotice
from app.campaigns.service import notices
from app.config import Settings
from app.foundation import clock, rules, work
from app.foundation.database import db
from app.mail.models import OutboxMail
from app.people import identifiers
from app.permissions import service as gate
from app.permissions.subjects import Subject
from app.policy import live_values, views
from app.policy import service as policy
from app.policy.service import NewUse
from app.policy.views import VersionLine
from tests.pages import spaced
from tests.people import WEAK_HASH, SignedIn, new_account
from tests.policies import AUTHOR, Change, an_act, posted

Run = Callable[[str], None]
WORDS = "We guess from your orders what you may need next."
USES = (NewUse("understand", WORDS),)


@pytest.fixture(autouse=True)
def first(app: Flask) -> None:
    """Version 1, and two customers under it."""
    work.unit(lambda: policy.publish_first(an_act(), live_values.present(), AUTHOR))
    new_account("kim", "Kim Lane")
    new_account("lee", "Lee Moore")


def _reworded(text: str) -> str:
    return text.replace("so that you notice", "so you notice")


def post(
    kind: str = "widens", days: int = 31, uses: tuple[NewUse, ...] = (NewUse("understand", WORDS),)
) -> VersionLine:
    made: list[VersionLine] = []
    starts = clock.now() + timedelta(days=days) if days else None
    work.unit(lambda: made.append(posted(Change(_reworded, "We want to guess.", kind, uses), starts)))
    return made[0]


def outcomes(number: int) -> dict[int, str]:
    rows = db.session.execute(
        select(PolicyNotice.person_id, PolicyNotice.outcome).where(PolicyNotice.version_no == number)
    )
    return {person: outcome for person, outcome in rows}  # noqa: C416  # rows are no pairs to the type checker


def letters(settings: Settings) -> list[EmailMessage]:
    folder = Path(settings.instance) / "mail" / "new"
    found = [BytesParser(policy=mail_policy.default).parsebytes(path.read_bytes()) for path in folder.glob("*")]
    return [letter for letter in found if "privacy policy" in str(letter["Subject"])]  # type: ignore[misc]  # parsed by the default policy


def test_each_customer_is_written_to_once(run_job: Run) -> None:
    post()
    for _ in range(3):
        run_job(campaigns.JOB)
    assert outcomes(2) == {1: "written", 2: "written"}
    recipients = select(OutboxMail.recipient).where(OutboxMail.template == campaigns.NOTICE)
    assert sorted(db.session.scalars(recipients)) == ["kim@example.com", "lee@example.com"]


def test_the_batches_are_small_and_nobody_is_passed_over(run_job: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "BATCH", 1)
    post()
    run_job(campaigns.JOB)
    assert outcomes(2) == {1: "written", 2: "written"}


def test_a_customer_is_notified_when_the_relay_has_taken_the_mail(run_job: Run) -> None:
    line = post()
    run_job(campaigns.JOB)
    assert views.engagement_counts(line.id)["notified"] == 0
    run_job("send-mail")
    assert views.engagement_counts(line.id)["notified"] == 2
    (use,) = gate.uses_of(an_act(), Subject(1, "kim@example.com"))
    assert use.begins_at == line.effective_at


def test_the_letter_says_what_when_and_how_to_refuse_and_carries_the_days_head(
    run_job: Run, settings: Settings
) -> None:
    audit.seal()
    work.unit(lambda: audit.publish_head(an_act()))
    heads.forget()
    line, head = post(), heads.newest()
    assert head is not None
    for name in (campaigns.JOB, "send-mail"):
        run_job(name)
    letter = next(found for found in letters(settings) if found["To"] == "kim@example.com")
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has a plain body
    date_text = clock.spoken_date(line.effective_at)
    assert str(letter["Subject"]) == f"Our privacy policy changes on {date_text}: you can say no"
    for part in ("Hello Kim,", WORDS, "We want to guess.", "/account/new-uses", "/privacy-policy/versions/2/changes"):
        assert part in text
    assert head.row_hash in text


@pytest.mark.parametrize(
    ("rule", "words"), [("express_yes", "we do not begin it with"), ("window", "we may begin it on that day")]
)
def test_the_letter_says_what_silence_means(run_job: Run, settings: Settings, rule: str, words: str) -> None:
    work.unit(lambda: rules.set_value(an_act(), "gate.old-data", rule, clock.now(), "a test"))
    post()
    for name in (campaigns.JOB, "send-mail"):
        run_job(name)
    assert f"If you say nothing, {words}" in str(letters(settings)[0].get_body(("plain",)).get_content())  # type: ignore[union-attr]  # it has a plain body


def test_a_change_of_wording_alone_is_mailed_to_nobody(run_job: Run) -> None:
    post("clarify", 0, ())
    run_job(campaigns.JOB)
    assert outcomes(2) == {}


@pytest.mark.parametrize("other", ["Second Paper, paper: address", "First Paper, paper: address"])
def test_another_supplier_in_the_place_of_one_is_mailed(run_job: Run, other: str) -> None:
    suppliers("First Paper, paper: address")
    work.unit(lambda: posted(Change(_reworded, "Paper.", "widens"), clock.now() + timedelta(days=31)))
    suppliers(other)
    starts = clock.now() + timedelta(days=32)
    work.unit(
        lambda: posted(Change(lambda text: text.replace("so you", "so that you"), "Other paper."), starts) and None
    )
    run_job(campaigns.JOB)
    assert set(outcomes(3)) == (set() if other.startswith("First") else {1, 2})


def suppliers(*lines: str) -> None:
    """Those whom the shop reaches by hand, from now on."""
    work.unit(lambda: rules.set_value(an_act(), "company.suppliers", list(lines), clock.now(), "a test"))


def test_whoever_registers_under_the_changed_policy_is_not_told_of_it(run_job: Run) -> None:
    post()
    new_account("new", "Noa Vale")
    work.unit(lambda: policy.engaged(an_act(), 3, 2, "agreed", "form"))
    run_job(campaigns.JOB)
    assert outcomes(2) == {1: "written", 2: "written", 3: "agreed"}


def test_a_version_that_was_withdrawn_is_announced_to_nobody(run_job: Run) -> None:
    post()
    work.unit(lambda: policy.withdraw(an_act(), 2, AUTHOR, "We thought better of it."))
    run_job(campaigns.JOB)
    assert outcomes(2) == {}


def test_a_notice_that_still_waits_is_held_back_when_its_version_is_withdrawn(run_job: Run, settings: Settings) -> None:
    post()
    run_job(campaigns.JOB)
    work.unit(lambda: policy.withdraw(an_act(), 2, AUTHOR, "We thought better of it."))
    for name in (campaigns.JOB, "send-mail", campaigns.JOB):
        run_job(name)
    assert outcomes(2) == {1: "recalled", 2: "recalled"}
    assert letters(settings) == []


def test_whoever_got_the_notice_is_told_once_that_the_version_was_withdrawn(run_job: Run, settings: Settings) -> None:
    post()
    for name in (campaigns.JOB, "send-mail"):
        run_job(name)
    work.unit(lambda: policy.withdraw(an_act(), 2, AUTHOR, "We thought better of it."))
    for name in (campaigns.JOB, "send-mail", campaigns.JOB, "send-mail"):
        run_job(name)
    told = [found for found in letters(settings) if "took back" in str(found["Subject"])]
    assert sorted(str(found["To"]) for found in told) == ["kim@example.com", "lee@example.com"]
    assert "We thought better of it." in str(told[0].get_body(("plain",)))


def test_an_old_change_is_no_news() -> None:
    line = post()
    just_then, long_after = (line.effective_at + timedelta(days=days) for days in (29, 31))
    assert campaigns.due(just_then) == [line]
    assert campaigns.due(long_after) == []


def test_a_closed_account_is_refused_by_the_gate_and_not_asked_for_again(run_job: Run) -> None:
    work.unit(lambda: gate.open_cause(an_act(), Subject(2, "lee@example.com"), "closure", "account:2"))
    post()
    run_job(campaigns.JOB)
    assert outcomes(2) == {1: "written", 2: "refused"}


def test_an_address_that_reaches_nobody_gets_no_mail(run_job: Run) -> None:
    nobody = NewAccount(
        "nobody", identifiers.Email("nobody@checks.invalid", "nobody@checks.invalid"), "Nobody", "Nobody"
    )
    work.unit(lambda: open_account(an_act(), nobody, WEAK_HASH))
    post()
    run_job(campaigns.JOB)
    assert outcomes(2) == {1: "written", 2: "written", 3: "refused"}


def test_staff_follow_a_notice_among_the_mail_to_many(run_job: Run, staff_member: Callable[[str], SignedIn]) -> None:
    post()
    run_job(campaigns.JOB)
    page = staff_member("privacy-officer").get("/staff/mail/runs").open("Notice of policy version 2")
    assert "It can be followed here, not changed" in page.main
    assert [spaced(cell) for cell in page["#states tbody tr *"]] == ["waiting", "2"]
    assert page["main form"] == []
    for name in ("send-mail", campaigns.RUN_JOB):
        run_job(name)
    page = page.browser.get(page.path)
    assert [spaced(cell) for cell in page["#states tbody tr *"]] == ["handed over", "2"]
    assert page["strong.tag"][0].text == "done"


def test_one_who_comes_late_is_told_and_the_notice_goes_on_for_them(run_job: Run) -> None:
    post()
    for name in (campaigns.JOB, "send-mail", campaigns.RUN_JOB):
        run_job(name)
    new_account("max", "Max Dale")
    run_job(campaigns.JOB)
    query = select(MailRun.state, MailRun.notice_no)
    assert [tuple(row) for row in db.session.execute(query)] == [("sending", 2)]
