"""Between writing and publishing: somebody else reads it, or a day passes in a shop of one person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal, Stale
from app.policy import live_values, service
from app.policy.models import PolicyComment, PolicyVersion
from app.policy.service import Wording, comments
from app.policy.views import Draft, VersionLine
from tests.policies import AUTHOR, REVIEWER, Change, a_reviewer, an_act, approved, by, drafted, sent

CHANGE = Change(lambda text: text.replace("so that you notice", "so you notice"))


@pytest.fixture(autouse=True)
def version_1(first: VersionLine) -> VersionLine:
    return first


def publish(token: str, act: Act | None = None) -> VersionLine:
    return service.publish(act or an_act(), token, live_values.present(), AUTHOR)


def approved_now(_change: Change) -> Draft:
    return service.approve(a_reviewer(), service.draft().token, REVIEWER)


def states() -> list[str]:
    return [event.state for event in service.events(service.draft().id)]


def test_a_text_is_written_reviewed_and_published_by_two_people() -> None:
    line = publish(approved(CHANGE).token)
    assert (line.author_name, line.reviewer_name) == (AUTHOR, REVIEWER)
    told = [(event.state, event.actor_name) for event in service.events(line.id)]
    assert told == [("draft", AUTHOR), ("in_review", AUTHOR), ("approved", REVIEWER), ("published", AUTHOR)]


def test_every_step_is_in_the_record() -> None:
    line = publish(approved(CHANGE).token)
    query = select(AuditEntry.kind).where(AuditEntry.subject_ref == f"policy-version:{line.id}").order_by(AuditEntry.id)
    steps = ["policy.draft-saved", "policy.submitted", "policy.approved", "policy.published"]
    assert list(db.session.scalars(query)) == steps


def test_a_draft_cannot_be_published_without_review() -> None:
    with pytest.raises(Refusal, match="has not been sent to review yet"):
        publish(drafted(CHANGE).token)
    with pytest.raises(Refusal, match="must approve this text first"):
        publish(service.submit(an_act(), service.draft().token, live_values.present(), AUTHOR).token)


def test_nobody_approves_or_rejects_what_they_wrote() -> None:
    token = sent(CHANGE).token
    for verb in (service.approve, service.reject):
        with pytest.raises(Refusal, match="You had a hand in this text"):
            verb(an_act(), token, AUTHOR, "Fine.")
    assert service.draft().state == "in_review"


def test_whoever_saved_an_earlier_part_is_no_second_person() -> None:
    standing = service.draft()
    service.save(a_reviewer(), standing.token, Wording("## A {#a}\n\nx\n"), REVIEWER)
    whole = Change(lambda _text: service.newest().body_md.replace("so that you", "so you"))  # type: ignore[union-attr]  # version 1
    token = sent(whole).token
    assert service.draft().author == "staff:7"
    with pytest.raises(Refusal, match="You had a hand"):
        service.approve(a_reviewer(), token, REVIEWER)
    assert service.approve(by("9"), token, "Kim Third").reviewer_name == "Kim Third"


def test_whoever_sends_on_what_the_shop_drafted_is_no_second_person() -> None:
    drafted(CHANGE)
    token = service.submit(a_reviewer(), service.draft().token, live_values.present(), REVIEWER).token
    with pytest.raises(Refusal, match="You had a hand"):
        service.approve(a_reviewer(), token, REVIEWER)


def test_what_is_in_review_or_approved_cannot_be_changed_until_it_is_taken_back() -> None:
    for step, sentence in ((sent, "waits for its reviewer"), (approved_now, "is approved")):
        with pytest.raises(Refusal, match=f"{sentence}.*Take it back before you change it"):
            service.save(an_act(), step(CHANGE).token, Wording("## A {#a}\n\nx\n"), AUTHOR)
    back = service.take_back(an_act(), service.draft().token, AUTHOR)
    assert (back.state, back.reviewer_name) == ("draft", "")
    assert states() == ["draft", "in_review", "approved", "draft"]
    with pytest.raises(Refusal, match="has not been sent"):
        service.take_back(an_act(), back.token, AUTHOR)


def test_a_reviewer_cannot_approve_a_text_that_changed_meanwhile() -> None:
    read = sent(CHANGE).token
    back = service.take_back(an_act(), read, AUTHOR)
    service.save(an_act(), back.token, Wording(back.body_md + "\nMore.\n", "clarify", "n", back.guard), AUTHOR)
    with pytest.raises(Stale):
        service.approve(a_reviewer(), read, REVIEWER)


def test_a_rejected_text_is_kept_and_goes_on_as_a_draft_with_its_history() -> None:
    standing = sent(CHANGE)
    comments.remark(a_reviewer(), "other-sites", "Too short?", REVIEWER)
    again = service.reject(a_reviewer(), standing.token, REVIEWER, "Please keep “that”.")
    assert (again.state, again.body_md, again.change_note) == ("draft", standing.body_md, standing.change_note)
    assert again.id != standing.id
    rejected = db.session.get(PolicyVersion, standing.id)
    assert rejected is not None
    assert (rejected.state, rejected.body_md, rejected.no) == ("rejected", standing.body_md, None)
    assert service.events(standing.id)[-1].note == "Please keep “that”."
    assert [saving.author_name for saving in service.savings(again.id)] == [AUTHOR]
    assert list(db.session.scalars(select(PolicyComment.version_id))) == [again.id]
    assert [line.no for line in service.history()] == [1]


def test_the_author_of_a_rejected_text_still_cannot_approve_it() -> None:
    again = service.reject(a_reviewer(), sent(CHANGE).token, REVIEWER, "Please look again.")
    token = service.submit(by("9"), again.token, live_values.present(), "Kim Third").token
    for somebody in (an_act(), by("9")):
        with pytest.raises(Refusal, match="You had a hand"):
            service.approve(somebody, token, "x")
    assert service.approve(a_reviewer(), token, REVIEWER).state == "approved"


def test_rejecting_needs_a_reason() -> None:
    with pytest.raises(Refusal, match="what should be changed") as refused:
        service.reject(a_reviewer(), sent(CHANGE).token, REVIEWER, "  ")
    assert refused.value.field == "note"


def test_a_shop_of_one_person_waits_a_day_and_says_that_nobody_reviewed_it() -> None:
    rules.set_value(an_act(), "policy.one-person-shop", True, an_act().at, "I am alone")
    token, act = sent(CHANGE).token, an_act()
    with pytest.raises(Refusal, match="so it waits 24 hours: until"):
        publish(token)
    line = publish(token, Act(act.actor, act.at + timedelta(hours=24), 1))
    assert (line.no, line.author_name, line.reviewer_name) == (2, AUTHOR, "")


def test_the_day_begins_again_when_the_text_is_sent_again() -> None:
    rules.set_value(an_act(), "policy.one-person-shop", True, an_act().at, "I am alone")
    standing, act = sent(CHANGE), an_act()
    back = service.take_back(an_act(), standing.token, AUTHOR)
    later = Act(act.actor, act.at + timedelta(hours=20), 1)
    token = service.submit(later, back.token, live_values.present(), AUTHOR).token
    with pytest.raises(Refusal, match="waits 24 hours"):
        publish(token, Act(act.actor, act.at + timedelta(hours=30), 1))


def test_an_approved_text_is_looked_at_once_more_when_it_is_published() -> None:
    token = approved(CHANGE).token
    act = an_act()
    rules.set_value(act, "retention.quote-years", 3, act.at, "tried")
    with pytest.raises(Refusal, match="goes from 1 year to 3 years: that is longer, so this change widens") as refused:
        publish(token)
    assert refused.value.field == "change_class"
    assert service.draft().state == "approved"


def test_a_draft_that_follows_a_withdrawn_version_goes_on_after_it() -> None:
    later = an_act().at + timedelta(days=3)
    service.publish(an_act(), approved(CHANGE).token, live_values.present(later), AUTHOR, effective_at=later)
    mine = service.save(an_act(), service.draft().token, Wording("## A {#a}\n\nx\n"), AUTHOR)
    service.withdraw(an_act(), 2, AUTHOR, "Not yet.")
    with pytest.raises(Stale):
        service.save(an_act(), mine.token, Wording("## A {#a}\n\ny\n"), AUTHOR)
    now = service.draft()
    assert (now.state, now.body_md, now.token) == ("draft", mine.body_md, f"1.{now.id}-2")
    assert [event.state for event in service.events(now.id)] == ["draft"]
